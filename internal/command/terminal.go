package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"sync/atomic"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/term"

	"acrwatch/poller"
)

const (
	// closeWithin is how long the toolkit gets to put the terminal back after the end was decided.
	closeWithin = 2 * time.Second
	// flushWithin is how long the terminal gets to read the last of it.
	flushWithin = time.Second
	// frames per second: a key waits half a frame, and each frame costs a wake.
	frames = 60
)

// terminalFile is the terminal behind w; nil when there is none, or none that can place a cursor.
func terminalFile(w io.Writer, environ []string) *os.File {
	f, ok := w.(*os.File)
	if !ok || !term.IsTerminal(f.Fd()) || lookup(environ, "TERM") == "dumb" {
		return nil
	}
	return f
}

// size is that of the terminal behind stdout, in columns and rows; 0 when there is none, or none that knows.
func (s *system) size() (width, height int) {
	f, ok := s.out.(*os.File)
	if !ok || !term.IsTerminal(f.Fd()) {
		return 0, 0
	}
	width, height, _ = term.GetSize(f.Fd())
	return width, height
}

// screen runs the dashboard on a terminal and leaves the terminal as it was, whatever happens.
type screen struct {
	file    *os.File
	state   *term.State // before we came; nil when it is not known
	out     *output
	program *tea.Program
	leaving chan struct{} // closed when the user has asked to quit
	last    tea.Model     // as run left it; nil when the toolkit did not end
	typed   func()        // called for every key and click; set before run

	progress atomic.Bool // the terminal may show our progress on its tab
}

// newScreen makes the screen; fail learns of panics in the model, and must end the context of run.
func newScreen(file *os.File, model tea.Model, color string, environ []string, fail func(error)) *screen {
	s := &screen{file: file, out: newOutput(file), leaving: make(chan struct{}), typed: func() {}}
	s.state, _ = term.GetState(file.Fd())
	s.program = tea.NewProgram(&watched{Model: model, fail: fail},
		tea.WithOutput(s.out),
		tea.WithEnvironment(environ),
		tea.WithColorProfile(colors(color, s.out, environ)),
		tea.WithFPS(frames),
		tea.WithoutSignalHandler(), // ours knows SIGHUP and the exit codes
		tea.WithFilter(s.filter),
	)
	s.out.lost = func() { s.program.Send(tea.ClearScreen()) }
	return s
}

// filter learns of the end when it is decided, before the toolkit starts on it, and of keys.
func (s *screen) filter(_ tea.Model, msg tea.Msg) tea.Msg {
	switch msg.(type) {
	case tea.QuitMsg:
		close(s.leaving)
	case tea.KeyPressMsg, tea.MouseMsg:
		s.typed()
	}
	return msg
}

// show is how a snapshot reaches the dashboard. It waits until the loop takes it, which keeps the poller's emitter
// from running ahead, and never after the end.
func (s *screen) show(snapshot *poller.Snapshot) error {
	s.program.Send(snapshot)
	return nil
}

// run shows the dashboard until the user quits or ctx ends, and then takes seconds at most: the process must not
// outlive its end because the terminal does not read.
func (s *screen) run(ctx context.Context) error {
	ended := make(chan error, 1)
	var last tea.Model
	_, _ = s.out.Write([]byte(pushTitle)) // an error comes again with the first frame
	go func() {
		model, err := s.program.Run()
		last = model
		ended <- err
	}()
	err, over := s.wait(ctx, ended)
	if over {
		if w, ok := last.(*watched); ok {
			s.last = w.Model
		}
	}
	_, _ = s.out.Write([]byte(popTitle))
	if !over || !s.out.flush(flushWithin) {
		s.rescue()
	}
	switch {
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case errors.Is(err, tea.ErrInterrupted):
		return &interrupted{os.Interrupt}
	case err != nil:
		return fmt.Errorf("run the dashboard: %w", err)
	}
	return nil
}

// wait gives the toolkit's error, and whether the toolkit has ended at all.
func (s *screen) wait(ctx context.Context, ended <-chan error) (err error, over bool) { //nolint:revive // over says whether err counts
	select {
	case err = <-ended:
		return err, true
	case <-ctx.Done():
		// Asked to quit, the toolkit waits for its reader of keys; killed, it would close the input under it.
		go s.program.Quit()
	case <-s.leaving:
	}
	select {
	case err = <-ended:
		return err, true
	case <-time.After(closeWithin):
		return nil, false
	}
}

// leave undoes every mode that the dashboard can have set: text and background of the terminal, synchronized output,
// colours, keyboard reports, mouse, focus, paste, the alternate screen, the hidden cursor, the title.
const leave = "\x1b]110\x07\x1b]111\x07\x1b[?2026l\x1b[?2027l\x1b[m\x1b[>4m\x1b[<u\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?1004l\x1b[?2004l" +
	"\x1b[?1049l\x1b[?25h\x1b]2;\a" + popTitle

const (
	// The terminal keeps the title that its window has, and gives it back: an empty one is all that the toolkit leaves.
	pushTitle = "\x1b[22;2t"
	popTitle  = "\x1b[23;2t"
	// noProgress is only for terminals that are known to show progress: others take it for a notification.
	noProgress = "\x1b]9;4;0\a"
)

// rescue puts the terminal back when it does not read or the toolkit hangs: what it has not read is thrown away to
// make room, and nothing here waits.
func (s *screen) rescue() {
	s.out.discard()
	writeNow(leave)
	if s.progress.Load() {
		writeNow(noProgress)
	}
	if s.state != nil {
		_ = term.Restore(s.file.Fd(), s.state)
	}
}
