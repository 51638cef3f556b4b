package past

import (
	"fmt"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/api"
	"acrwatch/poller"
)

var noon = time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)

func second(n float64) time.Time { return noon.Add(time.Duration(n * float64(time.Second))) }

// task is a sync task in a phase, of a batch.
func task(id, batch string, phase api.Phase) *poller.Task {
	return &poller.Task{Key: poller.Key{ID: id}, Phase: phase, Sync: &api.SyncTask{ID: id, BatchID: batch}}
}

func snapshot(at float64, tasks ...*poller.Task) *poller.Snapshot {
	return &poller.Snapshot{At: second(at), Tasks: poller.TasksOf(tasks...)}
}

func TestWhatWasShownAtAnInstant(t *testing.T) {
	p := New(Options{})
	assert.Nil(t, p.At(noon))
	assert.Nil(t, p.Before(noon))
	_, known := p.First()
	assert.False(t, known)
	for i := range 21 {
		p.Add(snapshot(float64(i) / 2))
	}
	at := func(s *poller.Snapshot) float64 {
		require.NotNil(t, s)
		return s.At.Sub(noon).Seconds()
	}
	assert.Len(t, p.kept, 6, "one in two seconds")
	assert.InDelta(t, 4, at(p.At(second(5.9))), 0)
	assert.InDelta(t, 6, at(p.At(second(6))), 0)
	assert.InDelta(t, 0, at(p.At(second(-1))), 0, "before all, the first")
	assert.InDelta(t, 10, at(p.At(second(1e6))), 0)
	assert.InDelta(t, 4, at(p.Before(second(6))), 0)
	assert.InDelta(t, 8, at(p.After(second(6))), 0)
	assert.Nil(t, p.Before(noon))
	assert.Nil(t, p.After(second(10)))
}

func TestHoursAreKeptMoreAndMoreThinly(t *testing.T) {
	p := New(Options{})
	const hours = 8 * 3600
	for i := range hours {
		p.Add(snapshot(float64(i)))
	}
	now := second(hours - 1)
	first, _ := p.First()
	assert.WithinDuration(t, now.Add(-6*time.Hour), first, 10*time.Minute)
	assert.LessOrEqual(t, len(p.kept), 500)
	for _, test := range []struct{ ago, gap time.Duration }{
		{time.Minute, 5 * time.Second},
		{20 * time.Minute, time.Minute},
		{time.Hour, 3 * time.Minute},
		{5 * time.Hour, 15 * time.Minute},
	} {
		at := now.Add(-test.ago)
		assert.WithinDuration(t, at, p.At(at).At, test.gap, "%v ago", test.ago)
	}
}

func TestFailuresStallsAndEndsOfBatchesAreMarked(t *testing.T) {
	p := New(Options{})
	stalled := task("c", "", api.PhaseRunning)
	stalled.Flow.Stalled = true
	a, b, c := task("a", "push", api.PhaseRunning), task("b", "push", api.PhaseQueued), task("c", "", api.PhaseRunning)
	p.Add(snapshot(0, task("old", "", api.PhaseFailed), a, b, c))
	p.Add(snapshot(0.5, task("old", "", api.PhaseFailed), a, b, stalled))
	p.Add(snapshot(1, task("old", "", api.PhaseFailed), task("a", "push", api.PhaseFailed), b, stalled))
	p.Add(snapshot(1.5, task("new", "", api.PhaseFailed), task("a", "push", api.PhaseFailed), task("b", "push", api.PhaseDone), stalled))
	assert.Equal(t, Marks{
		{second(0.5), Stalled, poller.Key{ID: "c"}},
		{second(1), Failed, poller.Key{ID: "a"}},
		{second(1.5), BatchEnded, poller.Key{ID: "b"}},
	}, p.marks, "what had failed before, and what is new in its slot, did not happen")
	assert.Len(t, p.kept, 4, "snapshots in which something happened are kept")

	m, found := p.Marks().Before(second(1.5))
	assert.True(t, found)
	assert.Equal(t, Failed, m.Kind)
	m, found = p.Marks().After(second(1))
	assert.True(t, found)
	assert.Equal(t, BatchEnded, m.Kind)
	_, found = p.Marks().Before(second(0.5))
	assert.False(t, found)
	_, found = p.Marks().After(second(1.5))
	assert.False(t, found)
}

