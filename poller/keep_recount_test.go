package poller

import (
	"testing"

	"github.com/stretchr/testify/require"

	"acrwatch/api"
)

// indexed is how many tasks can be found.
func indexed(x index) int {
	n := 0
	for _, home := range x {
		for _, table := range home {
			n += len(table)
		}
	}
	return n
}

// recount holds everything that is counted on the way against a count of what is kept.
func recount(t *testing.T, f fold, s *Snapshot) {
	t.Helper()
	want, over, active := Totals{}, 0, 0
	seen, polled, digestsHeld := [2]int{}, map[int]bool{}, map[digestKey]int{}
	for i, task := range s.Tasks.All() {
		slot, _ := f.index.find(task.Key)
		require.Equal(t, i, slot)
		seen[task.Target]++
		countPhase(&want, task)
		weighIn(&want, task)
		different := map[string]bool{"": true}
		for _, part := range task.Parts() {
			if !different[part.Digest] {
				different[part.Digest] = true
				digestsHeld[keyOfDigest(part.Digest)]++
			}
		}
		if polled[i] = task.Active(); task.Active() {
			active++
			continue
		}
		over++
		require.EqualValues(t, i, f.ages.list[f.records[i].age])
	}
	want.Unique = uniqueBytes(s)
	want.Rate, want.RateKnown, want.Left, want.History = s.Totals.Rate, s.Totals.RateKnown, s.Totals.Left, s.Totals.History
	require.Equal(t, want, s.Totals)
	require.Equal(t, active, s.Active)
	require.Equal(t, over, f.ages.Len())
	require.LessOrEqual(t, over, f.keep)
	require.Equal(t, s.Tasks.Len(), indexed(f.index))
	require.Equal(t, digestsHeld, f.holders.held())
	for n, home := range f.targets {
		require.Equal(t, seen[n], home.Lists[Sync].Seen)
		for slot, i := range home.polled {
			require.EqualValues(t, slot, f.records[i].slot)
			require.Equal(t, n, f.tasks[i].Target)
			delete(polled, i)
		}
	}
	for i, active := range polled {
		require.False(t, active, "%v is asked by nobody", f.tasks[i].Key)
	}
}

func countPhase(t *Totals, task *Task) {
	switch {
	case task.Gone && !task.Phase.Finished():
		t.Unknown++
	case task.Phase == api.PhaseQueued:
		t.Queued++
	case task.Phase == api.PhaseRunning:
		t.Running++
	case task.Phase == api.PhaseDone:
		t.Done++
	case task.Phase == api.PhaseFailed:
		t.Failed++
	case task.Phase == api.PhaseCanceled:
		t.Canceled++
	}
}

func lost(task *Task) bool {
	return task.Gone || task.Phase == api.PhaseFailed || task.Phase == api.PhaseCanceled
}

// weighIn adds a task of the work in hand: all that were active while they were watched.
func weighIn(t *Totals, task *Task) {
	switch f := task.Flow; {
	case !task.Watched:
	case lost(task):
		t.Moved += f.Moved
		t.Size += f.Moved
	case f.SizeKnown && task.Phase == api.PhaseDone:
		t.Moved += f.Size
		t.Size += f.Size
	case f.SizeKnown:
		t.Moved += f.Moved
		t.Size += f.Size
	default:
		t.Unsized++
	}
}

func uniqueBytes(s *Snapshot) int64 {
	most := map[string]int64{}
	for _, task := range s.Tasks.All() {
		for _, part := range task.Parts() {
			bytes := part.Flow.Size
			if lost(task) {
				bytes = part.Flow.Moved
			}
			if task.Watched {
				most[part.Digest] = max(most[part.Digest], bytes)
			}
		}
	}
	var sum int64
	for _, bytes := range most {
		sum += bytes
	}
	return sum
}

// held is how many tasks have each digest.
func (h *holders) held() map[digestKey]int {
	counts := map[digestKey]int{}
	for digest, slot := range h.slots {
		counts[digest] = h.count(slot)
	}
	return counts
}
