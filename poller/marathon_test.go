package poller_test

import (
	"maps"
	"runtime"
	"runtime/debug"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/internal/simulator"
	"acrwatch/poller"
)

// hour is an hour of the marathon of 72; the shorter one is scaled.
const hour = time.Hour * marathonHours / 72

// marathon is three days of work: bursts, a quota that is cut for six hours, and half an hour without a service.
var marathon = simulator.Options{
	Scenario: "huge", Bursts: simulator.Bursts{Tasks: 3000 * marathonHours / 72, Over: 72 * hour}, Quota: 5,
	Plan: []simulator.Phase{
		{From: cutFrom, To: cutTo, Quota: 1},
		{From: 53 * hour, To: 53*hour + hour/2, Down: true},
	},
	Quirks: simulator.Quirks{LargestPage: 40}, // a burst goes on one page, and three days take half the time
}

const (
	kept    = 300 * marathonHours / 72 // tasks, less than there are after 12 hours
	cutFrom = 30 * hour
	cutTo   = 36 * hour
)

// Three days with the ceiling above the quota: hardly a call is refused, nothing is missed, nothing is asked for in
// vain, and memory stays level.
func TestMarathon(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(800)) // for the time it takes; heap collects all the same
	synctest.Test(t, func(t *testing.T) {
		service, client := simulate(t, marathon)
		w := witnessed(t, poller.Options{Budget: 8, Keep: kept}, nil, poller.Spec{Region: service.Region(), API: client})
		go w.visit(t)

		sleepUntil(w.began.Add(12 * hour))
		early := heap()
		sleepUntil(w.began.Add(cutFrom))
		before := service.Stats()
		sleepUntil(w.began.Add(cutTo))
		within := service.Stats()
		sleepUntil(w.began.Add(72 * hour))
		late := heap()

		stats := service.Stats()
		calls, naive := stats.Pace.Total, int(service.ActiveTime().Seconds())/2
		all := throttles(stats) / float64(calls)
		inCut := (throttles(within) - throttles(before)) / float64(within.Pace.Total-before.Pace.Total)
		t.Logf("%d calls, %.1f times fewer than %d; throttled: %.2f%% of all, %.2f%% of %d within the cut; %v; %v",
			calls, float64(naive)/float64(calls), naive, 100*all, 100*inCut, within.Pace.Total-before.Pace.Total, stats.Calls, stats.Refused)
		t.Logf("heap %d KiB after 12 h, %d KiB at the end", early>>10, late>>10)
		t.Logf("most calls in 1 s: %d, in 10 s: %d; reads of a task after its end: at most %d",
			stats.Pace.MostIn1s, stats.Pace.MostIn10s, stats.MostReadsAfterEnd)
		assert.LessOrEqual(t, all, 0.005, "throttled")
		assert.LessOrEqual(t, inCut, 0.02, "throttled within the cut")
		assert.LessOrEqual(t, stats.MostReadsAfterEnd, 2, "the read that finds the end, and the one that confirms it")
		assert.LessOrEqual(t, float64(late), 1.2*float64(early), "the heap is level")
		assert.LessOrEqual(t, 5*calls, naive, "calls")
		require.NoError(t, stats.Pace.Within(8, 8))
		w.missedNothing(t, service)
	})
}

// visit is a person who looks for 4 hours of each day.
func (w *witness) visit(t *testing.T) {
	for day := w.began; ; day = day.Add(24 * hour) {
		for _, turn := range []struct {
			at      time.Time
			looking bool
		}{{day, false}, {day.Add(9 * hour), true}, {day.Add(13 * hour), false}} {
			if !wait(t, turn.at) {
				return
			}
			w.looking.Store(turn.looking)
			focus(w.Poller, turn.looking)
			if !turn.looking {
				w.Attend(poller.Key{}, nil)
			}
		}
	}
}

// missedNothing holds what was learnt against the truth.
func (w *witness) missedNothing(t *testing.T, service *simulator.Simulator) {
	t.Helper()
	w.mu.Lock()
	defer w.mu.Unlock()
	last := w.latest
	require.Len(t, last.Targets, len(service.Instances()))
	var late lags
	for i := range last.Targets {
		instance := last.Targets[i].Instance
		missing := 0
		for _, id := range service.SyncTasks(instance) {
			if lag, ok := w.lag(t, service, instance, poller.Key{Target: i, Kind: poller.Sync, ID: id}); ok {
				late = append(late, lag)
			} else {
				missing++
			}
		}
		list := last.Targets[i].Lists[poller.Sync]
		assert.Zero(t, missing, "of %d tasks of %s whose end was not noticed", len(service.SyncTasks(instance)), instance)
		assert.Equal(t, len(service.SyncTasks(instance)), list.Seen+list.Dropped)
		assert.True(t, list.Complete)
		assert.Nil(t, last.Targets[i].Err)
	}
	assert.Empty(t, slices.Collect(maps.Keys(w.active)))
	t.Logf("%d ends noticed: p50 %v, p95 %v, p99 %v, at last %v", len(late), late.at(50), late.at(95), late.at(99), late.at(100))
}

// heap is what is alive, in bytes.
func heap() uint64 {
	synctest.Wait()
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

func throttles(s simulator.Stats) float64 {
	return float64(s.Refused["Throttling.User"] + s.Refused["Throttling.Api"])
}
