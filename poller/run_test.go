package poller

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/api"
)

func TestPauseAsksNothingButWhatTheUserWants(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &fake{syncs: many(3, time.Now())}
		w := run(t, Options{}, Spec{Instance: "cri-1", API: f})
		after(10 * time.Second)
		w.Pause(true)
		after(time.Second)
		assert.True(t, w.last().Paused)
		from := time.Now()
		after(10 * time.Minute)
		assert.Empty(t, f.since(from, "", ""))
		w.Refresh(key("rst-0002"))
		w.Refresh()
		after(time.Second)
		assert.Len(t, f.since(from, "", ""), 3)
		w.Pause(false)
		after(10 * time.Second)
		assert.Greater(t, len(f.since(from, "", "")), 6)
		assert.False(t, w.last().Paused)
	})
}

func TestCancellationIsPromptInEveryWait(t *testing.T) {
	waits := map[string]struct {
		f     *fake
		o     Options
		paced time.Duration
	}{
		"between calls":   {f: &fake{}, paced: 7 * time.Second},
		"in a call":       {f: &fake{latency: time.Hour}, paced: time.Second},
		"for the budget":  {f: &fake{syncs: many(50, time.Time{})}, o: Options{Budget: 0.001}, paced: time.Minute},
		"in a back-off":   {f: &fake{refuse: func(asked) error { return errors.New("no route") }}, paced: 5 * time.Minute},
		"while throttled": {f: &fake{refuse: throttled}, paced: 10 * time.Second},
	}
	for name, wait := range waits {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancel(t.Context())
				p := New([]Spec{{Instance: "cri-1", API: wait.f}, {API: wait.f}}, wait.o)
				done := make(chan error, 1)
				go func() { done <- p.Run(ctx, func(*Snapshot) {}) }()
				after(wait.paced)
				from := time.Now()
				cancel()
				require.NoError(t, <-done)
				assert.Zero(t, time.Since(from))
			})
		})
	}
}

func throttled(asked) error {
	return &api.Error{Class: api.ClassThrottled, RetryAfter: time.Hour}
}

func TestDeadlineOfTheContextEndsTheBudgetWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		from := time.Now()
		p := New([]Spec{{Instance: "cri-1", API: &fake{}}}, Options{Budget: 0.01})
		require.NoError(t, p.Run(ctx, func(*Snapshot) {}))
		assert.Equal(t, 10*time.Second, time.Since(from))
	})
}

func TestSlowReaderNeverHoldsUpPolling(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &fake{syncs: many(10, time.Now())}
		p := New([]Spec{{Instance: "cri-1", API: f}}, Options{})
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error, 1)
		var seen []*Snapshot
		go func() {
			done <- p.Run(ctx, func(s *Snapshot) {
				seen = append(seen, s)
				after30s(ctx)
			})
		}()
		after(5 * time.Minute)
		assert.Greater(t, len(f.log()), 500)
		cancel()
		require.NoError(t, <-done)
		assert.Len(t, seen, 10)
		for i := 1; i < len(seen); i++ {
			assert.True(t, seen[i].At.After(seen[i-1].At))
			assert.WithinDuration(t, seen[i-1].At.Add(30*time.Second), seen[i].At, time.Second, "the newest, not the next")
		}
	})
}

func after30s(ctx context.Context) {
	select {
	case <-ctx.Done():
	case <-time.After(30 * time.Second):
	}
}

func TestSnapshotsComeAtThePaceOfTheEye(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &fake{syncs: many(100, time.Now())}
		w := run(t, Options{Budget: 100}, Spec{Instance: "cri-1", API: f})
		after(20 * time.Second)
		snaps := w.all()
		assert.Greater(t, len(snaps), 30)
		for i := 1; i < len(snaps); i++ {
			pace := emitEvery
			if snaps[i-1].At.Before(snaps[0].At.Add(firstPhase)) {
				pace = emitFirst
			}
			require.GreaterOrEqual(t, snaps[i].At.Sub(snaps[i-1].At), pace)
		}
	})
}

func TestWhatTheUserAsksForIsShownAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &fake{syncs: many(30, time.Now())}
		w := run(t, Options{Budget: 8}, Spec{Instance: "cri-1", API: f})
		for range 10 {
			after(7*time.Second + 130*time.Millisecond)
			asked := time.Now()
			w.Refresh()
			after(200 * time.Millisecond)
			assert.False(t, w.last().Targets[0].Lists[Sync].LastOK.Before(asked), "the list was asked and is shown")
		}
	})
}

func TestPanicEndsRunWithAnError(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &fake{refuse: func(asked) error { panic("broken client") }}
		p := New([]Spec{{Instance: "cri-1", API: f}, {Instance: "cri-2", API: &fake{}}}, Options{})
		err := p.Run(t.Context(), func(*Snapshot) {})
		assert.ErrorContains(t, err, "broken client")
	})
	synctest.Test(t, func(t *testing.T) {
		p := New(nil, Options{})
		err := p.Run(t.Context(), func(*Snapshot) { panic("broken screen") })
		assert.ErrorContains(t, err, "broken screen")
	})
}

func TestSettled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &fake{syncs: []*fakeSync{{id: "a", start: time.Now(), size: 20 * mib, rate: mib}}}
		w := run(t, Options{}, Spec{Instance: "cri-1", API: f})
		assert.False(t, w.last().Settled())
		after(10 * time.Second)
		assert.False(t, w.last().Settled())
		after(20 * time.Second)
		assert.True(t, w.last().Settled())
	})
}