// The next of several recordings begins without the tasks of the one before; those that were active there keep no batch open.
func TestABatchEndsInAnotherRecording(t *testing.T) {
	w := &Watch{}
	for i, tasks := range [][]*poller.Task{
		{task("a", "push", api.PhaseRunning), task("b", "push", api.PhaseRunning)},
		nil,
		{task("a", "push", api.PhaseRunning)},
	} {
		assert.Empty(t, w.Look(snapshot(float64(i), tasks...)))
	}
	marks := w.Look(snapshot(3, task("a", "push", api.PhaseDone)))
	require.Len(t, marks, 1)
	assert.Equal(t, BatchEnded, marks[0].Kind)
}

func TestAMarkOutlastsWhatIsAroundIt(t *testing.T) {
	p := New(Options{Most: 50})
	running, failed := task("a", "", api.PhaseRunning), task("a", "", api.PhaseFailed)
	for i := range 3600 {
		now := running
		if i > 1001 {
			now = failed
		}
		p.Add(snapshot(float64(i), now))
	}
	assert.Equal(t, second(1002), p.At(second(1002)).At)
	assert.Len(t, p.kept, 50)
}

// More happens than snapshots are kept: each mark stands at one that shows it, so that going from one to the next gets on.
func TestEachMarkIsAtASnapshotThatShowsIt(t *testing.T) {
	const tasks = 400
	p := New(Options{Most: 20})
	list := poller.TasksOf(make([]*poller.Task, tasks)...)
	for i := range tasks {
		list = list.With(i, task(fmt.Sprint("rst-", i), "", api.PhaseRunning))
	}
	p.Add(&poller.Snapshot{At: second(0), Tasks: list})
	for i := range tasks {
		list = list.With(i, task(fmt.Sprint("rst-", i), "", api.PhaseFailed))
		p.Add(&poller.Snapshot{At: second(float64(10 * (i + 1))), Tasks: list})
	}
	require.Len(t, p.kept, 20)
	require.Len(t, p.Marks(), tasks)
	for i, m := range p.Marks() {
		s := p.At(m.At)
		assert.Equal(t, m.At, s.At)
		assert.Equal(t, api.PhaseFailed, s.Tasks.At(i).Phase)
	}
	places := 0
	for at := second(0); ; places++ {
		m, found := p.Marks().After(at)
		if !found {
			break
		}
		at = p.At(m.At).At
	}
	assert.Equal(t, 19, places, "one for each snapshot but the first")
}

// busy adds so many snapshots of n tasks, 40 of which are other ones in each, with 10 layers.
func busy(p *Past, n, snapshots int) {
	tasks := poller.TasksOf(make([]*poller.Task, n)...)
	for i := range n {
		tasks = tasks.With(i, task(fmt.Sprint("rst-", i), "push", api.PhaseDone))
	}
	for at := range snapshots {
		for k := range 40 {
			tasks = tasks.With(k, layered(k, at))
		}
		p.Add(&poller.Snapshot{At: second(float64(2 * at)), Tasks: tasks})
	}
}

// layered is a task with ten layers, which moves from one snapshot to the next.
func layered(n, at int) *poller.Task {
	t, parts := task(fmt.Sprint("rst-", n), "push", api.PhaseRunning), make([]poller.Part, 10)
	t.Sync.Layers = make([]api.Layer, len(parts))
	for l := range parts {
		layer := &t.Sync.Layers[l]
		layer.Digest, layer.ArtifactDigest = fmt.Sprintf("sha256:%064d", n*10+l), fmt.Sprintf("sha256:%064d", n)
		layer.Synced = api.Some(int64(at * 1e6))
		parts[l] = poller.Part{Layer: layer, Phase: api.PhaseRunning, Flow: poller.Flow{Moved: layer.Synced.Value, Rate: 5e5, RateKnown: true}}
	}
	t.SetParts(parts)
	return t
}

func TestMemoryIsBounded(t *testing.T) {
	used := func() int {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return int(m.HeapAlloc)
	}
	p := New(Options{Bytes: 4 << 20})
	before := used()
	busy(p, 1000, 1000)
	took := used() - before
	sum := 0
	for i := range p.kept {
		sum += p.kept[i].bytes
	}
	assert.Equal(t, sum, p.bytes)
	assert.LessOrEqual(t, p.bytes, 4<<20)
	assert.Greater(t, len(p.kept), 10)
	assert.Less(t, took, 8<<20, "the estimate is not far off")
	first, _ := p.First()
	assert.WithinDuration(t, noon, first, 10*time.Minute, "still far back")
	runtime.KeepAlive(p)
}

