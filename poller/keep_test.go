package poller

import (
	"fmt"
	"runtime"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/api"
)

func keeping(n int) fold {
	f := newFold()
	f.keep = n
	return f
}

// over is a row of a task that ended at that second.
func over(id string, at float64) api.SyncTask {
	row := ended(id, "SUCCESS")
	row.Modified = InstantOf(second(at))
	return row
}

// overs are rows of tasks that ended in the seconds from first to last, which may go either way.
func overs(first, last int) []api.SyncTask {
	var rows []api.SyncTask
	step := 1
	if last < first {
		step = -1
	}
	for n := first; n != last+step; n += step {
		rows = append(rows, over(fmt.Sprint("t", n), float64(n)))
	}
	return rows
}

// whole applies a reading of the whole list, page by page as the listing asks for them.
func (f fold) whole(at float64, rows ...api.SyncTask) {
	f.targets[0].lists[Sync].sweepAt = time.Time{}
	for page := 1; page != 0; page = f.targets[0].lists[Sync].next {
		f.page(at, page, rows...)
	}
}

func (f fold) page(at float64, number int, rows ...api.SyncTask) {
	page := cut(rows, number, pageSize)
	f.state.take(Event{What: Answered, Call: Call{Op: OpList, Page: number}, Asked: second(at), Body: page, At: second(at)})
}

func ids(s *Snapshot) []string {
	var all []string
	for _, t := range s.Tasks.All() {
		all = append(all, t.ID)
	}
	return all
}

func TestANewTaskTakesTheSlotOfTheOldest(t *testing.T) {
	f := keeping(3)
	f.list(10, over("b", 2), over("a", 1), running1("c"))
	before := f.snap()
	f.list(11, over("d", 3))
	after := f.snap()
	assert.Equal(t, []string{"b", "d", "c"}, ids(after))
	assert.Equal(t, []Change{{Kind: Added, Task: after.Tasks.At(1), Part: -1}}, Diff(before, after), "the one that is dropped is not told of")
	assert.Equal(t, []string{"b", "a", "c"}, ids(before))
	assert.Equal(t, 3, after.Targets[0].Lists[Sync].Seen)
	assert.Equal(t, Totals{Running: 1, Done: 2, Unsized: 1}, after.Totals)
	assert.Equal(t, 1, after.Active)
}

func TestActiveTasksAreNeverDropped(t *testing.T) {
	f := keeping(2)
	f.list(10, running1("a"), running1("b"), running1("c"), over("d", 9))
	assert.Equal(t, []string{"a", "b", "c"}, ids(f.snap()), "there is no room for what is over")
	f.list(20, ended("b", "SUCCESS"), running1("e"))
	assert.Equal(t, []string{"a", "e", "c"}, ids(f.snap()), "b is over")
}

func TestTheAgeOfATaskIsItsLastChange(t *testing.T) {
	tests := map[string]struct {
		first, second api.SyncTask
		dropped       string
	}{
		"by the service's time": {over("a", 2), over("b", 1), "b"},
		"the same: by index":    {over("a", 1), over("b", 1), "a"},
		"without a time":        {over("a", 1), ended("b", "ERROR"), "b"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			f := keeping(2)
			f.list(10, test.first, test.second, over("new", 5))
			assert.NotContains(t, ids(f.snap()), test.dropped)
			assert.Contains(t, ids(f.snap()), "new")
		})
	}
	t.Run("seen to finish after that", func(t *testing.T) {
		f := keeping(2)
		f.list(10, over("a", 2), running1("b"))
		f.list(11, over("b", 1), over("new", 5))
		assert.Equal(t, []string{"new", "b"}, ids(f.snap()))
	})
	t.Run("it was over and runs again", func(t *testing.T) {
		f := keeping(2)
		f.list(10, over("a", 1), over("b", 2), over("c", 0))
		f.list(11, running1("a"), over("new", 5))
		assert.Equal(t, []string{"a", "new"}, ids(f.snap()))
	})
}

func TestReadingAgainBringsNothingBack(t *testing.T) {
	for name, rows := range map[string][]api.SyncTask{
		"newest first": overs(320, 1), "oldest first": overs(1, 320),
		"no times": append(overs(320, 271), untimed(270)...),
	} {
		t.Run(name, func(t *testing.T) {
			f := keeping(50)
			f.whole(1000, rows...)
			first := f.snap()
			assert.Equal(t, 50, first.Tasks.Len())
			assert.Equal(t, 270, first.Targets[0].Lists[Sync].Dropped)
			for i := range 3 {
				f.page(1005+float64(i), 1, rows...)
				assert.Zero(t, f.targets[0].lists[Sync].next, "what is not kept is no news to read on for")
			}
			f.whole(1010, rows...)
			assert.Equal(t, 270, f.snap().Targets[0].Lists[Sync].Dropped, "each row counts once")
			assert.Empty(t, Diff(first, f.snap()))
			for _, task := range f.snap().Tasks.All() {
				assert.False(t, task.LastChanged().Before(second(271)), task.ID)
			}
		})
	}
}

func untimed(n int) []api.SyncTask {
	var rows []api.SyncTask
	for i := range n {
		rows = append(rows, ended(fmt.Sprint("none", i), "SUCCESS"))
	}
	return rows
}

