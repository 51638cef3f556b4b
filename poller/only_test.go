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

// operations counts what was asked.
func operations(f *fake) map[string]int {
	n := map[string]int{}
	for _, c := range f.log() {
		n[c.op]++
	}
	return n
}

func TestNamedTasksAreAskedForAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		syncs := slices.Concat(
			[]*fakeSync{{id: "rst-new", start: time.Now(), size: 1 << 50, rate: mib, batch: "push"}},
			past(9_000, "rst-old", time.Now()),
		)
		f := &fake{syncs: syncs, subs: []api.SubscriptionTask{{ID: "crast-1", Status: "RUNNING"}}}
		only := Only{IDs: []string{"rst-old-8000", "rst-new", "crast-1"}}
		w := run(t, Options{Only: only}, Spec{Instance: "cri-1", API: f})
		after(time.Second)
		last := w.last()
		assert.Equal(t, 3, last.Tasks.Len())
		assert.True(t, last.Known())
		assert.False(t, last.Settled(), "one of them runs")
		for i, want := range only.IDs {
			assert.Equal(t, Wanted{Name: want, Found: true}, last.Wanted[i])
		}
		after(time.Minute)
		asked := operations(f)
		assert.Zero(t, asked["list sync"]+asked["list sub"], "no list is read: %v", asked)
		assert.Len(t, f.since(time.Time{}, "get sync", "rst-old-8000"), 1, "what is over is asked once")
		assert.Greater(t, len(f.since(time.Time{}, "get sync", "rst-new")), 15, "what runs is asked as if it were on screen")
		assert.Greater(t, len(f.since(time.Time{}, "get sub", "crast-1")), 15, "no list tells of it besides")
		assert.True(t, find(w.last(), "rst-new").Flow.RateKnown)
	})
}

func TestANameThatIsThereTwiceIsAskedForOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &fake{syncs: []*fakeSync{{id: "rst-1", start: time.Now().Add(-time.Hour), size: 1, rate: 1}}}
		only := Only{IDs: []string{"rst-1", "rst-1"}, Batches: []string{"push", "push"}}
		w := run(t, Options{Only: only}, Spec{Instance: "cri-1", API: f})
		after(8 * time.Second)
		assert.Equal(t, []Wanted{{Name: "rst-1", Found: true}, {Name: "push", Batch: true, Unknown: true}}, w.last().Wanted)
		assert.Len(t, f.log(), 3, "the task, its batch and the names of rules")
	})
}

func TestTheBatchOfANamedTaskGivesItsTimes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now().Add(-time.Minute)
		var syncs []*fakeSync
		for i := range 150 {
			syncs = append(syncs, &fakeSync{id: fmt.Sprintf("rst-%03d", i), start: began, size: 1 << 50, rate: mib, batch: "push"})
		}
		f := &fake{syncs: syncs}
		w := run(t, Options{Only: Only{IDs: []string{"rst-120"}}}, Spec{Instance: "cri-1", API: f})
		after(5 * time.Second)
		last := w.last()
		require.Equal(t, 1, last.Tasks.Len(), "the others of the batch were not asked for")
		assert.True(t, began.Equal(find(last, "rst-120").Began()))
		after(5 * time.Minute)
		assert.Len(t, f.since(time.Time{}, "list batch", "push"), 2, "two pages, once")
	})
}

func TestABatchIsReadWithoutTheList(t *testing.T) {
	for name, deaf := range map[string]bool{"a service with the filter": false, "a service that ignores it": true} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				mine := []*fakeSync{
					{id: "a", start: time.Now(), size: 100 * mib, rate: mib, batch: "push"},
					{id: "b", start: time.Now().Add(-time.Hour), size: 1, rate: 1, batch: "push"},
				}
				f := &fake{syncs: append(mine, past(900, "old", time.Now())...), deaf: deaf}
				w := run(t, Options{Only: Only{Batches: []string{"push"}}}, Spec{Instance: "cri-1", API: f})
				after(5 * time.Second)
				last := w.last()
				assert.True(t, last.Known())
				assert.Equal(t, 2, last.Tasks.Len())
				assert.NotNil(t, find(last, "a").Sync.Layers)
				f.add(&fakeSync{id: "c", start: time.Now(), size: 1, rate: 1, batch: "push"})
				after(15 * time.Second)
				assert.NotNil(t, find(w.last(), "c"), "the batch has grown")
				after(2 * time.Minute)
				assert.True(t, w.last().Settled())
				assert.Zero(t, operations(f)["list sync"])
			})
		})
	}
}

