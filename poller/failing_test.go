package poller

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/api"
)

func TestOutageBacksOffAndRecovers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &fake{syncs: many(50, time.Now())}
		w := run(t, Options{}, Spec{Instance: "cri-1", API: f})
		after(20 * time.Second)
		known := find(w.last(), "rst-0000")
		from := time.Now()
		f.set(func(asked) error { return &api.Error{Class: api.ClassServer, Code: "SystemError"} })
		after(10 * time.Minute)
		calls := f.since(from.Add(1), "", "")
		gaps := []time.Duration{}
		for i := 1; i < 7; i++ {
			gaps = append(gaps, calls[i].at.Sub(calls[i-1].at).Round(100*time.Millisecond))
		}
		want := []time.Duration{500 * time.Millisecond, time.Second, 2 * time.Second, 4 * time.Second, probeEvery, probeEvery}
		assert.Equal(t, want, gaps)
		down := w.last()
		require.NotNil(t, down.Targets[0].Err)
		assert.True(t, down.Targets[0].RetryAt.After(down.At))
		assert.WithinDuration(t, calls[0].at, down.Targets[0].FailingSince, time.Second)
		assert.Equal(t, 50, down.Tasks.Len())
		assert.Equal(t, known.Flow.Moved/mib/10, find(down, "rst-0000").Flow.Moved/mib/10, "the last good data stays")
		assert.False(t, down.Totals.RateKnown, "nobody knows how fast it is now")

		f.set(nil)
		after(probeEvery + 6*time.Second)
		up := w.last()
		assert.Nil(t, up.Targets[0].Err)
		assert.True(t, up.Targets[0].RetryAt.IsZero())
		assert.Nil(t, up.Targets[0].Lists[Sync].Err)
		assert.Greater(t, find(up, "rst-0000").Flow.Moved, known.Flow.Moved)
	})
}

func TestThrottlingRestsTheSharedBudget(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &fake{syncs: many(50, time.Now())}
		w := run(t, Options{}, Spec{Instance: "cri-1", Quota: "q", API: f}, Spec{Instance: "cri-2", Quota: "q", API: f})
		after(10 * time.Second)
		var once bool
		var hit time.Time
		f.set(func(c asked) error {
			f.mu.Lock()
			defer f.mu.Unlock()
			if once {
				return nil
			}
			once, hit = true, c.at
			return &api.Error{Class: api.ClassThrottled, Code: "Throttling.User", RetryAfter: 40 * time.Second}
		})
		after(2 * time.Second)
		assert.False(t, w.last().Targets[0].RetryAt.IsZero() && w.last().Targets[1].RetryAt.IsZero())
		after(5 * time.Minute)
		calls := f.since(hit.Add(time.Millisecond), "", "")
		require.NotEmpty(t, calls)
		assert.GreaterOrEqual(t, calls[0].at.Sub(hit), 40*time.Second)
		requireBudget(t, calls, DefaultBudget, 1)
		assert.Nil(t, w.last().Targets[0].Err)
	})
}

func TestBadKeyIsTriedSlowlyAndResumes(t *testing.T) {
	for _, class := range []api.Class{api.ClassBadCredentials, api.ClassExpired, api.ClassClock} {
		synctest.Test(t, func(t *testing.T) {
			f := &fake{syncs: many(1, time.Now())}
			f.set(func(asked) error { return &api.Error{Class: class} })
			w := run(t, Options{}, Spec{Instance: "cri-1", API: f})
			after(95 * time.Second)
			assert.InDelta(t, 10.5, len(f.log()), 0.5, "one list or both at once, and then a try every 10 s")
			assert.Equal(t, class, w.last().Targets[0].Err.Class)
			f.set(nil)
			after(11 * time.Second)
			assert.Nil(t, w.last().Targets[0].Err)
			assert.Equal(t, 1, w.last().Tasks.Len())
		})
	}
}

func TestDeniedKindStopsAloneAndIsProbed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &fake{syncs: many(1, time.Now())}
		denied := &api.Error{Class: api.ClassDenied, Action: "cr:ListArtifactSubscriptionTask"}
		f.set(func(c asked) error {
			if c.op == "list sub" {
				return denied
			}
			return nil
		})
		w := run(t, Options{}, Spec{Instance: "cri-1", API: f})
		after(16 * time.Minute)
		assert.Len(t, f.since(time.Time{}, "list sub", ""), 4)
		target := w.last().Targets[0]
		assert.Equal(t, denied, target.Lists[Subscription].Denied)
		assert.Nil(t, target.Lists[Sync].Denied)
		assert.Nil(t, target.Err, "the other kind goes well")
		assert.Greater(t, len(f.since(time.Time{}, "list sync", "")), 150)
		f.set(nil)
		after(5 * time.Minute)
		assert.Nil(t, w.last().Targets[0].Lists[Subscription].Denied)
		assert.True(t, w.last().Targets[0].Lists[Subscription].Complete)
	})
}

