package ui

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/poller"
)

// cellOf is where a text stands on the screen.
func cellOf(t *testing.T, m Model, text string) (x, y int) {
	t.Helper()
	for y, line := range strings.Split(screen(m), "\n") {
		if before, _, found := strings.Cut(line, text); found {
			return ansi.StringWidth(before), y
		}
	}
	require.Fail(t, "not on the screen", text)
	return 0, 0
}

func click(t *testing.T, m Model, text string) Model {
	t.Helper()
	x, y := cellOf(t, m, text)
	return feed(m, tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseLeft}, tea.MouseReleaseMsg{X: x, Y: y, Button: tea.MouseLeft})
}

func wheelOverList(t *testing.T, m Model, button tea.MouseButton) Model {
	t.Helper()
	x, y := cellOf(t, m, "STATUS")
	return feed(m, tea.MouseWheelMsg{X: x, Y: y, Button: button})
}

var mouseSizes = [][2]int{{160, 45}, {100, 30}, {80, 24}, {60, 12}}

func TestAClickSelects(t *testing.T) {
	for _, size := range mouseSizes {
		m, _ := newFixture(size[0], size[1])
		m = click(t, feed(m, fixture()), "web/search")
		assert.Equal(t, "rst-stalled", selectedID(t, m), size)
		assert.Equal(t, listPane, m.focus)
		m = click(t, m, "web/search")
		assert.Equal(t, size[0] < wideColumns, m.opened, "a second click goes in where there is room for one thing alone: %v", size)
	}
}

func TestAClickOnALayerGoesThere(t *testing.T) {
	m, _ := newFixture(160, 45)
	m = click(t, feed(m, fixture()), "9c1b2d0e77aa")
	assert.Equal(t, partsPane, m.focus)
	text := screen(feed(m, press("enter")...))
	assert.Contains(t, text, "sha256:9c1b2d0e77aa", "its whole digest is shown")
}

func TestAClickHitsTheLayerUnderItWhereverItIsScrolled(t *testing.T) {
	for _, size := range [][2]int{{160, 24}, {100, 30}, {80, 24}, {80, 16}} {
		m, _ := newFixture(size[0], size[1])
		m = feed(feed(m, fixture()), press("gjj", "tab")...)
		for m.focus != partsPane {
			m = feed(m, press("tab")...)
		}
		m = feed(m, press("G")...)
		for range 4 {
			lines := strings.Split(screen(m), "\n")
			order := m.layers.layers
			before := shortDigest(m.current().Parts()[order[m.parts.cursor-1]].Digest)
			y := slices.IndexFunc(lines, func(l string) bool { return strings.Contains(l, before) && strings.Contains(l, "%") })
			if y < 0 {
				break // scrolled out of sight
			}
			m = click(t, m, before)
			assert.Equal(t, before, shortDigest(m.current().Parts()[order[m.parts.cursor]].Digest), size)
		}
	}
}

func TestAClickOnNothingDoesNothing(t *testing.T) {
	m, _ := newFixture(100, 30)
	m = feed(m, fixture())
	id := selectedID(t, m)
	for _, at := range [][2]int{{0, 0}, {50, 1}, {3, 29}, {-1, -1}, {500, 500}} {
		m = feed(m, tea.MouseClickMsg{X: at[0], Y: at[1], Button: tea.MouseLeft})
		m = feed(m, tea.MouseWheelMsg{X: at[0], Y: at[1], Button: tea.MouseWheelDown})
	}
	assert.Equal(t, id, selectedID(t, m))
	m = feed(m, tea.MouseClickMsg{X: 5, Y: 4, Button: tea.MouseRight})
	assert.Equal(t, id, selectedID(t, m), "the other buttons are the terminal's")
	empty, _ := newFixture(100, 30)
	feed(feed(empty, noTasks()), tea.MouseClickMsg{X: 5, Y: 4, Button: tea.MouseLeft}, tea.MouseClickMsg{X: 5, Y: 20, Button: tea.MouseLeft})
}

