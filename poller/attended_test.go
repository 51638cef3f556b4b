package poller_test

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/api"
	"acrwatch/internal/simulator"
	"acrwatch/poller"
)

// ages is how old what is shown of the rows on screen is, sampled every second.
type ages struct {
	rows, open lags
	opened     time.Time // when the open task was opened
}

func (a *ages) mean() time.Duration {
	var sum time.Duration
	for _, age := range a.rows {
		sum += age
	}
	return sum / time.Duration(max(len(a.rows), 1))
}

// With 500 active tasks and 5 calls a second, the rows on screen get at least half of the calls, shared evenly, and
// the open task is as good as live.
func TestRowsOnScreenAreFresh(t *testing.T) {
	skipRaced(t)
	for _, n := range []int{20, 50, 100} {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { testFresh(t, n) })
		})
	}
}

func testFresh(t *testing.T, n int) {
	const budget = 5.0
	service, client := simulate(t, busy)
	var open poller.Key
	w := witnessed(t, poller.Options{Budget: budget}, func(w *witness) {
		w.then = func() {
			if rows := w.newest(n); len(rows) > 0 {
				if task := w.active[open]; task == nil {
					open = rows[len(rows)/2]
				}
				w.Attend(open, rows)
			}
		}
	}, poller.Spec{Region: service.Region(), Instance: service.Instances()[0], API: client})
	sleepUntil(w.began.Add(15 * time.Minute)) // by then every active task was read once

	var a ages
	var opened poller.Key
	for range 600 {
		sleepUntil(time.Now().Add(1030 * time.Millisecond)) // never in step with the poller
		w.mu.Lock()
		if open != opened {
			a.opened, opened = time.Now(), open
		}
		a.sample(w, w.newest(n), open)
		w.mu.Unlock()
	}
	fair := time.Duration(float64(n) / (2 * budget) * float64(time.Second))
	t.Logf("%3d rows: mean age %v (p95 %v, %.2f of n/2B = %v); the open task: mean %v, at most %v",
		n, a.mean().Round(10*time.Millisecond), a.rows.at(95), float64(a.mean())/float64(fair), fair, a.open.at(50), a.open.at(100))
	require.Greater(t, len(a.rows), 300*n, "enough to judge by")
	require.Greater(t, len(a.open), 500)
	assert.LessOrEqual(t, a.mean(), fair*16/10)
	assert.LessOrEqual(t, a.open.at(100), 3*time.Second)
}

// A screen full of moving rows would take all calls, and nothing would be known of the whole any more.
func TestTheWholeIsKnownWhateverIsOnScreen(t *testing.T) {
	skipRaced(t)
	for active, lasts := range map[int]time.Duration{100: 20 * time.Minute, 500: 40 * time.Minute} {
		t.Run(fmt.Sprint(active), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { testWhole(t, active, lasts) })
		})
	}
}

func testWhole(t *testing.T, active int, lasts time.Duration) {
	service, client := simulate(t, simulator.Options{Scenario: "huge", Tasks: 5000, Active: active, Lasts: lasts})
	w := witnessed(t, poller.Options{}, nil, poller.Spec{Region: service.Region(), Instance: service.Instances()[0], API: client})
	w.looking.Store(true)
	sleepUntil(w.began.Add(25 * time.Minute)) // by then every active task was asked often enough

	const looks = 200
	from, before := time.Now(), movedBy(service)
	rates, left := 0.0, 0
	for range looks {
		sleepUntil(time.Now().Add(3070 * time.Millisecond))
		w.mu.Lock()
		require.True(t, w.latest.Totals.RateKnown)
		rates += w.latest.Totals.Rate
		if w.latest.Totals.Left.Known() {
			left++
		}
		w.mu.Unlock()
	}
	moved := int64(0)
	for id, now := range movedBy(service) {
		moved += now - before[id]
	}
	truth, told := float64(moved)/time.Since(from).Seconds(), rates/looks
	t.Logf("%3d active: %.0f MiB/s in truth, %.0f told; the time left was told %d times in %d", active, truth/(1<<20), told/(1<<20), left, looks)
	assert.InEpsilon(t, truth, told, 0.12)
	assert.Equal(t, looks, left)
}

// movedBy is what has arrived of each sync task.
func movedBy(service *simulator.Simulator) map[string]int64 {
	instance, moved := service.Instances()[0], make(map[string]int64)
	for _, id := range service.SyncTasks(instance) {
		moved[id] = service.SyncTaskMoved(instance, id)
	}
	return moved
}

// sample adds the ages of this second. A row that was never answered is as old as it is known.
func (a *ages) sample(w *witness, rows []poller.Key, open poller.Key) {
	for _, key := range rows {
		task := w.active[key]
		if task.Phase != api.PhaseRunning {
			continue
		}
		since := task.Answered.Time()
		if since.IsZero() {
			since = w.met[key]
		}
		a.rows = append(a.rows, time.Since(since))
	}
	task := w.active[open]
	if task == nil {
		return
	}
	if task.Answered.Time().After(a.opened) {
		a.open = append(a.open, time.Since(task.Answered.Time()))
	}
}
