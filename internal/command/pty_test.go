//go:build !windows

package command

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/term"
	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// session is a program on a terminal of its own.
type session struct {
	t        *testing.T
	keyboard *os.File // the terminal's side
	line     *os.File // the program's side, kept open so that its state can be read after the end
	before   *term.State
	cmd      *exec.Cmd
	errors   *bytes.Buffer
	exited   chan error
	began    time.Time

	mu     sync.Mutex
	screen *vt.Emulator
	raw    bytes.Buffer
	drawn  int // bytes of raw that the screen has
	paused bool
	resume *sync.Cond
}

type setup struct {
	width, height int
	environ       []string
	paused        bool // the terminal reads nothing until it is told to
	dumb          bool // it answers no questions
}

func start(t *testing.T, o setup, program string, args ...string) *session {
	t.Helper()
	if o.width == 0 {
		o.width, o.height = 140, 40
	}
	keyboard, line, err := pty.Open()
	require.NoError(t, err)
	require.NoError(t, pty.Setsize(keyboard, &pty.Winsize{Cols: uint16(o.width), Rows: uint16(o.height)}))
	s := &session{
		t: t, keyboard: keyboard, line: line, errors: &bytes.Buffer{}, exited: make(chan error, 1),
		screen: vt.NewEmulator(o.width, o.height), paused: o.paused,
	}
	s.resume = sync.NewCond(&s.mu)
	s.before, err = term.GetState(line.Fd())
	require.NoError(t, err)
	s.cmd = exec.Command(program, args...)
	s.cmd.Env = o.environ
	s.cmd.Stdin, s.cmd.Stdout, s.cmd.Stderr = line, line, s.errors
	s.cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	s.began = time.Now()
	require.NoError(t, s.cmd.Start())
	go func() { s.exited <- s.cmd.Wait() }()
	go s.show()
	go s.reply(!o.dumb)
	t.Cleanup(s.close)
	return s
}

func (s *session) close() {
	_ = s.cmd.Process.Kill()
	s.readsAgain()
	_ = s.line.Close()
	_ = s.keyboard.Close()
}

// show reads what the program writes, unless the terminal is paused.
func (s *session) show() {
	buffer := make([]byte, 32<<10)
	for {
		s.mu.Lock()
		for s.paused {
			s.resume.Wait()
		}
		s.mu.Unlock()
		n, err := s.keyboard.Read(buffer)
		if err != nil {
			return
		}
		s.mu.Lock()
		s.raw.Write(buffer[:n])
		s.draw()
		s.mu.Unlock()
		if bytes.Contains(buffer[:n], []byte(ansi.RequestModeSynchronizedOutput)) {
			_, _ = s.keyboard.WriteString(ansi.ReportMode(ansi.ModeSynchronizedOutput, ansi.ModeReset))
		}
	}
}

// draw puts on the screen what is there of whole frames, so that no test looks at one that is half drawn.
func (s *session) draw() {
	news := s.raw.Bytes()[s.drawn:]
	whole, begins, ends := len(news), []byte(ansi.SetModeSynchronizedOutput), []byte(ansi.ResetModeSynchronizedOutput)
	if at := bytes.LastIndexByte(news, ansi.ESC); at >= 0 && bytes.HasPrefix(begins, news[at:]) {
		whole = at
	}
	if at := bytes.LastIndex(news, begins); at > bytes.LastIndex(news, ends) {
		whole = at
	}
	_, _ = s.screen.Write(news[:whole])
	s.drawn += whole
}

// reply sends the terminal's answers to the program's questions, or throws them away.
func (s *session) reply(sends bool) {
	buffer := make([]byte, 1<<10)
	for {
		n, err := s.screen.Read(buffer)
		if err != nil {
			return
		}
		if !sends {
			continue
		}
		if _, err := s.keyboard.Write(buffer[:n]); err != nil {
			return
		}
	}
}

// readsAgain lets a terminal that was paused go on.
func (s *session) readsAgain() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.paused = false
	s.resume.Broadcast()
}

func (s *session) text() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.screen.String()
}

func (s *session) bytes() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.raw.String()
}

// sees waits until the screen matches, and gives the match.
func (s *session) sees(pattern string) string {
	s.t.Helper()
	form := regexp.MustCompile(pattern)
	found := ""
	s.until(func() bool {
		found = form.FindString(s.text())
		return found != ""
	}, "the screen never showed "+pattern)
	return found
}

func (s *session) until(condition func() bool, what string) {
	s.t.Helper()
	if !assert.Eventually(s.t, condition, soon, 20*time.Millisecond, what) {
		require.FailNow(s.t, what, "%s\n%s", s.text(), s.errors)
	}
}

func (s *session) types(keys string) {
	s.t.Helper()
	_, err := s.keyboard.WriteString(keys)
	require.NoError(s.t, err)
}

// ends waits for the end and gives the exit code and how long it took.
func (s *session) ends() (code int, took time.Duration) {
	s.t.Helper()
	from := time.Now()
	select {
	case err := <-s.exited:
		took = time.Since(from)
		var exit *exec.ExitError
		if err != nil && !errors.As(err, &exit) {
			require.NoError(s.t, err)
		}
		return s.cmd.ProcessState.ExitCode(), took
	case <-time.After(soon):
		require.FailNow(s.t, "it does not end", s.text())
	}
	return -1, 0
}

var modeForm = regexp.MustCompile(`\x1b\[\?([0-9;]+)([hl])`)

// modes are the private modes that the program has touched, as it left them.
func (s *session) modes() map[string]bool {
	last := map[string]bool{}
	for _, m := range modeForm.FindAllStringSubmatch(s.bytes(), -1) {
		for mode := range strings.SplitSeq(m[1], ";") {
			last[mode] = m[2] == "h"
		}
	}
	return last
}

const (
	alternateScreen = "1049"
	cursor          = "25"
)

// restored checks that the terminal is as it was before.
func (s *session) restored() {
	s.t.Helper()
	s.until(func() bool {
		m := s.modes()
		on, touched := m[alternateScreen]
		return touched && !on && m[cursor]
	}, "the alternate screen or the cursor stays")
	for mode, on := range s.modes() {
		if mode != cursor {
			require.False(s.t, on, "mode %s stays on", mode)
		}
	}
	s.cooked()
}

func (s *session) cooked() {
	s.t.Helper()
	after, err := term.GetState(s.line.Fd())
	require.NoError(s.t, err)
	require.Equal(s.t, s.before, after, "the line settings differ")
}
