package poller_test

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/poller"
)

// written is a checkpoint after a way through a file.
func written(t *testing.T, c poller.Checkpoint) poller.Checkpoint {
	t.Helper()
	text, err := json.Marshal(c)
	require.NoError(t, err)
	var read poller.Checkpoint
	require.NoError(t, json.Unmarshal(text, &read))
	return read
}

// A fold that is restored in the middle shows the same as one that took all events from the first on, wherever the middle
// is and however many checkpoints there were before.
func TestARestoredFoldGoesOnAsIfNothingHadBeen(t *testing.T) {
	for i, reel := range reels {
		if raced && i%3 > 0 {
			continue
		}
		t.Run(reel.name, func(t *testing.T) {
			on := record(t, reel, 3)
			random := rand.New(rand.NewPCG(uint64(len(on.events)), 3))
			f, saver := poller.NewFold(on.specs, on.keep, poller.Only{}), poller.NewSaver()
			var slots []poller.Slot
			var restorer poller.Restorer
			taken := 0
			for _, cut := range cuts(random, len(on.events)) {
				for ; taken < cut; taken++ {
					require.NoError(t, f.Take(on.events[taken]))
				}
				c := written(t, saver.Save(f.Freeze()))
				require.Equal(t, taken, c.Events)
				var err error
				slots, err = c.Onto(slots)
				require.NoError(t, err)
				restored, err := restorer.Restore(c.Head, slots)
				require.NoError(t, err)
				on.playFrom(t, restored, taken)
			}
		})
	}
}

// cuts are a few numbers of events in order, those at the beginning and at the end among them.
func cuts(random *rand.Rand, events int) []int {
	at := []int{1, 30, events}
	for range 3 {
		at = append(at, 1+random.IntN(events))
	}
	slices.Sort(at)
	return at
}

func TestAPollerIsSavedWhileItRuns(t *testing.T) {
	var saved []poller.Checkpoint
	saver := poller.NewSaver()
	on := recordWith(t, reels[0], 5, func(p *poller.Poller, s *poller.Snapshot) {
		if s.Events > 100*(len(saved)+1) {
			saved = append(saved, saver.Save(p.Freeze()))
		}
	})
	require.Greater(t, len(saved), 8)
	var slots []poller.Slot
	for i, c := range saved {
		var err error
		slots, err = c.Onto(slots)
		require.NoError(t, err)
		if i%4 == 0 {
			f, err := poller.Restore(c.Head, slots)
			require.NoError(t, err)
			on.playFrom(t, f, c.Events)
		}
	}
	assert.NotEmpty(t, saved[1].Pieces)
	assert.Less(t, len(saved[len(saved)-1].Pieces), len(saved[0].Pieces), "what did not change is not said again")
}
