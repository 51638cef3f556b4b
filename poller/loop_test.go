package poller

import (
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/api"
)

// after lets virtual time pass.
func after(d time.Duration) {
	timer := time.NewTimer(d)
	<-timer.C
	synctest.Wait()
}

// requireBudget asserts that no window of time saw more calls than burst + rate.
func requireBudget(t *testing.T, calls []asked, perSecond float64, burst int) {
	t.Helper()
	for first := range calls {
		for last := first; last < len(calls) && last < first+100; last++ {
			window := calls[last].at.Sub(calls[first].at).Seconds()
			if float64(last-first+1) > float64(burst)+perSecond*window+0.001 {
				t.Fatalf("%d calls within %.2f s", last-first+1, window)
			}
		}
	}
}

func TestStartAsksBothListsFirstThenActiveTasks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &fake{latency: 50 * time.Millisecond, syncs: many(3, time.Now())}
		f.add(&fakeSync{id: "old", start: time.Now().Add(-time.Hour), size: 1, rate: 1})
		w := run(t, Options{}, Spec{Instance: "cri-1", API: f})
		after(time.Second)
		calls := f.log()
		require.GreaterOrEqual(t, len(calls), 5)
		assert.ElementsMatch(t, []string{"list sync", "list sub"}, []string{calls[0].op, calls[1].op})
		assert.Len(t, f.since(calls[0].at, "get sync", ""), 3, "a finished task nobody looks at is never asked")
		assert.Empty(t, f.since(calls[0].at, "get sync", "old"))
		assert.LessOrEqual(t, calls[5].at.Sub(calls[0].at), 100*time.Millisecond, "several are on their way at once")
		assert.Equal(t, 4, w.last().Tasks.Len())
		assert.Equal(t, "nightly", find(w.last(), "old").RuleName)
	})
}

func TestBudgetHoldsForHours(t *testing.T) {
	length := time.Hour
	if detector {
		length /= 6
	}
	synctest.Test(t, func(t *testing.T) {
		f := &fake{latency: 20 * time.Millisecond, syncs: many(60, time.Now())}
		w := run(t, Options{}, Spec{Instance: "cri-1", Quota: "q", API: f}, Spec{Instance: "cri-2", Quota: "q", API: f})
		w.Attend(key("rst-0001"), []Key{key("rst-0001"), key("rst-0002")})
		after(length)
		calls := f.log()
		requireBudget(t, calls, DefaultBudget, firstBurst)
		assert.Greater(t, len(calls), int(3.9*length.Seconds()), "the budget is used")
		assert.InDelta(t, DefaultBudget, w.last().Calls, 0.3)
	})
}

func TestSmallBudgetHasNoBurst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &fake{syncs: many(20, time.Now())}
		run(t, Options{Budget: 0.5}, Spec{Instance: "cri-1", API: f})
		after(10 * time.Minute)
		requireBudget(t, f.log(), 0.5, 1)
	})
}

func TestNothingStarves(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &fake{syncs: many(2000, time.Now())}
		w := run(t, Options{}, Spec{Instance: "cri-1", API: f})
		var visible []Key
		for i := range 40 {
			visible = append(visible, key(fmt.Sprintf("rst-%04d", i)))
		}
		w.Attend(visible[0], visible)
		after(time.Minute)
		counts := map[string]int{}
		for _, c := range f.log() {
			switch {
			case c.op == "get sync" && c.id > "rst-0039":
				counts["others"]++
			case c.op == "get sync" && c.id == "rst-0000":
				counts["open"]++
			case c.op == "list sync" && c.page > 1, c.op == "rules":
				counts["deep"]++
			case c.op == "list sync":
				counts["head"]++
			}
		}
		total := len(f.log())
		assert.GreaterOrEqual(t, counts["others"], total/8)
		assert.GreaterOrEqual(t, counts["deep"], 20, "all pages and the rules")
		assert.GreaterOrEqual(t, counts["head"], 10)
		assert.GreaterOrEqual(t, counts["open"], 24, "every 2 s or so")
		assert.True(t, w.last().Targets[0].Lists[Sync].Complete)
		assert.Equal(t, 2000, w.last().Tasks.Len())
		assert.EqualValues(t, 2000, w.last().Targets[0].Lists[Sync].Total.Value)
	})
}