// What is kept tells the same as what was shown.
func TestThePastIsAsItWas(t *testing.T) {
	p, fold := New(Options{}), poller.NewFold([]poller.Spec{{Instance: "cri-1"}}, 0, poller.Only{})
	shown := make(map[time.Time]*poller.Snapshot)
	parts := make(map[*poller.Task][]poller.Part)
	for n := range 200 {
		call := poller.Call{Op: poller.OpGet, ID: fmt.Sprint("rst-", n%7)}
		size := api.Some(int64(1000))
		layers := []api.Layer{
			{ID: "1", Digest: "d", Status: "SYNCHRONIZING", Size: size, Synced: api.Some(int64(4 * n))},
			{ID: "2", Digest: "e", Status: "SUCCESS", Size: size, Synced: size},
			{ID: "3", Status: "PENDING", Size: size},
		}
		at := second(float64(2 * n))
		require.NoError(t, fold.Take(poller.Event{What: poller.Sent, At: at, Call: call}))
		answer := api.SyncTask{ID: call.ID, Status: "SYNCHRONIZING", Layers: layers}
		require.NoError(t, fold.Take(poller.Event{What: poller.Answered, At: at.Add(time.Second), Call: call, Asked: at, Body: answer}))
		s := fold.Snapshot(at.Add(time.Second))
		shown[s.At] = s
		for _, task := range s.Tasks.All() {
			parts[task] = task.Parts()
		}
		p.Add(s)
	}
	packed := 0
	for _, e := range p.kept {
		was := shown[e.At]
		require.Equal(t, was.Tasks.Len(), e.Tasks.Len())
		for i, before := range was.Tasks.All() {
			now := e.Tasks.At(i)
			require.Equal(t, parts[before], now.Parts())
			require.Equal(t, before.Flow, now.Flow)
			if now != before {
				packed++
				require.Nil(t, now.Sync.Layers)
			}
		}
	}
	assert.Greater(t, packed, 5*len(p.kept))
}

// A long list is read page by page, and one of its tasks moves: what is kept of that takes as little as with a short list.
func TestALongListTakesNoRoomInThePast(t *testing.T) {
	const pages, moves = 200, 100
	p, fold := New(Options{Bytes: 2 << 20}), poller.NewFold([]poller.Spec{{Instance: "cri-1"}}, 0, poller.Only{})
	add := func(n int, what poller.Call, body any) {
		at := second(float64(2 * n))
		require.NoError(t, fold.Take(poller.Event{What: poller.Sent, At: at, Call: what}))
		require.NoError(t, fold.Take(poller.Event{What: poller.Answered, At: at.Add(time.Second), Call: what, Asked: at, Body: body}))
		p.Add(fold.Snapshot(at.Add(time.Second)))
	}
	for n := range pages {
		rows := make([]api.SyncTask, 100)
		for k := range rows {
			rows[k] = api.SyncTask{ID: fmt.Sprint("rst-", n*len(rows)+k), BatchID: "push", Status: "SYNCHRONIZING"}
		}
		add(n, poller.Call{Op: poller.OpList, Page: n + 1}, api.Page[api.SyncTask]{Items: rows, Number: n + 1, Size: len(rows), Total: api.Some[int64](1e6)})
	}
	for n := range moves {
		add(pages+n, poller.Call{Op: poller.OpGet, ID: "rst-0"}, api.SyncTask{ID: "rst-0", Status: "SYNCHRONIZING", Synced: api.Some(int64(n))})
	}
	require.Equal(t, 100*pages, p.kept[len(p.kept)-1].Tasks.Len())
	assert.Greater(t, len(p.kept), pages)
	first, _ := p.First()
	assert.Equal(t, second(1), first)
}

func BenchmarkAdd(b *testing.B) {
	p := New(Options{})
	busy(p, 10_000, 600)
	s := *p.kept[len(p.kept)-1].Snapshot
	b.ReportAllocs()
	for b.Loop() {
		next := s
		next.At = s.At.Add(2 * time.Second)
		next.Tasks = s.Tasks.With(3, task("rst-3", "push", api.PhaseRunning))
		s = next
		p.Add(&next)
	}
}

// BenchmarkAddBusy adds snapshots in each of which 500 tasks with ten layers are other ones.
func BenchmarkAddBusy(b *testing.B) {
	p := New(Options{})
	b.ReportAllocs()
	for n := 0; b.Loop(); n++ {
		tasks := make([]*poller.Task, 500)
		for i := range tasks {
			tasks[i] = layered(i, n)
		}
		p.Add(&poller.Snapshot{At: second(float64(2 * n)), Tasks: poller.TasksOf(tasks...)})
	}
}
