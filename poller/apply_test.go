package poller

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/api"
)

// fold is a state with one target that answers are applied to by hand.
type fold struct{ *state }

func newFold() fold {
	return fold{newState([]Spec{{Instance: "cri-1", Region: "cn-x"}, {Instance: "cri-2"}}, 0, Only{})}
}

func second(n float64) time.Time { return noon.Add(time.Duration(n * float64(time.Second))) }

// list applies page 1 of the sync list, asked for and answered at that second.
func (f fold) list(at float64, rows ...api.SyncTask) { f.listAs("", at, rows...) }

// listAs is list with the page's RequestId.
func (f fold) listAs(request string, at float64, rows ...api.SyncTask) {
	page := api.Page[api.SyncTask]{
		Reply: api.Reply{RequestID: request}, Items: rows, Number: 1, Size: pageSize, Total: api.Some(int64(len(rows))),
	}
	f.state.take(Event{What: Answered, Call: Call{Op: OpList, Page: 1}, Asked: second(at), Body: page, At: second(at)})
}

func (f fold) get(at float64, row api.SyncTask) { f.getLate(at, at, row) }

// getLate applies a get that was on its way from asked to at.
func (f fold) getLate(asked, at float64, row api.SyncTask) {
	f.state.take(Event{What: Answered, Call: Call{Op: OpGet, ID: row.ID}, Asked: second(asked), Body: row, At: second(at)})
}

func (f fold) snap() *Snapshot { return f.snapshot(f.at) }

func layer(id, digest string, status api.Status, synced, size int64) api.Layer {
	return api.Layer{ID: id, Digest: digest, Status: status, Synced: api.Some(synced), Size: api.Some(size)}
}

func running1(id string, layers ...api.Layer) api.SyncTask {
	return api.SyncTask{ID: id, Status: "SYNCHRONIZING", Layers: layers, To: api.Image{InstanceID: "cri-to"}}
}

func ended(id string, status api.Status, layers ...api.Layer) api.SyncTask {
	task := running1(id, layers...)
	task.Status = status
	return task
}

// A list that is read again makes no other task of one that it says nothing new of: a hundred thousand would be remade by
// every reading.
func TestAPageIsNamedForItsNewsAlone(t *testing.T) {
	f := newFold()
	f.listAs("first", 0, ended("a", "SUCCESS"), running1("b"))
	before := f.snap()
	f.listAs("second", 10, ended("a", "SUCCESS"), ended("b", "ERROR"))
	done, failed := f.snap().Tasks.At(0), f.snap().Tasks.At(1)
	assert.Same(t, before.Tasks.At(0), done)
	assert.Equal(t, "first", done.Sync.RequestID)
	assert.Equal(t, second(0), done.Listed.Time())
	assert.Equal(t, "second", failed.Sync.RequestID, "it tells of the failure")
}

func TestListAndGetAreMerged(t *testing.T) {
	f := newFold()
	f.list(0, api.SyncTask{
		ID: "a", Status: "SYNCHRONIZING", Created: InstantOf(second(-60)), Modified: InstantOf(second(-1)), LinkID: "stl-1",
		CustomLink: api.Some(true), From: api.Image{RegionID: "cn-x", Namespace: "web", Repo: "api", Tag: "1"}, To: api.Image{RegionID: "eu-y"},
	})
	f.get(1, api.SyncTask{
		ID: "a", Status: "SYNCHRONIZING", Synced: api.Some[int64](5), Priority: api.Some[uint8](3),
		Reply: api.Reply{RequestID: "r-get"}, Layers: []api.Layer{layer("l", "d", "SYNCHRONIZING", 5, 10)},
	})
	f.list(2, api.SyncTask{ID: "a", Status: "SYNCHRONIZING", Issue: "", Modified: InstantOf(second(1))})
	task := f.snap().Tasks.At(0)
	assert.Equal(t, second(-60), task.Sync.Created.Time())
	assert.Equal(t, second(1), task.Sync.Modified.Time())
	assert.Equal(t, "stl-1", task.Sync.LinkID)
	assert.True(t, task.Sync.CustomLink.Value)
	assert.EqualValues(t, 3, task.Sync.Priority.Value)
	assert.Equal(t, "r-get", task.Sync.RequestID)
	assert.EqualValues(t, 5, task.Flow.Moved)
	assert.EqualValues(t, 10, task.Flow.Size)
	assert.True(t, task.Flow.SizeKnown)
	assert.Len(t, task.Parts(), 1)
	assert.Equal(t, "web/api:1", task.Image())
	from, to := task.Route()
	assert.Equal(t, [2]string{"cn-x", "eu-y"}, [2]string{from, to})
	assert.Equal(t, second(2), task.Listed.Time())
	assert.Equal(t, second(1), task.Answered.Time())
}

