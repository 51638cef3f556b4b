package poller_test

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/api"
	"acrwatch/poller"
)

// twins compares what two folds show, each pair of tasks once.
type twins struct{ known map[*poller.Task]*poller.Task }

func (w *twins) equal(t *testing.T, want, got *poller.Snapshot) {
	t.Helper()
	require.Equal(t, want.Tasks.Len(), got.Tasks.Len())
	for i, task := range want.Tasks.All() {
		other := got.Tasks.At(i)
		if w.known[task] == other {
			continue
		}
		if !reflect.DeepEqual(task, other) {
			require.Equal(t, task, other, "task %d at %v", i, want.At)
		}
		w.known[task] = other
	}
	a, b := *want, *got
	a.Tasks, b.Tasks = poller.Tasks{}, poller.Tasks{}
	if !reflect.DeepEqual(a, b) {
		require.Equal(t, a, b, "at %v", want.At)
	}
}

// playFrom has a fold that has taken the first events of a tape take the rest, and compares what it shows at each instant
// at which the poller showed something.
func (on *tape) playFrom(t *testing.T, f *poller.Fold, taken int) {
	t.Helper()
	w := twins{map[*poller.Task]*poller.Task{}}
	for _, want := range on.snaps {
		if want.Events < taken {
			continue
		}
		for ; taken < want.Events; taken++ {
			require.NoError(t, f.Take(on.events[taken]))
		}
		w.equal(t, want, f.Snapshot(want.At))
	}
}

func TestAFoldShowsWhatThePollerShowed(t *testing.T) {
	happened := map[poller.What]int{}
	for _, reel := range reels {
		for seed := range int64(2) {
			if raced && seed > 0 {
				continue
			}
			t.Run(fmt.Sprint(reel.name, " ", seed+1), func(t *testing.T) {
				on := record(t, reel, seed+1)
				require.NotEmpty(t, on.snaps)
				for _, e := range on.events {
					happened[e.What]++
				}
				on.playFrom(t, poller.NewFold(on.specs, on.keep, poller.Only{}), 0)
			})
		}
	}
	for _, what := range []poller.What{poller.Sent, poller.Answered, poller.Ticked, poller.Woke, poller.Paused, poller.Unpaused} {
		assert.NotZero(t, happened[what], "event %d", what)
	}
}

func TestEventsCanBeWrittenDown(t *testing.T) {
	on := record(t, reels[4], 1)
	before := time.Time{}
	for _, e := range on.events {
		assert.False(t, e.At.Before(before))
		before = e.At
		for _, at := range []time.Time{e.At, e.Asked, e.Keys.Refreshed, e.Keys.FailingSince, e.Keys.Expiry} {
			if !at.IsZero() {
				require.Equal(t, time.Unix(0, at.UnixNano()).UTC(), at)
			}
		}
		if e.Err != nil {
			require.NoError(t, e.Err.Err)
		}
	}
}

func TestAFoldRefusesWhatNoPollerCanHaveMade(t *testing.T) {
	page := api.Page[api.SyncTask]{}
	for want, e := range map[string]poller.Event{
		"unknown event 9":                      {What: 9},
		"unknown operation 0":                  {What: poller.Sent},
		"unknown operation 77":                 {What: poller.Sent, Call: poller.Call{Op: 77}},
		"a get for target 1 of 1":              {What: poller.Sent, Call: poller.Call{Op: poller.OpGet, Target: 1}},
		"a get for target -1 of 1":             {What: poller.Sent, Call: poller.Call{Op: poller.OpGet, Target: -1}},
		"a get of unknown kind 2":              {What: poller.Sent, Call: poller.Call{Op: poller.OpGet, Kind: 2}},
		"tags of a task that has none":         {What: poller.Sent, Call: poller.Call{Op: poller.OpTags, Page: 1}},
		"a list of page 0":                     {What: poller.Sent, Call: poller.Call{Op: poller.OpList}},
		"a rules of page 3000000":              {What: poller.Sent, Call: poller.Call{Op: poller.OpRules, Page: 3_000_000}},
		"a get that answers with <nil>":        {What: poller.Answered, Call: poller.Call{Op: poller.OpGet}},
		"a get that answers with api.SyncTask": {What: poller.Answered, Call: poller.Call{Op: poller.OpGet, Kind: 1}, Body: api.SyncTask{}},
		"a tags that answers with api.Page[acrwatch/api.SyncTask]": {
			What: poller.Answered, Call: poller.Call{Op: poller.OpTags, Kind: poller.Subscription, Page: 1}, Body: page,
		},
	} {
		f := poller.NewFold([]poller.Spec{{Instance: "cri-1"}}, 0, poller.Only{})
		assert.EqualError(t, f.Take(e), want)
		assert.Zero(t, f.Snapshot(time.Now()).Events)
	}
}
