//go:build !windows

package command

import (
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/internal/config"
	"acrwatch/internal/notify"
	"acrwatch/ui"
)

func TestAttentionOfTheSettings(t *testing.T) {
	ghostty := map[string]string{"TERM_PROGRAM": "ghostty"}
	for name, c := range map[string]struct {
		settings config.Notify
		env      map[string]string
		want     ui.Attention
	}{
		"the default": {
			config.Default().Notify, nil,
			ui.Attention{Level: notify.All, Bell: true, Idle: 5 * time.Minute},
		},
		"what the terminal takes": {
			config.Notify{Level: "failures", Desktop: "auto", Progress: "auto"},
			ghostty,
			ui.Attention{Level: notify.Failures, Terminal: notify.Terminal{Desktop: notify.OSC777, Progress: true}},
		},
		"switched off": {
			config.Notify{Level: "off", Desktop: "off", Progress: "off"},
			ghostty,
			ui.Attention{},
		},
		"as the user knows it": {
			config.Notify{Level: "off", Desktop: "osc99", Progress: "on", Quiet: config.Hours{From: time.Hour, To: 2 * time.Hour}},
			nil,
			ui.Attention{
				Terminal: notify.Terminal{Desktop: notify.OSC99, Progress: true},
				Quiet:    notify.Hours{From: time.Hour, To: 2 * time.Hour},
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, c.want, attention(c.settings, func(name string) string { return c.env[name] }))
		})
	}
}

// focusLost is what a terminal sends when it loses the focus.
const focusLost = "\x1b[O"

func TestFailuresReachWhoeverLooksElsewhere(t *testing.T) {
	t.Parallel()
	s := start(t, setup{environ: bare(t, "TERM_PROGRAM=ghostty")}, binary, "demo", "--speed", "10")
	s.sees(`● syncing +\S`)
	assert.NotContains(t, s.bytes(), "\x1b]777;notify")
	s.types(focusLost)
	s.until(func() bool { return strings.Contains(s.bytes(), "\a\x1b]777;notify;acrwatch;") }, "no notification")
	s.until(func() bool { return strings.Contains(s.bytes(), "\x1b]9;4;") }, "no progress")
	s.until(func() bool { return strings.Contains(s.bytes(), "\x1b]2;acrwatch ") }, "no title")
	s.types("q")
	code, _ := s.ends()
	assert.Zero(t, code)
	s.restored()
}

func TestProgressAndTitleAreTakenBack(t *testing.T) {
	t.Parallel()
	s := start(t, setup{environ: bare(t, "TERM_PROGRAM=ghostty")}, binary, "demo", "--speed", "10")
	s.until(func() bool { return strings.Contains(s.bytes(), "\x1b]9;4;") }, "no progress")
	require.NoError(t, s.cmd.Process.Signal(syscall.SIGTERM))
	code, _ := s.ends()
	assert.Equal(t, 143, code)
	s.restored()
	assert.Equal(t, 1, strings.Count(s.bytes(), pushTitle))
	s.lastly("\x1b]9;4;", "0")
	s.lastly("\x1b]2;", "\a")
	assert.Contains(t, s.bytes()[strings.LastIndex(s.bytes(), "\x1b]2;\a"):], popTitle, "the window has its own title again")
}

func TestProgressAndTitleAreTakenBackByForce(t *testing.T) {
	t.Parallel()
	s := start(t, setup{width: 380, height: 250, environ: bare(t, "TERM_PROGRAM=ghostty"), paused: true}, binary, "demo", "--scenario", "huge")
	s.stopped()
	require.NoError(t, s.cmd.Process.Signal(syscall.SIGTERM))
	code, _ := s.ends()
	assert.Equal(t, 143, code)
	s.readsAgain()
	s.restored()
	assert.Contains(t, s.bytes(), "\x1b]2;\a"+popTitle+noProgress)
}

// lastly checks what follows the last time that the program wrote a sequence.
func (s *session) lastly(sequence, then string) {
	s.t.Helper()
	at := strings.LastIndex(s.bytes(), sequence)
	require.GreaterOrEqual(s.t, at, 0, "%q", sequence)
	rest := s.bytes()[at+len(sequence):]
	assert.True(s.t, strings.HasPrefix(rest, then), "%q then %q", sequence, rest[:min(len(rest), 40)])
}
