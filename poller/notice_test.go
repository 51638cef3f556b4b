package poller_test

import (
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/internal/simulator"
	"acrwatch/poller"
)

// busy is a registry with 10,000 tasks, 500 of them active for about 40 minutes each.
var busy = simulator.Options{Scenario: "huge", Tasks: 10_000, Active: 500, Lasts: 40 * time.Minute}

// With 500 active tasks and 5 calls a second an end must be noticed soon, and sooner where somebody looks.
func TestEndsAreNoticedSoon(t *testing.T) {
	skipRaced(t)
	for name, c := range map[string]struct {
		rows func(w *witness) []poller.Key
		ends int // at least, of tasks on screen
	}{
		"the newest are looked at": {func(w *witness) []poller.Key { return w.newest(rowsOfScreen) }, 0}, // they go on for long
		"the oldest are looked at": {func(w *witness) []poller.Key { return w.oldest(rowsOfScreen) }, 3 * minutes},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { testNotice(t, c.rows, c.ends) })
		})
	}
}

// minutes is how long ends are counted, once the poller knows its way.
const minutes = 20

func testNotice(t *testing.T, top func(*witness) []poller.Key, ends int) {
	service, client := simulate(t, busy)
	instance := service.Instances()[0]
	var all, attended lags
	near := map[poller.Key]bool{}
	var warm atomic.Bool
	w := witnessed(t, poller.Options{Budget: 5}, func(w *witness) {
		w.onEnd = func(task *poller.Task) {
			lag, ok := w.lag(t, service, instance, task.Key)
			if !ok || !warm.Load() {
				return
			}
			all = append(all, lag)
			if near[task.Key] {
				attended = append(attended, lag)
			}
		}
		w.then = func() {
			rows := top(w)
			clear(near)
			for _, key := range rows {
				near[key] = true
			}
			w.Attend(poller.Key{}, rows)
		}
	}, poller.Spec{Region: service.Region(), Instance: instance, API: client})

	sleepUntil(w.began.Add(15 * time.Minute))
	warm.Store(true)
	calls := service.Stats().Pace.Total
	sleepUntil(w.began.Add(15*time.Minute + minutes*time.Minute))
	calls = service.Stats().Pace.Total - calls
	w.mu.Lock()
	defer w.mu.Unlock()
	t.Logf("%d calls in %d min; %d ends noticed: p50 %v, p95 %v, p99 %v; %d of them on screen: p50 %v, p95 %v",
		calls, minutes, len(all), all.at(50), all.at(95), all.at(99), len(attended), attended.at(50), attended.at(95))
	late := unnoticed(w, service, instance, 10*time.Second)
	t.Logf("%d tasks ended more than 10 s ago and still count as active", late)
	require.Greater(t, len(all), 8*minutes, "enough to judge by")
	require.GreaterOrEqual(t, len(attended), ends, "enough on screen to judge by")
	assert.LessOrEqual(t, all.at(95), 10*time.Second, "of all")
	assert.LessOrEqual(t, attended.at(95), 5*time.Second, "on screen")
	assert.LessOrEqual(t, late, len(all)/20, "those not noticed at all")
}

// unnoticed counts the tasks that ended longer ago than that, and still are active to the poller.
func unnoticed(w *witness, service *simulator.Simulator, instance string, ago time.Duration) (n int) {
	for key := range w.active {
		if _, ended, _ := service.SyncTaskTimes(instance, key.ID); !ended.IsZero() && time.Since(ended) > ago {
			n++
		}
	}
	return n
}
