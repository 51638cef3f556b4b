package poller

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/api"
)

// past makes n tasks that have finished, each begun a second after the one before, newest first.
func past(n int, prefix string, until time.Time) []*fakeSync {
	tasks := make([]*fakeSync, n)
	for i := range tasks {
		start := until.Add(-time.Hour - time.Duration(i)*time.Second)
		tasks[i] = &fakeSync{id: fmt.Sprintf("%s-%04d", prefix, i), start: start, size: 1, rate: 1}
	}
	return tasks
}

func TestHeadPageAndOrder(t *testing.T) {
	at := func(seconds ...int) (s sorted) {
		for _, n := range seconds {
			s.add(second(float64(n)))
		}
		return s
	}
	falling, rising := at(9, 7, 7, 1), at(1, 1, 5)
	mixed, same := at(1, 5, 2), at(4, 4, 4)
	assert.Equal(t, []order{newestFirst, oldestFirst, scattered, orderUnseen},
		[]order{falling.order(), rising.order(), mixed.order(), same.order()})

	var l listing
	total := api.Some[int64](301)
	assert.Equal(t, 1, l.headPage(total))
	l.size = 100
	l.see(oldestFirst)
	assert.Equal(t, 4, l.headPage(total))
	assert.Equal(t, 1, l.headPage(api.Optional[int64]{}), "without a total the end is unknown")
	l.see(orderUnseen)
	assert.Equal(t, 4, l.headPage(total))
	l.see(newestFirst)
	assert.Equal(t, scattered, l.order)
	assert.Equal(t, 1, l.headPage(total))
}

// However a list is sorted, new tasks appear, and reading goes no further than it must where the order is known.
func TestNewTasksAppearInAnyOrder(t *testing.T) {
	for name, test := range map[string]struct {
		arrange func([]api.SyncTask)
		within  time.Duration
		pages   int
	}{
		"newest first": {func([]api.SyncTask) {}, listEvery, 1},
		"oldest first": {slices.Reverse[[]api.SyncTask], listEvery, 1},
		"by id, in effect": {func(rows []api.SyncTask) {
			dice := rand.New(rand.NewPCG(1, 2))
			dice.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
		}, listEvery + 3*time.Second, 10},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := &fake{arrange: test.arrange, syncs: past(950, "old", time.Now())}
				w := run(t, Options{}, Spec{Instance: "cri-1", API: f})
				after(2 * time.Minute)
				require.Equal(t, 950, w.last().Tasks.Len())
				from := time.Now()
				f.add(&fakeSync{id: "new", start: time.Now(), size: 1 << 40, rate: mib})
				after(test.within + 600*time.Millisecond)
				assert.NotNil(t, find(w.last(), "new"))
				pages := map[int]bool{}
				for _, c := range f.since(from, "list sync", "") {
					pages[c.page] = true
				}
				assert.LessOrEqual(t, len(pages), test.pages)
			})
		})
	}
}

// One call tells the ends of a hundred tasks: pages with active tasks are read again and again, the others are not.
func TestPagesThatHoldActiveTasksAreWatched(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &fake{syncs: slices.Concat(many(250, time.Now()), past(700, "old", time.Now()))}
		run(t, Options{}, Spec{Instance: "cri-1", API: f})
		after(2 * time.Minute)
		from := time.Now()
		after(time.Minute)
		pages := map[int]int{}
		for _, c := range f.since(from, "list sync", "") {
			pages[c.page]++
		}
		assert.InDelta(t, 12, pages[1], 1)
		assert.InDelta(t, 7.5, pages[2], 1.5)
		assert.InDelta(t, 7.5, pages[3], 1.5)
		assert.Len(t, pages, 3)
	})
}

func TestFinishedTasksThatTheListForgetsAreGone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &fake{syncs: past(150, "old", time.Now())}
		w := run(t, Options{}, Spec{Instance: "cri-1", API: f})
		after(time.Minute)
		f.mu.Lock()
		f.syncs = f.syncs[:120]
		f.mu.Unlock()
		after(11 * time.Minute)
		assert.False(t, find(w.last(), "old-0140").Gone, "a page that shifted while it was read may have hidden it")
		after(10 * time.Minute)
		last := w.last()
		assert.Equal(t, 150, last.Tasks.Len(), "marked, not dropped")
		assert.True(t, find(last, "old-0140").Gone)
		assert.Equal(t, "done", find(last, "old-0140").StatusWord())
		assert.False(t, find(last, "old-0119").Gone)
		assert.Equal(t, 150, last.Totals.Done)
	})
}