func TestANameIsLookedForAtEveryTarget(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		here := &fake{instances: []api.Instance{{ID: "cri-1"}, {ID: "cri-2"}}, syncs: many(3, time.Now())}
		there := &fake{subs: []api.SubscriptionTask{{ID: "odd-name", Status: "RUNNING"}}}
		only := Only{IDs: []string{"rst-0001", "odd-name", "rst-nobody"}}
		w := run(t, Options{Only: only}, Spec{Region: "r", Quota: "a", API: here}, Spec{Instance: "cri-9", Quota: "b", API: there})
		after(3 * time.Second)
		last := w.last()
		require.Len(t, last.Targets, 3)
		assert.Equal(t, 2, last.Tasks.Len(), "seen from two instances, it is still one task")
		assert.Equal(t, Subscription, find(last, "odd-name").Kind)
		assert.Equal(t, Wanted{Name: "rst-nobody", Unknown: true}, last.Wanted[2])
		assert.True(t, last.Known())

		there.add(&fakeSync{id: "rst-nobody", start: time.Now(), size: 1, rate: 1})
		after(unknownEvery + time.Second)
		assert.True(t, w.last().Wanted[2].Found, "it was made meanwhile")
		from := time.Now()
		after(time.Minute)
		assert.Empty(t, here.since(from, "get sync", "rst-nobody"), "the others are not asked any more")
	})
}

func TestASearchThatIsRefusedOrGetsNoAnswer(t *testing.T) {
	denied := &api.Error{Class: api.ClassDenied, Code: "NoPrivilege"}
	cases := map[string]struct {
		refuse error
		want   Wanted
		over   bool
	}{
		"not permitted":   {denied, Wanted{Err: denied}, true},
		"not known":       {&api.Error{Class: api.ClassNotFound}, Wanted{Unknown: true}, true},
		"not understood":  {&api.Error{Class: api.ClassRejected, Code: "x"}, Wanted{Err: &api.Error{Class: api.ClassRejected, Code: "x"}}, true},
		"not reached":     {&api.Error{Class: api.ClassNetwork}, Wanted{}, false},
		"bad credentials": {&api.Error{Class: api.ClassBadCredentials}, Wanted{}, false},
	}
	for name, c := range cases {
		for _, only := range []Only{{IDs: []string{"rst-1"}}, {Batches: []string{"push"}}} {
			t.Run(fmt.Sprint(name, only), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					f := &fake{refuse: func(asked) error { return c.refuse }}
					w := run(t, Options{Only: only}, Spec{Instance: "cri-1", API: f})
					after(20 * time.Second)
					want := c.want
					want.Name, want.Batch = slices.Concat(only.IDs, only.Batches)[0], len(only.Batches) > 0
					assert.Equal(t, []Wanted{want}, w.last().Wanted)
					assert.Equal(t, c.over, w.last().Known())
				})
			})
		}
	}
}

func TestNothingToAskForANameIn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := run(t, Options{Only: Only{IDs: []string{"rst-1"}}}, Spec{Region: "r", API: &fake{}})
		after(time.Second)
		assert.True(t, w.last().Wanted[0].Unknown, "no instance runs there")
	})
}

func TestRefreshAsksForWhatWasNamed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &fake{syncs: []*fakeSync{{id: "rst-1", start: time.Now().Add(-time.Hour), size: 1, rate: 1}}}
		w := run(t, Options{Only: Only{IDs: []string{"rst-old-0000", "rst-nobody"}}}, Spec{Instance: "cri-1", API: f})
		after(5 * time.Second)
		from := time.Now()
		w.Refresh()
		after(time.Second)
		assert.Len(t, f.since(from, "get sync", "rst-old-0000"), 1)
		assert.Len(t, f.since(from, "get sync", "rst-nobody"), 1)
		assert.Zero(t, operations(f)["list sync"])
	})
}
