//go:build !windows

package command

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/internal/config"
	"acrwatch/internal/notify"
	"acrwatch/internal/remember"
	"acrwatch/internal/tongue"
)

// hostOf is a host in an environment, started with what the config file in it says.
func hostOf(t *testing.T, environ []string) *host {
	t.Helper()
	s := &system{environ: environ}
	in := config.Input{Flags: map[string][]string{}, Env: s.env}
	running, err := config.Load(in)
	require.NoError(t, err)
	return newHost(s, &in, running, true)
}

const configPath = ".config/acrwatch/config.toml"

func TestReloadReadsTheFileAgain(t *testing.T) {
	environ := withFile(t, bare(t), configPath, "theme = \"dark\"\nbudget = 4.0\n")
	h := hostOf(t, environ)
	progress := 0
	h.showsProgress = func() { progress++ }
	withFile(t, environ, configPath, `theme = "light"
ascii = true
mouse = false
columns = ["status", "image"]
[notify]
level = "failures"
progress = "on"
quiet = "22:00-07:00"
[keys]
down = ["x"]
`)
	settings, pending, err := h.Reload()
	require.NoError(t, err)
	assert.Equal(t, "light", settings.Theme)
	assert.True(t, settings.ASCII)
	assert.Equal(t, []string{"x"}, settings.Keys.Binding("down").Keys())
	assert.True(t, settings.NoMouse)
	assert.Equal(t, []string{"status", "image"}, settings.Columns)
	assert.Equal(t, notify.Failures, settings.Attention.Level)
	assert.Equal(t, notify.Hours{From: 22 * time.Hour, To: 7 * time.Hour}, settings.Attention.Quiet)
	assert.Equal(t, 1, progress, "the terminal is given back without it")
	assert.Equal(t, []string{"budget"}, pending)
	withFile(t, environ, configPath, "theme = \"dark\"\nbudget = 4.0\nkeep = 2000\n[[target]]\nregion = \"cn-beijing\"\n")
	_, pending, err = h.Reload()
	require.NoError(t, err)
	assert.Equal(t, []string{"target", "keep"}, pending)
}

func TestReloadTellsTheFirstMistake(t *testing.T) {
	environ := bare(t)
	h := hostOf(t, environ)
	withFile(t, environ, configPath, "theme = \"drak\"\n")
	_, _, err := h.Reload()
	require.Error(t, err)
	assert.Contains(t, err.Error(), `config.toml:1: theme = "drak": not one of`)
	withFile(t, environ, configPath, "theme = \"drak\"\nbudget = 0\nkeep = \"x\"\n")
	_, _, err = h.Reload()
	require.Error(t, err)
	assert.Contains(t, err.Error(), "config.toml:1: ")
	assert.True(t, strings.HasSuffix(err.Error(), " (and 2 more)"), err.Error())
	assert.NotContains(t, err.Error(), "\n")
	assert.True(t, strings.HasSuffix(tongue.New(tongue.Chinese).Why(err), `：不在 auto, dark, light, high-contrast, colour-blind 之中；请写默认值 "auto" 或其他可选值（另有 2 处）`), err.Error())
	_, _, err = newHost(&system{}, nil, config.Default(), false).Reload()
	require.Error(t, err)
}

func statePath(environ []string) string {
	return remember.Path(runtime.GOOS, func(name string) string { return lookup(environ, name) })
}

func TestTheHostRemembers(t *testing.T) {
	environ := bare(t, "XDG_STATE_HOME="+t.TempDir())
	h := hostOf(t, environ)
	want := remember.State{Views: map[string]remember.View{"tasks": {Filter: "web"}}}
	require.NoError(t, h.Remember(want))
	got, note := hostOf(t, environ).recall()
	assert.True(t, got.Equal(want))
	assert.Empty(t, note)
	before, err := os.Stat(statePath(environ))
	require.NoError(t, err)
	require.NoError(t, h.Remember(want.Clone()))
	after, err := os.Stat(statePath(environ))
	require.NoError(t, err)
	assert.True(t, os.SameFile(before, after), "what has not changed is not written")
}

func TestABrokenStateIsPassedOverWithANote(t *testing.T) {
	environ := bare(t, "XDG_STATE_HOME="+t.TempDir())
	require.NoError(t, os.MkdirAll(filepath.Dir(statePath(environ)), 0o700))
	require.NoError(t, os.WriteFile(statePath(environ), []byte("broken"), 0o600))
	got, note := hostOf(t, environ).recall()
	assert.True(t, got.Equal(remember.State{}))
	assert.EqualError(t, note, "passed over "+statePath(environ)+": it cannot be read")
}

func TestWhatShallLeaveNoTraceRemembersNothing(t *testing.T) {
	environ := bare(t, "XDG_STATE_HOME="+t.TempDir())
	h := newHost(&system{environ: environ}, nil, config.Default(), false)
	require.NoError(t, h.Remember(remember.State{Theme: "light"}))
	_, err := os.Stat(statePath(environ))
	require.ErrorIs(t, err, fs.ErrNotExist)
}

func TestSave(t *testing.T) {
	environ := bare(t)
	h := hostOf(t, environ)
	write := func(w io.Writer) error { _, err := io.WriteString(w, "rows"); return err }
	path, err := h.Save("~/out.csv", false, write)
	require.NoError(t, err)
	assert.Equal(t, filepath.Join("~", "out.csv"), path, "it says where")
	is, err := os.Stat(filepath.Join(lookup(environ, "HOME"), "out.csv"))
	require.NoError(t, err)
	assert.EqualValues(t, 4, is.Size())
	_, err = h.Save("~/out.csv", false, write)
	require.ErrorIs(t, err, fs.ErrExist)
	_, err = h.Save("~/out.csv", true, write)
	require.NoError(t, err)
	_, err = h.Save("~/none/out.csv", false, write)
	require.ErrorIs(t, err, fs.ErrNotExist)
	assert.True(t, strings.HasPrefix(err.Error(), filepath.Join("~", "none", "out.csv")+" cannot be written: "), "%s", err)
	t.Chdir(t.TempDir())
	path, err = h.Save("here.csv", false, write)
	require.NoError(t, err)
	assert.True(t, filepath.IsAbs(path), path)
}

func TestOpener(t *testing.T) {
	cases := map[string]struct {
		system string
		env    map[string]string
		want   string
		err    error
	}{
		"a desktop":    {"linux", map[string]string{"DISPLAY": ":0"}, "xdg-open", nil},
		"Wayland":      {"linux", map[string]string{"WAYLAND_DISPLAY": "wayland-0"}, "xdg-open", nil},
		"no display":   {"linux", nil, "", errNoDisplay},
		"SSH":          {"linux", map[string]string{"DISPLAY": ":10", "SSH_CONNECTION": "a 1 b 22"}, "", errOverSSH},
		"SSH to a Mac": {"darwin", map[string]string{"SSH_TTY": "/dev/ttys1"}, "", errOverSSH},
		"macOS":        {"darwin", nil, "open", nil},
		"Windows":      {"windows", nil, "rundll32 url.dll,FileProtocolHandler", nil},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			got, err := openerOf(c.system, func(name string) string { return c.env[name] })
			require.ErrorIs(t, err, c.err)
			assert.Equal(t, c.want, strings.Join(got, " "))
		})
	}
}

func TestReason(t *testing.T) {
	assert.Equal(t, "permission denied", reason(&fs.PathError{Op: "open", Path: "/x", Err: errors.New("permission denied")}))
	assert.Equal(t, "other", reason(errors.New("other")))
}