func TestOpenTaskIsAskedEveryTwoSeconds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &fake{syncs: many(200, time.Now().Add(-time.Hour))}
		w := run(t, Options{}, Spec{Instance: "cri-1", API: f})
		after(time.Minute)
		from := time.Now()
		w.Attend(key("rst-0150"), nil)
		after(time.Minute)
		calls := f.since(from, "get sync", "rst-0150")
		require.NotEmpty(t, calls)
		assert.LessOrEqual(t, calls[0].at.Sub(from), time.Second)
		assert.GreaterOrEqual(t, len(calls), 24)
	})
}

func TestFarTasksAreAskedByAge(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		young, old := many(1, time.Now())[0], many(1, time.Now().Add(-time.Hour))[0]
		old.id = "old"
		f := &fake{syncs: []*fakeSync{young, old}}
		run(t, Options{}, Spec{Instance: "cri-1", API: f})
		after(30 * time.Second)
		assert.InDelta(t, 14, len(f.since(time.Time{}, "get sync", young.id)), 2)
		assert.InDelta(t, 2, len(f.since(time.Time{}, "get sync", "old")), 1)
	})
}

func TestFinishedTaskIsConfirmedOnceAndNeverAskedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &fake{syncs: []*fakeSync{{id: "a", start: time.Now(), size: 10 * mib, rate: mib}}}
		f.add(&fakeSync{id: "past", start: time.Now().Add(-time.Hour), size: mib, rate: mib})
		w := run(t, Options{}, Spec{Instance: "cri-1", API: f})
		after(time.Minute)
		end := find(w.last(), "a")
		require.Equal(t, api.PhaseDone, end.Phase)
		finished := 0
		for _, c := range f.since(time.Time{}, "get sync", "a") {
			if c.at.Sub(f.syncs[1].start) >= 10*time.Second {
				finished++
			}
		}
		assert.LessOrEqual(t, finished, 2, "the one that saw the end, and one to confirm")
		assert.False(t, end.Finished.IsZero())
		assert.True(t, end.Watched)
		assert.Empty(t, f.since(time.Time{}, "get sync", "past"))

		from := time.Now()
		w.Attend(key("a"), []Key{key("a"), key("past")})
		after(time.Hour)
		assert.Empty(t, f.since(from, "get sync", "a"))
		assert.Len(t, f.since(from, "get sync", "past"), 1, "so that its layers show")
		assert.Len(t, find(w.last(), "past").Parts(), 1)

		from = time.Now()
		w.Refresh(key("a"))
		after(time.Second)
		assert.Len(t, f.since(from, "get sync", "a"), 1, "the user may")
	})
}

func TestManyNewTasksAreReadBeyondPageOne(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &fake{}
		w := run(t, Options{}, Spec{Instance: "cri-1", API: f})
		after(time.Minute)
		f.add(many(250, time.Now())...)
		after(20 * time.Second)
		assert.Equal(t, 250, w.last().Tasks.Len())
	})
}

func TestWholeListIsReadAgainEveryTenMinutes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &fake{}
		for i := range 250 {
			f.add(&fakeSync{id: fmt.Sprint("done", i), start: time.Now().Add(-time.Hour), size: 1, rate: 1})
		}
		run(t, Options{}, Spec{Instance: "cri-1", API: f})
		after(31 * time.Minute)
		pages := 0
		for _, c := range f.since(time.Time{}, "list sync", "") {
			if c.page == 3 {
				pages++
			}
		}
		assert.Equal(t, 4, pages)
		assert.Len(t, f.since(time.Time{}, "rules", ""), 4)
	})
}

