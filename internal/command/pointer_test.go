//go:build !windows

package command

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The buttons of a mouse as a terminal reports them.
const (
	left, drag, wheelUp, wheelDown = 0, 32, 64, 65
)

func (s *session) pointer(button, x, y int, end byte) {
	s.t.Helper()
	s.types(fmt.Sprintf("\x1b[<%d;%d;%d%c", button, x+1, y+1, end))
}

// cell is where a text stands on the screen.
func (s *session) cell(text string) (x, y int) {
	s.t.Helper()
	s.shows(text)
	for y, line := range strings.Split(s.text(), "\n") {
		if before, _, found := strings.Cut(line, text); found {
			return ansi.StringWidth(before), y
		}
	}
	require.Fail(s.t, "not on the screen", text)
	return 0, 0
}

// clicks presses and releases the left button on the first cell of a text.
func (s *session) clicks(text string) {
	s.t.Helper()
	x, y := s.cell(text)
	s.pointer(left, x, y, 'M')
	s.pointer(left, x, y, 'm')
}

func TestTheMouseOnATerminal(t *testing.T) {
	t.Parallel()
	p := dashboardOn(t)
	rows, _ := p.tasks()
	_, top := p.cell("STATUS ▾")

	p.pointer(left, 20, top+3, 'M')
	p.pointer(left, 20, top+3, 'm')
	p.cursorOn(2)

	p.pointer(wheelDown, 20, top+1, 'M')
	p.until(func() bool { now, _ := p.tasks(); return named(now[0]) == named(rows[3]) }, "the wheel does not scroll the list")
	p.pointer(wheelUp, 20, top+1, 'M')
	p.until(func() bool { now, _ := p.tasks(); return named(now[1]) == named(rows[1]) }, "the wheel does not scroll back")
	p.home()

	p.clicks("IMAGE")
	p.shows("IMAGE ▾")
	p.clicks("IMAGE")
	p.shows("IMAGE ▴")
	p.home()
	images := p.images()[:10]
	slices.Reverse(images)
	assert.True(t, slices.IsSorted(images), images)
	p.attentionFirst()
	p.home()

	x, y := p.cell("│")
	p.pointer(left, x, y, 'M')
	p.pointer(drag, x-20, y, 'M')
	p.until(func() bool { at, _ := p.cell("│"); return at == x-20 }, "the divider does not go along")
	p.pointer(left, x-20, y, 'm')
	p.pointer(drag, x+5, y, 'M')
	p.pointer(left, 20, top+2, 'M')
	p.cursorOn(1)
	at, _ := p.cell("│")
	assert.Equal(t, x-20, at, "a divider that was let go stays")

	p.types("m")
	p.until(func() bool { return !p.modes()[mouseModes[0]] }, "the mouse stays")
	p.types("q")
	p.quits()
}

var layerForm = regexp.MustCompile(`[●○✓✗] ([0-9a-f]{12}) [━┄╸─]`)

func TestTheWheelScrollsTheLayersUnderIt(t *testing.T) {
	t.Parallel()
	p := dashboardOn(t)
	p.toLayers()
	p.until(func() bool { return len(layerForm.FindAllString(p.text(), -1)) > 6 }, "the task has no layers")
	_, row := p.tasks()
	layers := layerForm.FindAllStringSubmatch(p.text(), -1)
	p.clicks(layers[2][1])
	p.sees(`│▌[●○✓✗] ` + layers[2][1])
	require.NoError(t, p.resize(160, 24)) // too low for all of them
	p.shows("esc back")                   // the emulator cuts the screen before the program draws it anew, footer and all
	p.shows(layers[0][1])
	x, y := p.cell("LAYERS")
	p.pointer(wheelDown, x, y+2, 'M')
	p.hides(layers[0][1])
	_, now := p.tasks()
	assert.Equal(t, row, now, "the list does not move")
	p.types("q")
	p.shows("│")
	p.types("q")
	p.quits()
}