func TestIssueStaysWithAFailureOnly(t *testing.T) {
	f := newFold()
	f.list(0, api.SyncTask{ID: "a", Status: "ERROR", Issue: "TAG_CONFLICT"})
	f.get(1, ended("a", "ERROR"))
	assert.Equal(t, "TAG_CONFLICT", f.tasks[0].Sync.Issue)
	f.get(2, running1("a"))
	assert.Empty(t, f.tasks[0].Sync.Issue)
}

func TestOldAnswersNeverOverwrite(t *testing.T) {
	t.Run("asked for earlier", func(t *testing.T) {
		f := newFold()
		f.get(10, running1("a", layer("l", "d", "SYNCHRONIZING", 50, 100)))
		f.getLate(9, 11, running1("a", layer("l", "d", "SYNCHRONIZING", 40, 100)))
		assert.EqualValues(t, 50, f.tasks[0].Flow.Moved)
		assert.Zero(t, f.tasks[0].Restarts)
	})
	t.Run("running, asked before the end was known", func(t *testing.T) {
		f := newFold()
		f.get(0, running1("a"))
		f.getLate(10, 12, ended("a", "SUCCESS"))
		f.list(11, api.SyncTask{ID: "a", Status: "SYNCHRONIZING", LinkID: "stl-9"})
		assert.Equal(t, api.PhaseDone, f.tasks[0].Phase)
		assert.Equal(t, "stl-9", f.tasks[0].Sync.LinkID, "what was not known is taken")
	})
	t.Run("running, asked after: the service says so", func(t *testing.T) {
		f := newFold()
		f.get(0, running1("a"))
		f.getLate(10, 12, ended("a", "ERROR"))
		assert.Equal(t, second(12), f.tasks[0].Finished.Time())
		f.get(13, running1("a"))
		assert.Equal(t, api.PhaseRunning, f.tasks[0].Phase)
		assert.True(t, f.tasks[0].Finished.IsZero())
	})
}

func TestEmittedTasksNeverChange(t *testing.T) {
	f := newFold()
	f.list(0, running1("a"), ended("b", "SUCCESS"))
	f.get(1, running1("a", layer("l", "d", "SYNCHRONIZING", 1, 100)))
	before := f.snap()
	a, b, copied := before.Tasks.At(0), before.Tasks.At(1), *before.Tasks.At(0)
	part := a.Parts()[0]
	assert.Same(t, before.Tasks.chunks[0], f.snap().Tasks.chunks[0], "the same chunk while nothing changed")
	for i := range 40 {
		f.get(float64(2+i), running1("a", layer("l", "d", "SYNCHRONIZING", int64(2+i), 100)))
	}
	f.get(60, ended("a", "SUCCESS", layer("l", "d", "SUCCESS", 100, 100)))
	after := f.snap()
	assert.Equal(t, copied, *a)
	assert.Equal(t, part, a.Parts()[0])
	assert.NotSame(t, a, after.Tasks.At(0))
	assert.Same(t, a, before.Tasks.At(0))
	assert.Same(t, b, after.Tasks.At(1))
	assert.Len(t, after.Tasks.At(0).History.List(), historyLength)
	assert.Equal(t, 2, before.Tasks.Len())
}

func TestRestartIsMarkedAndLeavesTheRateAlone(t *testing.T) {
	f := newFold()
	for i := range 10 {
		f.get(float64(2*i), running1("a", layer("l", "d", "SYNCHRONIZING", int64(2*i)*mib, 1000*mib)))
	}
	f.get(20, running1("a", layer("l", "d", "SYNCHRONIZING", 3*mib, 1000*mib)))
	f.get(22, running1("a", layer("l", "d", "SYNCHRONIZING", 5*mib, 1000*mib)))
	task := f.tasks[0]
	assert.EqualValues(t, 1, task.Restarts)
	assert.True(t, task.Odd.Has(OddRestarted))
	assert.InEpsilon(t, mib, task.Flow.Rate, 0.01)
	assert.InEpsilon(t, mib, task.Parts()[0].Flow.Rate, 0.01)
	assert.EqualValues(t, 5*mib, task.Flow.Moved, "what the service says")
}

