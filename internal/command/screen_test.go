//go:build !windows

package command

import (
	"os"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"github.com/charmbracelet/x/term"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

func TestDemoShowsTasksThatMove(t *testing.T) {
	t.Parallel()
	s := start(t, setup{environ: bare(t)}, binary, "demo", "--speed", "5")
	s.sees(`● syncing +\S`)
	const total = `[0-9.]+ of ≥?[0-9.]+ GiB`
	first := s.sees(total)
	s.until(func() bool { return s.sees(total) != first }, "the total never moves from "+first)
	s.types("q")
	code, took := s.ends()
	assert.Zero(t, code)
	assert.Less(t, took, gone)
	s.restored()
	assert.Empty(t, s.errors.String())
}

func TestSignalsPutTheTerminalBack(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		signal syscall.Signal
		code   int
	}{
		"SIGTERM": {syscall.SIGTERM, 143},
		"SIGINT":  {syscall.SIGINT, 130},
		"SIGHUP":  {syscall.SIGHUP, 129},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := start(t, setup{environ: bare(t)}, binary, "demo")
			s.sees(`syncing`)
			require.NoError(t, s.cmd.Process.Signal(c.signal))
			code, took := s.ends()
			assert.Equal(t, c.code, code)
			assert.Less(t, took, gone)
			s.restored()
			assert.Empty(t, s.errors.String())
		})
	}
}

func TestPanicsPutTheTerminalBack(t *testing.T) {
	t.Parallel()
	for which, want := range map[string]string{
		"poller":  "acrwatch: ",
		"show":    "acrwatch: internal error: broken show\n",
		"update":  "acrwatch: internal error: broken update\n",
		"view":    "acrwatch: internal error: broken view\n",
		"command": "acrwatch: internal error: broken command\n",
		"batch":   "acrwatch: internal error: broken batch\n",
	} {
		t.Run(which, func(t *testing.T) {
			t.Parallel()
			self, err := os.Executable()
			require.NoError(t, err)
			s := start(t, setup{environ: bare(t, crashVariable+"="+which)}, self)
			s.sees(`acrwatch`)
			require.NoError(t, s.cmd.Process.Signal(syscall.SIGUSR1))
			code, _ := s.ends()
			assert.Equal(t, 1, code)
			s.restored()
			assert.Contains(t, s.errors.String(), want)
			assert.Equal(t, 1, strings.Count(s.errors.String(), "\n"), "one line, not a stack: %s", s.errors)
		})
	}
}

// stopped waits until the program's writes have been held up by the terminal for a while.
func (s *session) stopped() {
	s.t.Helper()
	held := 0
	s.until(func() bool {
		fds := []unix.PollFd{{Fd: int32(s.line.Fd()), Events: unix.POLLOUT}}
		n, err := unix.Poll(fds, 0)
		if err == nil && n == 0 {
			held++
		} else {
			held = 0
		}
		return held > 15
	}, "the terminal takes everything")
}

func TestATerminalThatDoesNotReadHoldsNobody(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		end  func(*session) error
		code int
	}{
		"SIGTERM": {func(s *session) error { return s.cmd.Process.Signal(syscall.SIGTERM) }, 143},
		"SIGHUP":  {func(s *session) error { return s.cmd.Process.Signal(syscall.SIGHUP) }, 129},
		"q":       {func(s *session) error { _, err := s.keyboard.WriteString("q"); return err }, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			// A screen so large that its first frames are more than the system keeps for a reader.
			s := start(t, setup{width: 380, height: 250, environ: bare(t), paused: true}, binary, "demo", "--scenario", "huge")
			s.stopped()
			require.NoError(t, c.end(s))
			code, took := s.ends()
			assert.Equal(t, c.code, code)
			assert.Less(t, took, gone)
			s.cooked()
			s.readsAgain()
			s.restored()
		})
	}
}

func TestATerminalThatReadsAgainIsDrawnAnew(t *testing.T) {
	t.Parallel()
	if raced {
		t.Skip("draws so large a screen for a minute")
	}
	s := start(t, setup{width: 380, height: 250, environ: bare(t), paused: true}, binary, "demo", "--scenario", "huge")
	s.stopped()
	s.types("?")
	s.readsAgain()
	s.sees(`half a page up`)
	s.types("\x1b")
	s.sees(`STATUS.* IMAGE`)
	s.types("q")
	code, _ := s.ends()
	assert.Zero(t, code)
	s.restored()
}

func TestSuspendAndResume(t *testing.T) {
	t.Parallel()
	s := start(t, setup{environ: bare(t)}, binary, "demo")
	s.sees(`syncing`)
	s.types("\x1a")
	s.restored()
	// The process leads a session without a shell, so that nobody can stop it: it waits to be continued. A signal that
	// comes before it waits is lost, so it is sent until one has arrived.
	s.until(func() bool {
		_ = s.cmd.Process.Signal(syscall.SIGCONT)
		return s.modes()[alternateScreen]
	}, "it does not come back")
	s.sees(`syncing`)
	after, err := term.GetState(s.line.Fd())
	require.NoError(t, err)
	assert.NotEqual(t, s.before, after, "keys arrive one by one again")
	s.types("\x03")
	code, _ := s.ends()
	assert.Zero(t, code)
	s.restored()
}

var styleForm = regexp.MustCompile(`\x1b\[([0-9;:]*)m`)

// colored says that a style asks for a colour, be it of 16, 256 or all.
func colored(bytes string) bool {
	for _, style := range styleForm.FindAllStringSubmatch(bytes, -1) {
		for parameter := range strings.FieldsFuncSeq(style[1], func(r rune) bool { return r == ';' || r == ':' }) {
			if len(parameter) > 1 && strings.ContainsAny(parameter[:1], "3491") {
				return true
			}
		}
	}
	return false
}

func TestColorOnTheScreen(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		environ []string
		args    []string
		colored bool
	}{
		"as the terminal is": {colored: true},
		"NO_COLOR=yes":       {environ: []string{"NO_COLOR=yes", "COLORTERM=truecolor"}},
		"--color never":      {args: []string{"--color", "never"}},
		"--color always":     {environ: []string{"NO_COLOR=1"}, args: []string{"--color", "always"}, colored: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := start(t, setup{environ: bare(t, c.environ...)}, binary, append([]string{"demo", "--theme", "dark"}, c.args...)...)
			s.sees(`syncing`)
			s.types("q")
			code, _ := s.ends()
			assert.Zero(t, code)
			assert.Equal(t, c.colored, colored(s.bytes()))
		})
	}
}