func TestTheWheelScrollsThePaneUnderIt(t *testing.T) {
	m, _ := newFixture(80, 16)
	m = feed(feed(m, fixture()), press("gjjjjj")...)
	offset := m.list.offset
	m = wheelOverList(t, m, tea.MouseWheelDown)
	assert.Equal(t, offset+wheelRows, m.list.offset)
	m = wheelOverList(t, m, tea.MouseWheelUp)
	m = wheelOverList(t, m, tea.MouseWheelUp)
	assert.Zero(t, m.list.offset)

	m, _ = newFixture(80, 16)
	m = feed(m, fixture())
	id, parts := selectedID(t, m), m.parts.offset
	x, y := cellOf(t, m, "─── web/")
	m = feed(m, tea.MouseWheelMsg{X: x, Y: y + 3, Button: tea.MouseWheelDown})
	assert.Equal(t, parts+wheelRows, m.parts.offset)
	assert.Equal(t, id, selectedID(t, m))
	assert.Equal(t, listPane, m.focus, "the focus stays")

	m, _ = newFixture(60, 12)
	m = feed(feed(m, fixture()), press("?")...)
	m = feed(m, tea.MouseWheelMsg{X: 3, Y: 5, Button: tea.MouseWheelDown})
	assert.Equal(t, wheelRows, m.help.offset)
}

func TestTheDividerCanBeDragged(t *testing.T) {
	m, _ := newFixture(160, 45)
	m = feed(m, fixture())
	x, y := cellOf(t, m, "│")
	drag := func(m Model, toX, toY int) Model {
		return feed(m, tea.MouseClickMsg{X: x, Y: y + 2, Button: tea.MouseLeft}, tea.MouseMotionMsg{X: toX, Y: toY, Button: tea.MouseLeft},
			tea.MouseReleaseMsg{X: toX, Y: toY, Button: tea.MouseLeft})
	}
	for to, want := range map[int]int{70: 70, 101: 101, 3: paneColumns, 159: 160 - paneColumns - 1} {
		moved := drag(m, to, y+3)
		assert.Equal(t, want, moved.layout().list)
		requireFits(t, "dragged", moved)
		moved = feed(moved, tea.MouseMotionMsg{X: 90, Y: y, Button: tea.MouseLeft})
		assert.Equal(t, want, moved.layout().list, "it was let go")
	}
	half := feed(drag(m, 80, y), tea.WindowSizeMsg{Width: 200, Height: 45})
	assert.Equal(t, 100, half.layout().list, "it is a share of the width")

	m, _ = newFixture(80, 24)
	m = feed(m, fixture())
	x, y = cellOf(t, m, "─── web/")
	y -= 2 // drag presses two rows below
	moved := drag(m, x, y+5)
	_, at := cellOf(t, moved, "─── web/")
	assert.Equal(t, y+5, at)
}

func TestNoMouse(t *testing.T) {
	m, _ := newFixture(100, 30, func(o *Options) { o.NoMouse = true })
	assert.Equal(t, tea.MouseModeNone, m.View().MouseMode)
}

// A click on a head sorts by its column, and a second one the other way round.
func TestAClickOnAHeadSorts(t *testing.T) {
	m, _ := newFixture(160, 45)
	m = feed(m, fixture())
	for head, column := range map[string]string{"STATUS": "status", "IMAGE": "image", "PROGRESS": "progress", "RATE": "rate", "LEFT": "left"} {
		x, y := cellOf(t, m, head)
		click := tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseLeft}
		once := feed(m, click)
		twice := feed(once, click)
		assert.Equal(t, column, once.sort().column)
		assert.Equal(t, column, twice.sort().column)
		assert.NotEqual(t, once.sort().backward, twice.sort().backward)
	}
}

func TestTheWheelKeepsTheTaskWhileItIsInSight(t *testing.T) {
	m, _ := newFixture(100, 12)
	m = feed(feed(m, fixture()), press("gjjj")...)
	id := selectedID(t, m)
	m = wheelOverList(t, m, tea.MouseWheelDown)
	assert.Equal(t, id, selectedID(t, m))
	m = wheelOverList(t, m, tea.MouseWheelDown)
	assert.NotEqual(t, id, selectedID(t, m))
}

func wheel(m Model, x, y int, button tea.MouseButton) Model {
	return feed(m, tea.MouseWheelMsg{X: x, Y: y, Button: button})
}

func TestTheWheelScrollsARawAnswerAndLeavesTheListUnderIt(t *testing.T) {
	m, _ := openedRaw(100, 24, answerJSON(50))
	id := selectedID(t, m)
	m = wheel(m, 10, 10, tea.MouseWheelDown)
	assert.Equal(t, wheelRows, m.raw.offset)
	m = wheel(m, 10, 10, tea.MouseWheelUp)
	assert.Zero(t, m.raw.offset)
	m = feed(m, tea.MouseClickMsg{X: 5, Y: 6, Button: tea.MouseLeft})
	assert.Equal(t, id, selectedID(t, m), "a click goes to nothing that is not on screen")
	assert.True(t, m.raw.open)
}