func TestLayersThatFinishedKeepNoRate(t *testing.T) {
	f := newFold()
	for i := range 5 {
		f.get(float64(2*i), running1("a", layer("1", "d1", "SYNCHRONIZING", int64(i)*mib, 9*mib), layer("2", "d2", "SYNCHRONIZING", int64(i)*mib, 90*mib)))
	}
	assert.True(t, f.tasks[0].Parts()[0].Flow.RateKnown)
	f.get(10, running1("a", layer("2", "d2", "SYNCHRONIZING", 5*mib, 90*mib), layer("1", "d1", "SUCCESS", 9*mib, 9*mib)))
	task := f.tasks[0]
	assert.True(t, task.Parts()[0].Flow.RateKnown, "found again though the order changed")
	assert.True(t, task.Parts()[0].Flow.Left.Known())
	assert.Equal(t, Flow{Moved: 9 * mib, Size: 9 * mib, SizeKnown: true, LastMoved: InstantOf(second(10))}, task.Parts()[1].Flow)
	f.list(11, ended("a", "SUCCESS"))
	task = f.tasks[0]
	assert.False(t, task.Flow.RateKnown)
	assert.False(t, task.Parts()[0].Flow.RateKnown)
	assert.Equal(t, 0.0, f.snap().Totals.Rate)
}

func TestAStalledLayerIsNoLongerToldWhenNothingIsAnswered(t *testing.T) {
	f := newFold()
	for i := range 40 {
		f.get(float64(2*i), running1("a", layer("1", "d1", "SYNCHRONIZING", 5, 9*mib), layer("2", "d2", "SYNCHRONIZING", int64(i)*mib, 90*mib)))
	}
	require.True(t, f.tasks[0].Parts()[0].Flow.Stalled)
	require.False(t, f.tasks[0].Flow.Stalled, "the other layer moves")
	f.tick(second(78 + 60))
	assert.True(t, f.tasks[0].Parts()[0].Flow.Stalled)
	f.tick(second(78 + 61))
	assert.False(t, f.tasks[0].Parts()[0].Flow.Stalled)
}

func TestUnknownSizes(t *testing.T) {
	noSize := layer("1", "d", "SYNCHRONIZING", 5, 0)
	noSize.Size = api.Optional[int64]{}
	tests := map[string]struct {
		task        api.SyncTask
		moved, size int64
		known       bool
	}{
		"no layers":       {api.SyncTask{ID: "a", Status: "SYNCHRONIZING", Synced: api.Some[int64](7)}, 7, 0, false},
		"nothing at all":  {running1("a"), 0, 0, false},
		"zero sizes":      {running1("a", layer("1", "d", "PENDING", 0, 0)), 0, 0, false},
		"one is missing":  {running1("a", noSize, layer("2", "e", "PENDING", 0, 10)), 5, 10, false},
		"an empty layer":  {running1("a", layer("1", "d", "SUCCESS", 0, 0), layer("2", "e", "PENDING", 2, 10)), 2, 10, true},
		"over their size": {running1("a", layer("1", "d", "SYNCHRONIZING", 12, 10)), 12, 10, true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			f := newFold()
			f.get(0, test.task)
			flow := f.tasks[0].Flow
			assert.Equal(t, test.moved, flow.Moved)
			assert.Equal(t, test.size, flow.Size)
			assert.Equal(t, test.known, flow.SizeKnown)
		})
	}
}

func TestLayersThatAnAnswerLeavesOutAreKept(t *testing.T) {
	f := newFold()
	f.get(0, running1("a", layer("1", "d", "SYNCHRONIZING", 5, 10)))
	f.get(2, running1("a"))
	assert.Len(t, f.tasks[0].Parts(), 1)
	assert.EqualValues(t, 5, f.tasks[0].Flow.Moved)
}

