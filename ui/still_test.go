package ui

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"acrwatch/api"
	"acrwatch/poller"
)

// resting is a dashboard on which nothing moves, some time after the last key.
func resting() (Model, *poller.Snapshot) {
	s := fixture()
	for i, t := range s.Tasks.All() {
		over := *t
		over.Phase, over.Flow.Stalled = api.PhaseDone, false
		s.Tasks = s.Tasks.With(i, &over)
	}
	s.Active = 0
	m, _ := newFixture(160, 45)
	return feed(m, s, tickAfter(12*time.Second), later(s, 12*time.Second)), s
}

func TestAStillScreenDrawsNothing(t *testing.T) {
	m, s := resting()
	before := m.View()
	assert.Contains(t, screen(m), "<15s ago")
	for n := 13 * time.Second; n < 17*time.Second; n += time.Second {
		asked := later(s, n)
		asked.Calls += n.Seconds()
		m = feed(m, tickAfter(n), asked)
		assert.True(t, m.Same(), "after %v", n)
		assert.Equal(t, before, m.View(), "after %v", n)
	}
}

func TestAStillScreenShowsNewsAtOnce(t *testing.T) {
	m, s := resting()
	failed := later(after(s, "rst-us", fail), 13*time.Second)
	assert.NotEqual(t, screen(m), screen(feed(m, failed)))

	down := later(failing(), 13*time.Second)
	down.Tasks, down.Active = s.Tasks, 0
	assert.Contains(t, screen(feed(m, down)), "API failing")
}

func TestAKeyWakesAStillScreen(t *testing.T) {
	m, _ := resting()
	m = feed(feed(m, tickAfter(16*time.Second)), press("j")...)
	assert.False(t, m.Same())
	assert.NotContains(t, screen(m), "<15s ago")
}
