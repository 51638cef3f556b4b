package command

import (
	"io"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"

	"acrwatch/internal/config"
	"acrwatch/internal/files"
	"acrwatch/internal/remember"
	"acrwatch/internal/tongue"
	"acrwatch/ui"
)

// host is the machine as the dashboard knows it. Its methods are called from several goroutines.
type host struct {
	system  *system
	input   *config.Input // where the settings come from; nil: they cannot be read again
	running config.Config // the settings that the program started with
	state   string        // the file of what is remembered; empty: nothing is

	showsProgress func() // told when the settings let the terminal show progress; may be nil

	mu    sync.Mutex
	saved remember.State
}

// newHost makes the host of a run. remembers is false for what shall leave no trace, such as the demo.
func newHost(s *system, input *config.Input, running config.Config, remembers bool) *host {
	h := &host{system: s, input: input, running: running}
	if remembers {
		h.state = remember.Path(runtime.GOOS, s.env)
	}
	return h
}

// recall gives what was remembered, and why nothing was: nil when all is well.
func (h *host) recall() (state remember.State, note error) {
	if h.state == "" {
		return remember.State{}, nil
	}
	state, err := remember.Load(h.state)
	if err != nil {
		return remember.State{}, tongue.Error("passed over %s: %s", h.tilde(h.state), cause(err))
	}
	h.saved = state
	return state, nil
}

// Remember writes what has changed since the last time.
func (h *host) Remember(s remember.State) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.state == "" || s.Equal(h.saved) {
		return nil
	}
	if err := remember.Save(h.state, s); err != nil {
		return cause(err)
	}
	h.saved = s
	return nil
}

// exportMode is that of a file which a shell would have made.
const exportMode = 0o644

// Save writes an export. A path that starts with ~/ lies in the home folder.
func (h *host) Save(path string, overwrite bool, write func(io.Writer) error) (string, error) {
	if rest, ok := strings.CutPrefix(path, "~/"); ok && h.system.env("HOME") != "" {
		path = filepath.Join(h.system.env("HOME"), rest)
	}
	path, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	err = files.Write(path, files.Options{Mode: exportMode, Overwrite: overwrite}, write)
	if why := cause(err); why != err { //nolint:errorlint // the same one, and not one like it
		err = tongue.Error("%s cannot be written: %s", h.tilde(path), why) // its own path is that of the file on the way
	}
	return h.tilde(path), err
}

// tilde shortens a path in the home folder for the screen.
func (h *host) tilde(path string) string { return h.system.tilde(path) }

func (s *system) tilde(path string) string {
	home := s.env("HOME")
	if rest, ok := strings.CutPrefix(path, home+string(filepath.Separator)); ok && home != "" {
		return filepath.Join("~", rest)
	}
	return path
}

var errFixed = tongue.Error("these settings cannot be read again")

// Reload reads the settings again.
func (h *host) Reload() (settings ui.Settings, pending []string, err error) {
	if h.input == nil {
		return ui.Settings{}, nil, errFixed
	}
	next, err := config.Load(*h.input)
	if err != nil {
		return ui.Settings{}, nil, firstOf(err)
	}
	settings = settingsOf(next, h.system.env)
	if settings.Attention.Terminal.Progress && h.showsProgress != nil {
		h.showsProgress()
	}
	return settings, pendingIn(h.running, next), nil
}

// settingsOf are the settings that the dashboard takes while it runs; env reads a variable.
func settingsOf(c config.Config, env func(string) string) ui.Settings {
	return ui.Settings{
		Keys: c.Keys, Columns: c.Columns, Theme: c.Theme, Lang: c.Lang, ASCII: c.ASCII, NoMouse: !c.Mouse, Attention: attention(c.Notify, env),
	}
}

// pendingIn names the settings that differ and that only a start takes.
func pendingIn(running, next config.Config) []string {
	var names []string
	for _, s := range []struct {
		name    string
		changed bool
	}{
		{"target", !slices.Equal(running.Targets, next.Targets)},
		{"budget", running.Budget != next.Budget},
		{"budget-floor", running.Floor != next.Floor},
		{"keep", running.Keep != next.Keep},
		{"color", running.Color != next.Color},
		{"log-file", running.LogFile != next.LogFile},
		{"record", running.Record != next.Record},
	} {
		if s.changed {
			names = append(names, s.name)
		}
	}
	return names
}