func TestTotalsWeighTheWorkInHand(t *testing.T) {
	f := newFold()
	f.list(0, ended("old", "SUCCESS"), ended("older", "ERROR"), running1("a"), running1("b"), running1("c"), ended("q", "PENDING"))
	f.get(1, ended("old", "SUCCESS", layer("x", "dx", "SUCCESS", 999, 999)))
	f.get(1, running1("a", layer("1", "shared", "SYNCHRONIZING", 50, 100), layer("2", "own", "SYNCHRONIZING", 0, 10)))
	f.get(1, running1("b", layer("3", "shared", "SYNCHRONIZING", 20, 100)))
	totals := f.snap().Totals
	assert.Equal(t, Totals{Queued: 1, Running: 3, Failed: 1, Done: 1, Moved: 70, Size: 210, Unsized: 2, Unique: 110}, totals)
	slot, _ := f.index.find(key("b"))
	assert.Equal(t, 1, f.tasks[slot].Parts()[0].Also)

	f.get(2, ended("b", "ERROR", layer("3", "shared", "ERROR", 30, 100)))
	totals = f.snap().Totals
	assert.EqualValues(t, 80, totals.Moved)
	assert.EqualValues(t, 140, totals.Size, "of a failed task only what it moved")
	assert.EqualValues(t, 110, totals.Unique)

	f.get(3, ended("a", "SUCCESS", layer("1", "shared", "SUCCESS", 100, 100), layer("2", "own", "SUCCESS", 10, 10)))
	f.list(4, ended("c", "SUCCESS"), ended("q", "CANCELED"))
	totals = f.snap().Totals
	assert.EqualValues(t, 140, totals.Moved)
	assert.EqualValues(t, 140, totals.Size)
	assert.Equal(t, 1, totals.Unsized, "c was never read")
	assert.Zero(t, totals.Running+totals.Queued)

	f.get(5, running1("new", layer("9", "n", "SYNCHRONIZING", 1, 5)))
	totals = f.snap().Totals
	assert.EqualValues(t, 1, totals.Moved, "new work after a rest")
	assert.EqualValues(t, 5, totals.Size)
	assert.EqualValues(t, 5, totals.Unique)
}

func TestOneAnswerThatEndsAndBeginsTasksIsNotARest(t *testing.T) {
	f := newFold()
	f.get(0, running1("a", layer("1", "d", "SYNCHRONIZING", 5, 10)))
	f.list(1, ended("a", "SUCCESS"), running1("b"))
	totals := f.snap().Totals
	assert.EqualValues(t, 10, totals.Size)
	assert.Equal(t, 1, totals.Unsized)
}

func TestUniqueCountsEachDestination(t *testing.T) {
	f := newFold()
	other := running1("b", layer("2", "shared", "SYNCHRONIZING", 0, 100))
	other.To.InstanceID = "cri-elsewhere"
	f.get(0, running1("a", layer("1", "shared", "SYNCHRONIZING", 0, 100)))
	f.get(0, other)
	assert.EqualValues(t, 200, f.snap().Totals.Unique)
}

func TestUniqueFollowsASizeThatChanges(t *testing.T) {
	f := newFold()
	f.get(0, running1("a", layer("1", "d", "SYNCHRONIZING", 0, 100)))
	f.get(1, running1("a", layer("1", "d", "SYNCHRONIZING", 0, 200)))
	assert.EqualValues(t, 200, f.snap().Totals.Unique)
	f.get(2, ended("a", "ERROR", layer("1", "d", "ERROR", 30, 200)))
	assert.EqualValues(t, 30, f.snap().Totals.Unique)
}

func TestTotalsRateHasAHistoryEveryTwoSeconds(t *testing.T) {
	f := newFold()
	for i := range 121 {
		at := float64(i) / 2
		f.get(at, running1("a", layer("1", "d", "SYNCHRONIZING", int64(at*mib), 1000*mib)))
	}
	totals := f.snap().Totals
	assert.InDelta(t, 30, len(totals.History), 1)
	assert.InEpsilon(t, mib, totals.Rate, 0.01)
	require.True(t, totals.Left.Known())
	assert.InDelta(t, 940*time.Second, totals.Left.Low, float64(15*time.Second))
}

