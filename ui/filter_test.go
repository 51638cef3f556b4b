package ui

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestTheFilterRemembers(t *testing.T) {
	m, _ := newFixture(100, 30)
	m = feed(feed(m, fixture()), press("/", "web", "enter", "/")...)
	m = feed(m, press("esc", "/", "status:failed", "enter", "esc", "/", "up")...)
	assert.Equal(t, "status:failed", m.input.Value())
	assert.Equal(t, 1, m.index.len(), "and filters at once")
	m = feed(m, press("up")...)
	assert.Equal(t, "web", m.input.Value())
	m = feed(m, press("up")...)
	assert.Equal(t, "web", m.input.Value(), "there is nothing before it")
	m = feed(m, press("down", "down")...)
	assert.Empty(t, m.input.Value())
	assert.Equal(t, 12, m.index.len())
}

func TestTheFilterCompletes(t *testing.T) {
	m, _ := newFixture(160, 45)
	m = feed(feed(m, fixture()), press("/", "stat", "tab")...)
	assert.Equal(t, "status:", m.input.Value())
	assert.Contains(t, screen(m), "queued  ", "the values come at once")
	m = feed(m, press("fa", "tab")...)
	assert.Equal(t, "status:failed", m.input.Value())
	assert.Equal(t, 1, m.index.len(), "and filter")
	m = feed(m, press(" to:eu", "tab")...)
	assert.Equal(t, "status:failed to:eu", m.input.Value(), "where there is nothing to offer nothing happens")
	m, _ = newFixture(160, 45)
	m = feed(feed(m, fixture()), press("/", "s", "tab", "tab")...)
	assert.Equal(t, "size", m.input.Value()[:4])
	assert.Equal(t, "status:", feed(m, keyPress("shift+tab")).input.Value())
}

func TestMatchesOfAClearedFilter(t *testing.T) {
	m, _ := newFixture(100, 30)
	m = feed(feed(m, fixture()), press("gn")...)
	assert.Equal(t, "rst-failed", selectedID(t, m), "without any filter there is nothing to go by")
	m = feed(m, press("/", "frontend", "enter", "esc", "gn")...)
	assert.Equal(t, 12, m.index.len())
	assert.Equal(t, "rst-4kfd7fk6pohk5rzd", selectedID(t, m))
	m = feed(m, press("n")...)
	assert.Equal(t, "rst-us", selectedID(t, m))
	m = feed(m, press("n")...)
	assert.Equal(t, "rst-4kfd7fk6pohk5rzd", selectedID(t, m), "and round")
	m = feed(m, press("N")...)
	assert.Equal(t, "rst-us", selectedID(t, m))
	m = feed(m, press("/", "nothing", "esc", "n")...)
	assert.Equal(t, "rst-us", selectedID(t, m))
	assert.Contains(t, screen(m), "no task matches nothing")
	m = feed(m, press("/", "web", "enter", "gn")...)
	assert.Equal(t, 1, m.list.cursor, "while the filter stands, every row matches")
}

func TestALongFilterLeavesItsCount(t *testing.T) {
	for _, mode := range []struct {
		name  string
		model Model
		count string
	}{
		{"filter", typedHome(newModel(60, 12), "/", strings.Repeat("web ", 40)), "7 of 12"},
		{"raw", typedHome(rawModel(60, 12), "/", strings.Repeat("rslt", 40)), "nothing found"},
	} {
		assert.Contains(t, screen(mode.model), mode.count, mode.name)
	}
}

// typedHome types a text and takes the cursor to its beginning.
func typedHome(m Model, keys ...string) Model {
	return feed(feed(m, press(keys...)...), keyPress("home"))
}

func newModel(width, height int) Model {
	m, _ := newFixture(width, height)
	return feed(m, fixture())
}

func rawModel(width, height int) Model {
	m, _ := openedRaw(width, height, answerJSON(2))
	return m
}
