package ui

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	tea "charm.land/bubbletea/v2"

	"acrwatch/poller"
)

// held sends keys as one that is held does, without a rest after the last.
func held(m Model, keys ...string) Model {
	for _, msg := range press(keys...) {
		m.Update(msg)
	}
	return m
}

// While a key is held, the cursor goes on and what stands beside the list waits, of which the poller is told nothing either.
func TestBesideTheListNothingChangesWhileAKeyIsHeld(t *testing.T) {
	m, p := newFixture(160, 45)
	m = feed(feed(m, fixture()), press("g")...)
	m.Update(restMsg(m.glide.keys))
	m = held(m, "j")
	first := m.selected
	assert.Equal(t, m.row.task, first, "a single key is answered at once")
	m = held(m, "j")
	assert.Equal(t, m.row.task, m.selected, "so are two")
	first = m.selected
	m = held(m, "j", "j")
	assert.Equal(t, 4, m.list.cursor)
	assert.NotEqual(t, m.row.task, first)
	assert.Equal(t, []poller.Key{first, first}, []poller.Key{m.current().Key, p.open})
	assert.Contains(t, screen(m), m.current().ID)

	keys := m.glide.keys
	m = held(m, "j")
	_, cmd := m.Update(restMsg(keys))
	require.NotNil(t, cmd, "it is looked again later")
	assert.True(t, m.Same())
	assert.Equal(t, first, m.selected)
	m.Update(restMsg(m.glide.keys))
	assert.False(t, m.Same())
	assert.Equal(t, []poller.Key{m.row.task, m.row.task}, []poller.Key{m.selected, p.open})
	assert.Contains(t, screen(m), m.row.task.ID)
}

// What is kept for the keys that follow is what would be drawn: news and sizes are seen at once.
func TestWhatIsKeptWhileAKeyIsHeldIsTheTruth(t *testing.T) {
	for _, size := range [][2]int{{160, 45}, {100, 30}, {80, 24}, {60, 12}} {
		m, _ := newFixture(size[0], size[1])
		m = held(feed(m, fixture()), "g", "j", "j", "j")
		kept := 0
		for i := range 40 {
			second := time.Duration(i+1) * time.Second
			news := []tea.Msg{later(fixture(), second), tea.WindowSizeMsg{Width: size[0] + i%3, Height: size[1]}, tickMsg(m.now.Add(second)), restMsg(-1)}
			m.Update(news[i%4])
			for _, key := range press("j", "j", "k") {
				m.Update(key)
				if len(m.glide.still.rows) > 1 && (m.layout().side > 0) == (len(m.glide.still.side) > 0) {
					kept++
				}
				frame, before := m.frame(), m.glide.still
				m.glide.still = still{}
				require.Equal(t, m.frame(), frame)
				m.glide.still = before
			}
		}
		assert.Greater(t, kept, 100, "%d columns and rows", size)
	}
}

// Whatever else is done is done to the task under the cursor.
func TestAnyOtherKeyEndsTheGlide(t *testing.T) {
	for name, msg := range map[string]tea.Msg{"a key": press("tab")[0], "no key of ours": press("ü")[0], "a click": tea.MouseClickMsg{X: 1, Y: 30, Button: tea.MouseLeft}} {
		m, _ := newFixture(160, 45)
		m = held(feed(m, fixture()), "g", "j", "j", "j")
		require.NotEqual(t, m.row.task, m.selected, name)
		m.Update(msg)
		assert.Equal(t, m.row.task, m.selected, name)
	}
}

// A task that gives its slot to another while a key is held is beside the list no more.
func TestTheSelectedTaskGoesWhileAKeyIsHeld(t *testing.T) {
	m, _ := newFixture(160, 45)
	m = held(feed(m, fixture()), "g", "j", "j", "j")
	require.True(t, m.glide.held)
	s := later(fixture(), time.Second)
	other := *m.current()
	other.ID = "rst-other"
	s.Tasks = s.Tasks.With(int(m.glide.slot), &other)
	m.Update(s)
	assert.Equal(t, m.row.task, m.selected)
	assert.Equal(t, m.selected, m.current().Key)
}