// A fast task does not make the end come before that of a slow one.
func TestNothingIsOverBeforeTheSlowest(t *testing.T) {
	f := newFold()
	for i := range 60 {
		at := float64(i)
		f.get(at, running1("slow", layer("1", "d", "SYNCHRONIZING", int64(at*mib), 1000*mib)))
		f.get(at, running1("fast", layer("2", "e", "SYNCHRONIZING", int64(20*at*mib), 2000*mib)))
	}
	s := f.snap()
	slow := s.Tasks.At(0).Flow.Left
	require.Greater(t, slow.Low, 10*time.Minute)
	assert.Equal(t, slow, s.Totals.Left)
}

func TestSubscriptionsAddNoBytes(t *testing.T) {
	f := newFold()
	row := api.SubscriptionTask{
		ID: "s", Status: "RUNNING", SourceProvider: "DOCKER_HUB", SourceNamespace: "library", SourceRepo: "nginx",
		Namespace: "base", Repo: "nginx", TagTotal: api.Some[int64](6), TagSubscribed: api.Some[int64](3),
	}
	f.state.take(Event{What: Answered, Call: Call{Op: OpGet, Kind: Subscription, ID: "s"}, Asked: noon, Body: row, At: noon})
	totals := f.snap().Totals
	assert.Equal(t, Totals{Running: 1}, totals)
	task := f.tasks[0]
	assert.Equal(t, "docker-hub → base/nginx", task.Image())
	from, to := task.Route()
	assert.Equal(t, "docker-hub/library/nginx → cn-x", from+" → "+to)
}

// The same answers at the same times are the same knowledge, and a task keeps its place whatever comes.
func TestApplyDependsOnItsArgumentsAlone(t *testing.T) {
	play := func() *Snapshot {
		f := newFold()
		for i := range 200 {
			id := fmt.Sprintf("t%d", i*7%13)
			status := []api.Status{"PENDING", "SYNCHRONIZING", "SUCCESS", "WEIRD", "ERROR"}[i*3%5]
			f.get(float64(i), ended(id, status, layer("l", id[:1], status, int64(i*37%100), 100)))
		}
		return f.snap()
	}
	first, second := play(), play()
	assert.Equal(t, first, second)
	counted := first.Totals.Queued + first.Totals.Running + first.Totals.Stalled + first.Totals.Failed +
		first.Totals.Canceled + first.Totals.Done + first.Totals.Unknown
	assert.Equal(t, first.Tasks.Len(), counted)
	var moved, size int64
	for _, task := range first.Tasks.All() {
		if !task.Watched {
			continue
		}
		switch task.Phase {
		case api.PhaseFailed:
			moved, size = moved+task.Flow.Moved, size+task.Flow.Moved
		case api.PhaseDone:
			moved, size = moved+task.Flow.Size, size+task.Flow.Size
		default:
			moved, size = moved+task.Flow.Moved, size+task.Flow.Size
		}
	}
	assert.Equal(t, moved, first.Totals.Moved)
	assert.Equal(t, size, first.Totals.Size)
}

// Where calls are short, many ends are known long before they are confirmed.
func TestATaskThatIsDoneCountsAsWhole(t *testing.T) {
	f := newFold()
	f.get(0, running1("a", layer("l", "d", "SYNCHRONIZING", 50, 100)))
	f.get(0, running1("b", layer("l", "e", "SYNCHRONIZING", 30, 100)))
	assert.EqualValues(t, 80, f.snap().Totals.Moved)
	f.list(1, ended("a", "SUCCESS"), ended("b", "ERROR"))
	assert.EqualValues(t, 130, f.snap().Totals.Moved)
	assert.EqualValues(t, 130, f.snap().Totals.Size)
	assert.EqualValues(t, 50, f.tasks[0].Flow.Moved, "as it was reported")
}

// The list tells an end before the last bytes are told: nothing is odd about that until a get says the same.
func TestADoneTaskIsShortOnlyOnceItWasAsked(t *testing.T) {
	f := newFold()
	f.get(0, running1("a", layer("l", "d", "SYNCHRONIZING", 50, 100)))
	f.list(1, ended("a", "SUCCESS"))
	assert.Empty(t, f.tasks[0].Odd)
	f.get(2, ended("a", "SUCCESS", layer("l", "d", "SUCCESS", 50, 100)))
	assert.Equal(t, OdditiesOf(OddShortDone), f.tasks[0].Odd)
	f.get(3, ended("a", "SUCCESS", layer("l", "d", "SUCCESS", 100, 100)))
	assert.Empty(t, f.tasks[0].Odd)
}