func TestDropsBetweenReadingsAreCounted(t *testing.T) {
	f := keeping(50)
	f.whole(1000, overs(50, 1)...)
	assert.Zero(t, f.snap().Targets[0].Lists[Sync].Dropped)
	f.page(1001, 1, overs(53, 1)...)
	assert.Equal(t, 3, f.snap().Targets[0].Lists[Sync].Dropped)
	f.page(1002, 1, overs(153, 1)...)
	assert.Equal(t, 53, f.snap().Targets[0].Lists[Sync].Dropped)
	f.whole(1010, overs(153, 1)...)
	assert.Equal(t, 103, f.snap().Targets[0].Lists[Sync].Dropped)
	f.whole(1020, overs(153, 101)...)
	assert.Equal(t, 3, f.snap().Targets[0].Lists[Sync].Dropped, "the service has forgotten the others")
}

// While a list is read, tasks of it are dropped before the reading has come to their rows, and behind it.
func TestDropsDuringAReadingAreCountedOnce(t *testing.T) {
	f := keeping(150)
	f.whole(1000, overs(150, 1)...)
	f.targets[0].lists[Sync].sweepAt = time.Time{}
	rows := overs(150, 1)
	f.page(1001, 1, rows...)
	f.get(1002, over("x", 500)) // 1 is dropped: its row is still to come
	f.get(1002, over("y", 501)) // so is 2
	f.page(1003, 2, rows...)
	assert.Equal(t, 2, f.snap().Targets[0].Lists[Sync].Dropped)

	rows = overs(1, 150)
	f.targets[0].lists[Sync].sweepAt = time.Time{}
	f.page(1011, 1, rows...)
	f.get(1012, over("z", 502)) // 3 is dropped: the reading has been past its row
	f.page(1013, 2, rows...)
	assert.Equal(t, 3, f.snap().Targets[0].Lists[Sync].Dropped)
}

func TestAGetBringsBackWhatAListDoesNot(t *testing.T) {
	f := keeping(2)
	f.list(10, over("a", 1), over("b", 2), over("c", 3))
	f.get(11, over("a", 1))
	assert.Equal(t, []string{"c", "a"}, ids(f.snap()), "somebody asked for it")
}

func TestAnAnswerAboutADroppedTaskIsNoNews(t *testing.T) {
	f := keeping(2)
	f.list(10, over("a", 1), over("b", 2), over("c", 3))
	before := f.snap()
	lost := Event{What: Answered, Call: Call{Op: OpGet, ID: "a"}, Asked: second(11), At: second(11), Err: &api.Error{Class: api.ClassNotFound}}
	f.state.take(lost)
	lost.Call = Call{Op: OpTags, Kind: Subscription, ID: "a", Page: 1}
	lost.Err, lost.Body = nil, api.Page[api.TagResult]{}
	lost.At = second(12)
	f.state.take(lost)
	assert.Empty(t, Diff(before, f.snap()))
}

func TestAPollerKeepsWhatItWasTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &fake{syncs: many(300, time.Now().Add(-time.Hour))}
		for _, task := range f.syncs[10:] {
			task.size = mib
		}
		w := run(t, Options{Keep: 50, Budget: 50}, Spec{Instance: "cri-1", API: f})
		time.Sleep(time.Minute)
		assert.Equal(t, 50, w.last().Tasks.Len())
		assert.Equal(t, 10, w.last().Active)
		assert.Equal(t, List{Seen: 50, Dropped: 250, Total: api.Some[int64](300), Complete: true, LastOK: w.last().Targets[0].Lists[Sync].LastOK},
			w.last().Targets[0].Lists[Sync])
		f.add(&fakeSync{id: "new", start: time.Now(), size: 20 * mib, rate: mib})
		time.Sleep(time.Minute)
		assert.Equal(t, 50, w.last().Tasks.Len())
		require.NotNil(t, find(w.last(), "new"))
		assert.Equal(t, api.PhaseDone, find(w.last(), "new").Phase)
		assert.Equal(t, 251, w.last().Targets[0].Lists[Sync].Dropped)
	})
}

func TestMemoryStaysLevel(t *testing.T) {
	f := keeping(1000)
	f.get(0, running1("eternal", layer("l", "d", "SYNCHRONIZING", 1, 10)))
	level := func(from, to int) int {
		for i := from; i < to; i++ {
			id := fmt.Sprint("t", i)
			f.get(float64(i), running1(id, layer("l"+id, "d"+id, "SYNCHRONIZING", 1, 10)))
			f.get(float64(i), ended(id, "SUCCESS", layer("l"+id, "d"+id, "SUCCESS", 10, 10)))
			if i%100 == 0 {
				f.snap()
			}
		}
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return int(m.HeapAlloc)
	}
	first := level(0, 3000)
	assert.Less(t, level(3000, 13_000), first+1<<20, "bytes")
	assert.Equal(t, 1000, f.snap().Tasks.Len())
	assert.Len(t, f.records, 1000)
	assert.Equal(t, 1000, indexed(f.index))
	assert.Len(t, f.holders.slots, 1000)
	assert.Equal(t, 1000, len(f.sums.blobs.plain)+len(f.sums.blobs.other))
	assert.Equal(t, 999, f.ages.Len())
	require.NotZero(t, f.snap().Totals.Running)
}
