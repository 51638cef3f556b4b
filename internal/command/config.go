package command

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"

	"github.com/spf13/cobra"

	"acrwatch/api"
	"acrwatch/internal/config"
	"acrwatch/internal/lastlook"
	"acrwatch/internal/remember"
)

const asTOML = "toml"

// configCommand tells which files are used, and what every setting is and why.
func configCommand(s *system) *cobra.Command {
	var output string
	c := &cobra.Command{
		Use:   "config",
		Short: "show the files in use, every setting and where it comes from",
		Long: "config shows where files are looked for, and every value in effect with the flag, the variable or the line of\n" +
			"the file that it comes from. It takes the flags of the dashboard. Secrets are no settings and never shown.\n\n" +
			"--output toml is a config file that says the same; --output json is an object with version, files, settings and\n" +
			"targets, in which a setting is a key, its value and from.",
		Example: "  acrwatch config\n" +
			"  acrwatch config --region cn-hangzhou --theme light\n" +
			"  acrwatch config --output toml > config.toml",
		Args: noArguments,
		RunE: func(c *cobra.Command, _ []string) error {
			if !slices.Contains([]string{asText, asJSON, asTOML}, output) {
				return &usageError{err: fmt.Errorf("--output: %s: not one of text, json, toml; give one of them", api.CleanID(output))}
			}
			settings, input, err := s.settings(c, false)
			if err != nil {
				return err
			}
			return quietly(s.effective(settings, input).write(s, output, settings))
		},
	}
	c.Flags().StringVarP(&output, "output", "o", asText, "`form` of what is shown: text, json or toml")
	addTargetFlags(c.Flags())
	addScreenFlags(c.Flags())
	c.Flags().SortFlags = false
	return c
}

// usedFile is a file that is looked for.
type usedFile struct {
	Name   string `json:"name"`
	Path   string `json:"path"`
	Exists bool   `json:"exists"`
	From   string `json:"from"` // the flag or variable that names it, or "default"
}

// effective is everything that is in effect.
type effective struct {
	files    []usedFile
	settings []config.Value
	targets  [][]config.Value
}

func (s *system) effective(settings config.Config, input config.Input) *effective {
	if len(settings.Targets) == 0 {
		settings.Targets = []config.Target{{}}
	}
	all := config.Explain(input, settings)
	e := &effective{files: s.files(input, all.Settings), settings: all.Settings, targets: all.Targets}
	for i, values := range e.targets {
		s.found(&settings.Targets[i], values)
	}
	from := config.ByDefault
	if settings.InsecureHTTP {
		from = "--" + insecureHTTP
	}
	e.settings = append(e.settings, config.Value{Key: insecureHTTP, Value: settings.InsecureHTTP, From: from})
	return e
}

// found fills in what a target leaves to be found out, as far as that needs no call.
func (s *system) found(t *config.Target, values []config.Value) {
	for i := range values {
		v := &values[i]
		switch {
		case v.Key == "region" && t.Region == "":
			if region, from := s.homeRegion(s.credentials(t.Profile, nil)); region != "" {
				v.Value, v.From = region, from
			}
		case v.Key == "endpoint" && t.Endpoint == "":
			v.Value = "public"
		}
	}
}

// files are all that are read and written, whether or not they are there.
func (s *system) files(input config.Input, settings []config.Value) []usedFile {
	path, namedBy := input.Path()
	all := []usedFile{{Name: "config", Path: path, From: namedBy}}
	folder := ""
	if filepath.IsAbs(s.env(remember.FolderVariable)) { // a relative one counts for nothing
		folder = remember.FolderVariable
	}
	all = append(all,
		usedFile{Name: "state", Path: remember.Path(runtime.GOOS, s.env), From: folder},
		usedFile{Name: "last look", Path: lastlook.Path(runtime.GOOS, s.env), From: folder})
	for _, v := range settings {
		if log, ok := v.Value.(string); ok && v.Key == "log-file" && log != "" {
			all = append(all, usedFile{Name: "log", Path: log, From: v.From})
		}
	}
	cli, sdk := api.CredentialFiles(s.credentials("", nil))
	all = append(all,
		usedFile{Name: "aliyun CLI", Path: cli, From: s.set("ALIBABA_CLOUD_CONFIG_FILE")},
		usedFile{Name: "credentials", Path: sdk, From: s.set("ALIBABA_CLOUD_CREDENTIALS_FILE")})
	for i := range all {
		f := &all[i]
		if _, err := os.Stat(f.Path); err == nil {
			f.Exists = true
		}
		if f.From == "" {
			f.From = config.ByDefault
		}
		f.Path = api.CleanID(f.Path)
	}
	return all
}

// set is the name of a variable that is set, or nothing.
func (s *system) set(name string) string {
	if s.env(name) == "" {
		return ""
	}
	return name
}