func TestWhatIsOnItsWayIsNotAskedTwice(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &fake{latency: 3 * time.Second, syncs: many(30, time.Now())}
		w := run(t, Options{}, Spec{Instance: "cri-1", API: f})
		after(time.Minute)
		for range 40 {
			w.Attend(key("rst-0001"), []Key{key("rst-0001"), key("rst-0002")})
			w.Refresh(key("rst-0001"))
			w.Refresh()
			after(250 * time.Millisecond)
		}
		last := map[string]time.Time{}
		together := 0
		for _, c := range f.log() {
			what := fmt.Sprint(c.op, c.id, c.page)
			if sent, found := last[what]; found {
				require.GreaterOrEqual(t, c.at.Sub(sent), f.latency, what)
			}
			last[what] = c.at
			busy := 0
			for _, sent := range last {
				if c.at.Sub(sent) < f.latency {
					busy++
				}
			}
			together = max(together, busy)
		}
		assert.Equal(t, atOnce, together)
	})
}

// One target that hangs, fails or is throttled takes nothing from the others of its quota but its turn.
func TestATargetThatHangsHoldsUpNoOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		hung := &fake{latency: time.Hour}
		dead := &fake{}
		dead.set(func(asked) error { return &api.Error{Class: api.ClassNetwork} })
		specs := []Spec{{Instance: "cri-hung", Quota: "q", API: hung}, {Instance: "cri-dead", Quota: "q", API: dead}}
		for i := range 18 {
			specs = append(specs, Spec{Instance: fmt.Sprint("cri-", i), Quota: "q", API: &fake{syncs: many(2, time.Now())}})
		}
		w := run(t, Options{}, specs...)
		after(5 * time.Minute)
		last := w.last()
		for i := range last.Targets[2:] {
			assert.WithinDuration(t, last.At, last.Targets[i+2].LastOK, 30*time.Second)
			assert.Nil(t, last.Targets[i+2].Err)
		}
		assert.LessOrEqual(t, len(dead.log()), 20)
		assert.Len(t, hung.log(), Kinds)
		assert.Equal(t, 36, last.Tasks.Len())
	})
}

func TestNobodyLooksSoEverythingIsAskedMoreRarely(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &fake{syncs: many(4, time.Now().Add(-time.Hour))}
		w := run(t, Options{}, Spec{Instance: "cri-1", API: f})
		w.Attend(key("rst-0000"), []Key{key("rst-0000"), key("rst-0001")})
		count := func() [3]int {
			from := time.Now()
			after(4 * time.Minute)
			return [3]int{
				len(f.since(from, "get sync", "rst-0000")), len(f.since(from, "get sync", "rst-0003")), len(f.since(from, "list sync", "")),
			}
		}
		after(time.Minute)
		near := count()
		w.Focus(false)
		away := count()
		w.Focus(true)
		back := count()
		for i := range near {
			assert.InDelta(t, near[i], back[i], 2)
		}
		assert.InDelta(t, near[0]/awayNear, away[0], 2)
		assert.InDelta(t, near[1]/awayFar, away[1], 2)
		assert.InDelta(t, near[2]/awayFar, away[2], 2)
	})
}

// The total is a hint: one that is larger than the list does not send us through it again and again, one that grows does.
func TestATotalThatLiesIsNoReasonToReadOn(t *testing.T) {
	f := newFold()
	page := func(at float64, number int, total int64) {
		rows := []api.SyncTask{ended("b", "SUCCESS"), ended("a", "SUCCESS"), ended("c", "SUCCESS")}
		for i := range rows {
			rows[i].Created = InstantOf(second(float64(-i * i * (3 - 2*i)))) // neither rising nor falling)
		}
		body := api.Page[api.SyncTask]{Items: rows, Number: number, Size: pageSize, Total: api.Some(total)}
		if number > 1 {
			body.Items = nil
		}
		f.state.take(Event{What: Answered, Call: Call{Op: OpList, Page: number}, Asked: second(at), Body: body, At: second(at)})
	}
	l := &f.targets[0].lists[Sync]
	page(0, 1, 900)
	require.Equal(t, 2, l.next)
	page(1, 2, 900)
	require.True(t, f.targets[0].Lists[Sync].Complete)
	require.Equal(t, scattered, l.order)
	page(120, 1, 900)
	assert.Zero(t, l.next)
	page(125, 1, 901)
	assert.Equal(t, 2, l.next)
}