func TestSubscriptionTagsAreReadPageByPage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &fake{subs: []api.SubscriptionTask{{ID: "crast-1", Status: "RUNNING", TagTotal: api.Some[int64](250)}}}
		for i := range 250 {
			f.tags = append(f.tags, api.TagResult{Tag: fmt.Sprint(i)})
		}
		w := run(t, Options{}, Spec{Instance: "cri-1", Region: "cn-x", API: f})
		after(10 * time.Second)
		task := find(w.last(), "crast-1")
		assert.Len(t, task.Tags, 250)
		assert.Equal(t, "cn-x", task.Region)
		f.set(func(c asked) error {
			if c.op == "tags" {
				return &api.Error{Class: api.ClassDenied}
			}
			return nil
		})
		from := time.Now()
		after(2 * time.Minute)
		task = find(w.last(), "crast-1")
		assert.Len(t, task.Tags, 250, "kept")
		assert.NotNil(t, task.Err)
		assert.Len(t, f.since(from, "tags", ""), 1)
	})
}

func TestDiscoveryWatchesEveryRunningInstance(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &fake{}
		w := run(t, Options{}, Spec{Name: "found", Region: "cn-x", API: f}, Spec{Instance: "cri-9", API: f})
		after(time.Minute)
		looks := f.since(time.Time{}, "instances", "")
		assert.Less(t, len(looks), 10, "less and less often")
		assert.Empty(t, w.last().Targets[0].Instance)
		f.mu.Lock()
		f.instances = []api.Instance{
			{ID: "cri-1", Name: "prod", Status: "RUNNING"}, {ID: "cri-2", Status: "STOPPED"}, {ID: "cri-3", Name: "dev", Status: "RUNNING"},
		}
		f.mu.Unlock()
		after(40 * time.Second)
		targets := w.last().Targets
		require.Len(t, targets, 3)
		assert.Equal(t, []string{"prod", "cri-9", "dev"}, []string{targets[0].Name, targets[1].Name, targets[2].Name})
		assert.Equal(t, []string{"cri-1", "cri-9", "cri-3"}, []string{targets[0].Instance, targets[1].Instance, targets[2].Instance})
		for _, target := range targets {
			assert.True(t, target.Lists[Sync].Complete, target.Name)
		}
	})
}

// Before an instance is found, there is nothing to list: what can be asked again is which instances there are.
func TestRefreshWithoutAnInstanceLooksForOne(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &fake{}
		w := run(t, Options{}, Spec{Region: "cn-x", API: f})
		after(5 * time.Second)
		w.Pause(true)
		w.Refresh()
		from := time.Now()
		after(time.Minute)
		assert.Len(t, f.since(from, "instances", ""), 1)
		assert.Empty(t, slices.Concat(f.since(time.Time{}, "list sync", ""), f.since(time.Time{}, "list sub", "")))
		assert.Nil(t, w.last().Targets[0].Err)
	})
}

// Somebody can name an instance and have all of its region found as well.
func TestDiscoveryDoesNotWatchAnInstanceTwice(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &fake{instances: []api.Instance{{ID: "cri-1", Status: "RUNNING"}, {ID: "cri-2", Status: "RUNNING"}, {ID: "cri-3", Status: "RUNNING"}}}
		w := run(t, Options{}, Spec{Region: "cn-x", API: f}, Spec{Region: "cn-x", Instance: "cri-1", API: f})
		after(time.Minute)
		var watched []string
		for _, target := range w.last().Targets {
			watched = append(watched, target.Instance)
		}
		assert.Equal(t, []string{"cri-2", "cri-1", "cri-3"}, watched)
	})
}

func TestRefreshComesFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &fake{syncs: many(500, time.Now())}
		w := run(t, Options{}, Spec{Instance: "cri-1", API: f})
		after(10 * time.Second)
		from := time.Now()
		w.Refresh(key("rst-0400"), key("never-listed"), Key{Target: 7, ID: "nowhere"})
		after(time.Second)
		calls := f.since(from, "get sync", "")
		require.GreaterOrEqual(t, len(calls), 3)
		var ids []string
		for _, c := range calls[:3] {
			ids = append(ids, c.id)
		}
		assert.Subset(t, ids, []string{"rst-0400", "never-listed"})
	})
}
