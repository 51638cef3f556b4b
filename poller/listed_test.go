package poller_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/poller"
)

// What a page tells of a task that is over is what the fold knows of it.
func TestAPageTellsOfATaskWhatTheFoldKnows(t *testing.T) {
	on := record(t, reels[0], 1)
	last := on.snaps[len(on.snaps)-1]
	known := map[poller.Key]*poller.Task{}
	for _, task := range last.Tasks.All() {
		known[task.Key] = task
	}
	told := 0
	for _, e := range on.events {
		if e.What != poller.Answered || e.Call.Target >= len(last.Targets) {
			continue
		}
		for _, task := range e.Listed(&last.Targets[e.Call.Target]) {
			fold := known[task.Key]
			require.NotNil(t, fold)
			if task.Active() || fold.Gone {
				continue
			}
			told++
			assert.Equal(t, fold.StatusWord(), task.StatusWord())
			assert.Equal(t, fold.Image(), task.Image())
			assert.Equal(t, fold.Began(), task.Began())
			assert.Equal(t, fold.Region, task.Region)
			if fold.Answered.IsZero() { // its own answer may contradict the page
				assert.Equal(t, fold.Odd, task.Odd)
			}
		}
	}
	assert.Greater(t, told, 100)
}