func TestTheMouseFindsThePaneThatFillsTheScreen(t *testing.T) {
	m, _ := newFixture(160, 20)
	m = feed(feed(m, fixture()), press("gjj", "enter", "f")...)
	require.NotContains(t, screen(m), "IMAGE")
	id := selectedID(t, m)
	m = wheel(m, 20, 10, tea.MouseWheelDown)
	assert.Equal(t, id, selectedID(t, m), "the list is not on screen")
	m = click(t, m, "9c1b2d0e77aa")
	assert.Contains(t, layerUnderCursor(m), "sha256:9c1b2d0e77aa")
	assert.Equal(t, id, selectedID(t, m))
}

func TestASecondClickOpensWhereNothingStandsBesideTheList(t *testing.T) {
	m, _ := newFixture(160, 45)
	m = feed(feed(m, fixture()), press("2")...)
	rows := m.batches.len()
	m = click(t, m, "web/frontend")
	require.Equal(t, rows, m.batches.len())
	m = click(t, m, "web/frontend")
	assert.Equal(t, rows+2, m.batches.len())
}

// manyManifests is the fixture with each layer of the open task in a manifest of its own.
func manyManifests() *poller.Snapshot {
	return after(fixture(), openID, func(t *poller.Task) {
		t.SetParts(slices.Clone(t.Parts()))
		for i := range t.Parts() {
			t.Parts()[i].ArtifactDigest = fmt.Sprintf("sha256:%064x", i)
		}
	})
}

func TestTheWheelReachesBothEndsOfTheLayers(t *testing.T) {
	for _, keys := range []string{"", "enter"} { // with the card of a layer too
		for name, s := range map[string]*poller.Snapshot{"one manifest": fixture(), "many": manyManifests()} {
			m, _ := newFixture(160, 30)
			m = feed(feed(m, s), press("gjj", "enter")...)
			if keys != "" {
				m = feed(m, press(keys)...)
			}
			x, y := cellOf(t, m, "LAYERS")
			order := m.layers.layers
			first, last := shortDigest(m.current().Parts()[order[0]].Digest), shortDigest(m.current().Parts()[order[len(order)-1]].Digest)
			for range 2 * len(m.layers.rows) {
				m = wheel(m, x, y+2, tea.MouseWheelDown)
			}
			assert.Contains(t, tableOf(m), last, name+keys)
			for range 2 * len(m.layers.rows) {
				m = wheel(m, x, y+2, tea.MouseWheelUp)
			}
			assert.Contains(t, tableOf(m), first, name+keys)
		}
	}
}

// tableOf is the rows of the layers on screen, which have a percentage or none.
func tableOf(m Model) string {
	var rows []string
	for _, line := range cutSide(screen(m)) {
		if strings.Contains(line, "%") || strings.Contains(line, "┄") {
			rows = append(rows, line)
		}
	}
	return strings.Join(rows, "\n")
}

func TestAClickWhileAMenuIsOpenIsForTheMenu(t *testing.T) {
	m, h := hosted(160, 45)
	m = onFrontend(m)
	id := selectedID(t, m)
	m = click(t, use(m, press("Y")...), "pay/ledger")
	assert.Equal(t, browse, m.mode, "a click beside the menu closes it")
	assert.Equal(t, id, selectedID(t, m))
	assert.Empty(t, h.copied)
	m = click(t, use(m, press("s", "g", "jj")...), "pay/ledger")
	id = selectedID(t, m)
	m = use(m, ctrl('s'))
	require.Equal(t, exporting, m.mode)
	m = click(t, m, "web/search")
	assert.Equal(t, exporting, m.mode, "what is typed is not lost")
	assert.Equal(t, id, selectedID(t, m))
}

func TestAClickSelectsWhatHappened(t *testing.T) {
	m, _ := newFixture(100, 30)
	s := fixture()
	next := after(s, "rst-us", fail)
	m = feed(feed(m, s, next, after(next, "rst-zh", fail)), press("e")...)
	require.Equal(t, recalling, m.mode)
	m = click(t, m, "web/frontend")
	assert.Equal(t, 1, m.away.recall.window.cursor)
	m = click(t, m, "web/frontend")
	assert.Equal(t, browse, m.mode, "a second click goes to the task")
	assert.Equal(t, "rst-us", selectedID(t, m))
}
