package poller_test

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/internal/simulator"
	"acrwatch/poller"
)

// witness reads the snapshots of a poller and notes when it learnt that a sync task had ended. Its methods other than
// look are for those who hold mu.
type witness struct {
	*poller.Poller
	began   time.Time
	looking atomic.Bool // the newest rows are attended to, from each snapshot to the next

	mu      sync.Mutex // over all that follows; held in look
	latest  *poller.Snapshot
	prev    poller.Tasks
	active  map[poller.Key]*poller.Task // sync tasks
	met     map[poller.Key]time.Time    // when those were first seen active
	noticed map[poller.Key]time.Time

	// onEnd is called with each sync task that was seen active before, and now is not; afterwards, with every
	// snapshot, comes then. Both may be nil.
	onEnd func(*poller.Task)
	then  func()
}

// skipRaced leaves out what takes minutes with the race detector and finds nothing with it that the marathon does not.
func skipRaced(t *testing.T) {
	t.Helper()
	if raced {
		t.Skip("at full length without the race detector")
	}
}

// rowsOfScreen is how many tasks a reader sees at once.
const rowsOfScreen = 30

// witnessed runs a poller until the test ends.
func witnessed(t *testing.T, o poller.Options, prepare func(*witness), specs ...poller.Spec) *witness {
	t.Helper()
	w := &witness{
		Poller: poller.New(specs, o), active: map[poller.Key]*poller.Task{}, met: map[poller.Key]time.Time{}, noticed: map[poller.Key]time.Time{},
		began: time.Now(),
	}
	if prepare != nil {
		prepare(w)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- w.Run(ctx, w.look) }()
	t.Cleanup(func() {
		cancel()
		require.NoError(t, <-done)
	})
	return w
}

func (w *witness) look(s *poller.Snapshot) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, task := range s.Tasks.Changed(w.prev) {
		if task.Kind == poller.Sync {
			w.learn(task)
		}
	}
	w.prev = s.Tasks
	w.latest = s
	if w.looking.Load() {
		w.Attend(poller.Key{}, w.newest(rowsOfScreen))
	}
	if w.then != nil {
		w.then()
	}
}

func (w *witness) learn(task *poller.Task) {
	if task.Active() {
		if w.active[task.Key] == nil {
			w.met[task.Key] = time.Now()
		}
		w.active[task.Key] = task
		return
	}
	was := w.active[task.Key] != nil
	delete(w.active, task.Key)
	delete(w.met, task.Key)
	if _, known := w.noticed[task.Key]; !known {
		w.noticed[task.Key] = time.Now()
	}
	if was && w.onEnd != nil {
		w.onEnd(task)
	}
}

// newest are the keys of at most n active sync tasks, those that were created last first.
func (w *witness) newest(n int) []poller.Key {
	var tasks []*poller.Task
	for _, task := range w.active {
		tasks = append(tasks, task)
	}
	slices.SortFunc(tasks, func(a, b *poller.Task) int {
		return cmp.Or(b.Sync.Created.Time().Compare(a.Sync.Created.Time()), cmp.Compare(a.ID, b.ID))
	})
	keys := make([]poller.Key, 0, n)
	for _, task := range tasks[:min(n, len(tasks))] {
		keys = append(keys, task.Key)
	}
	return keys
}

// oldest is newest the other way round.
func (w *witness) oldest(n int) []poller.Key {
	all := w.newest(len(w.active))
	slices.Reverse(all)
	return all[:min(n, len(all))]
}

// lag is how long it took until an end was noticed. What had ended before the poller looked has none.
func (w *witness) lag(t *testing.T, service *simulator.Simulator, instance string, key poller.Key) (time.Duration, bool) {
	t.Helper()
	_, ended, ok := service.SyncTaskTimes(instance, key.ID)
	noticed, seen := w.noticed[key]
	if !ok || !seen || !ended.After(w.began) {
		return 0, false
	}
	assert.False(t, noticed.Before(ended), "the end of %s was noticed before it came", key.ID)
	return noticed.Sub(ended), true
}

// focus says whether the window of the reader has the focus, to a poller that wants to know.
func focus(p *poller.Poller, focused bool) {
	if f, ok := any(p).(interface{ Focus(bool) }); ok {
		f.Focus(focused)
	}
}

// lags are durations in order.
type lags []time.Duration

// at is the one that so many of 100 are not above; 0 when there are none.
func (l lags) at(percent int) time.Duration {
	if len(l) == 0 {
		return 0
	}
	slices.Sort(l)
	return l[min(len(l)*percent/100, len(l)-1)].Round(100 * time.Millisecond)
}

// wait is over at an instant, or false when the test has ended before.
func wait(t *testing.T, until time.Time) bool {
	select {
	case <-time.After(time.Until(until)):
		return true
	case <-t.Context().Done():
		return false
	}
}

func sleepUntil(at time.Time) {
	time.Sleep(time.Until(at))
	synctest.Wait()
}