func TestDeniedGetsLeaveTheListGoing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &fake{syncs: many(5, time.Now())}
		f.set(func(c asked) error {
			if c.op == "get sync" {
				return &api.Error{Class: api.ClassDenied}
			}
			return nil
		})
		w := run(t, Options{}, Spec{Instance: "cri-1", API: f})
		after(4 * time.Minute)
		assert.InDelta(t, 2.5, len(f.since(time.Time{}, "get sync", "")), 1.5, "those that were on their way together")
		assert.NotNil(t, w.last().Targets[0].Lists[Sync].Denied)
		assert.Greater(t, len(f.since(time.Time{}, "list sync", "")), 40)
	})
}

func TestBothKindsDeniedIsAFailureOfTheTarget(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &fake{}
		f.set(func(asked) error { return &api.Error{Class: api.ClassDenied} })
		w := run(t, Options{}, Spec{Instance: "cri-1", API: f})
		after(time.Minute)
		assert.NotNil(t, w.last().Targets[0].Err)
		assert.Len(t, f.log(), 3, "two lists and the rules")
	})
}

func TestTaskThatIsGone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &fake{syncs: many(2, time.Now())}
		w := run(t, Options{}, Spec{Instance: "cri-1", API: f})
		after(5500 * time.Millisecond)
		f.mu.Lock()
		f.syncs = f.syncs[:1]
		f.mu.Unlock()
		after(time.Minute)
		task := find(w.last(), "rst-0001")
		assert.True(t, task.Gone)
		assert.Equal(t, api.ClassNotFound, task.Err.Class)
		assert.Nil(t, w.last().Targets[0].Err)
		from := time.Now()
		after(10 * time.Minute)
		assert.Empty(t, f.since(from, "get sync", "rst-0001"))
		totals := w.last().Totals
		assert.Equal(t, 1, totals.Running)
		assert.Equal(t, 1, totals.Unknown)
	})
}

func TestOnePoisonedPageDoesNotHoldUpTheRest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &fake{syncs: many(500, time.Now())}
		f.set(func(c asked) error {
			if c.op == "list sync" && c.page == 3 {
				return &api.Error{Class: api.ClassServer}
			}
			return nil
		})
		w := run(t, Options{}, Spec{Instance: "cri-1", API: f})
		after(5 * time.Minute)
		pages := 0
		for _, c := range f.log() {
			if c.page == 3 {
				pages++
			}
		}
		assert.LessOrEqual(t, pages, 16)
		assert.Greater(t, len(f.log()), 1000)
		list := w.last().Targets[0].Lists[Sync]
		assert.False(t, list.Complete)
		f.set(nil)
		after(time.Minute)
		assert.True(t, w.last().Targets[0].Lists[Sync].Complete)
		assert.Equal(t, 500, w.last().Tasks.Len())
	})
}

func TestStallIsSeenAndResumes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := many(1, time.Now())[0]
		s.size, s.rate = 2<<40, 10*mib
		f := &fake{syncs: []*fakeSync{s}}
		w := run(t, Options{}, Spec{Instance: "cri-1", API: f})
		after(30 * time.Second)
		flow := find(w.last(), s.id).Flow
		require.True(t, flow.RateKnown)
		assert.InEpsilon(t, 10*mib, flow.Rate, 0.01)
		assert.True(t, flow.Left.Known())
		assert.True(t, w.last().Totals.Left.Known())

		f.mu.Lock()
		s.size, s.rate = 2<<40, 0
		f.mu.Unlock()
		after(2 * time.Minute)
		flow = find(w.last(), s.id).Flow
		assert.True(t, flow.Stalled)
		assert.Zero(t, flow.Rate)
		assert.Equal(t, 1, w.last().Totals.Stalled)
		assert.False(t, flow.Left.Known())

		from := w.last()
		f.set(func(asked) error { return &api.Error{Class: api.ClassNetwork} })
		after(3 * time.Minute)
		assert.False(t, find(w.last(), s.id).Flow.Stalled, "not asked lately is not stalled")
		assert.Greater(t, len(w.all()), 10)
		for _, c := range Diff(from, w.last()) {
			assert.NotEqual(t, Resumed, c.Kind)
		}
	})
}

func TestAFailingTargetIsAskedAsSoonAsTheMachineWakes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &fake{}
		w := run(t, Options{}, Spec{Instance: "cri-1", API: f})
		f.set(func(asked) error { return &api.Error{Class: api.ClassNetwork} })
		after(time.Minute)
		probes := f.log()
		time.Sleep(time.Until(probes[len(probes)-1].at.Add(probeEvery + time.Second))) // just past a probe
		from := time.Now()
		f.set(nil)
		w.Sleep(time.Hour)
		after(2 * time.Second)
		assert.NotEmpty(t, f.since(from, "", ""), "not only when a timer of before the sleep ends")
		assert.Nil(t, w.last().Targets[0].Err)
	})
}
