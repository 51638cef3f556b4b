package command

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"

	"acrwatch/internal/config"
	"acrwatch/internal/doctor"
	"acrwatch/internal/remember"
)

// checkSettings looks at the config file, and at the files that are written.
func (s *system) checkSettings(settings config.Config, input config.Input, mistakes error) doctor.Group {
	checks := []doctor.Check{s.checkConfig(input)}
	for _, err := range each(mistakes) {
		checks = append(checks, settingMistake(err))
	}
	checks = append(checks, s.checkState())
	if settings.LogFile != "" {
		checks = append(checks, s.checkLog(settings.LogFile))
	}
	return doctor.Group{Title: "Settings", Checks: checks}
}

func (s *system) checkConfig(input config.Input) doctor.Check {
	check := doctor.Check{Name: "config file"}
	path, namedBy := input.Path()
	if namedBy != "" {
		namedBy = ", named by " + namedBy
	}
	switch _, err := os.Stat(path); {
	case path == "":
		check.Fact = "there is no home folder to look in: the defaults apply"
	case err != nil && namedBy == "":
		check.Fact = "none at " + s.tilde(path) + ": the defaults apply"
	default:
		check.Fact = s.tilde(path) + namedBy
	}
	return check
}

// settingMistake is one mistake with its place.
func settingMistake(err error) doctor.Check {
	var p *config.Problem
	if !errors.As(err, &p) {
		return mistake("setting", err)
	}
	bare := *p
	bare.Fix = ""
	return doctor.Check{Name: "setting", Result: doctor.Fail, Fact: bare.Error(), Fix: p.Fix}
}

// each gives the parts of a joined error.
func each(err error) []error {
	var joined interface{ Unwrap() []error }
	switch {
	case err == nil:
		return nil
	case errors.As(err, &joined):
		return joined.Unwrap()
	}
	return []error{err}
}

// checkState looks at what is remembered from run to run.
func (s *system) checkState() doctor.Check {
	check := doctor.Check{Name: "state file"}
	path := remember.Path(runtime.GOOS, s.env)
	if path == "" {
		check.Result, check.Fact, check.Fix = doctor.Warn, "there is no home folder: the view is not remembered", "set HOME or XDG_STATE_HOME"
		return check
	}
	check.Fact = s.tilde(path)
	if _, err := remember.Load(path); err != nil {
		check.Result, check.Fact, check.Fix = doctor.Warn, check.Fact+" is passed over: "+reason(err), "remove it, or mend who may read it"
	} else if _, err := os.Stat(path); err != nil {
		check.Fact = "none yet at " + check.Fact
	}
	return check
}

// checkLog looks whether the log can be written, without writing it.
func (s *system) checkLog(path string) doctor.Check {
	check := doctor.Check{Name: "log file", Fact: s.tilde(path)}
	f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err == nil {
		_ = f.Close()
		return check
	}
	if is, missing := os.Stat(filepath.Dir(path)); os.IsNotExist(err) && missing == nil && is.IsDir() {
		check.Fact += ", which is made when it is needed"
		return check
	}
	check.Result, check.Fact, check.Fix = doctor.Fail, check.Fact+": "+reason(err), "give a file that can be written, such as --log-file acrwatch.log"
	return check
}
