package journal

import (
	"sync"
	"time"

	"acrwatch/poller"
)

// queueMost is how many events wait for a disk that is slow: some minutes' worth.
const queueMost = 4096

// queue is what the poller has left for the writer.
type queue struct {
	poked chan struct{} // one slot: there is something in the queue

	mu    sync.Mutex
	items []item
	ended bool
}

// item is an event, or a number of events for which there was no room.
type item struct {
	event poller.Event
	lost  int
	since time.Time // of the first event that was lost; event.At is that of the last
}

func newQueue() *queue { return &queue{poked: make(chan struct{}, 1)} }

// put never waits. An event for which there is no room is counted.
func (q *queue) put(e poller.Event) {
	q.mu.Lock()
	defer q.mu.Unlock()
	switch last := len(q.items) - 1; {
	case q.ended:
		return
	case len(q.items) < queueMost || needed(&e):
		q.items = append(q.items, item{event: e})
	case q.items[last].lost > 0:
		q.items[last].lost++
		q.items[last].event.At = e.At
	default:
		q.items = append(q.items, item{event: poller.Event{At: e.At}, lost: 1, since: e.At})
	}
	select {
	case q.poked <- struct{}{}:
	default:
	}
}

// needed says that what comes later makes no sense without this event. There are few of them.
func needed(e *poller.Event) bool {
	return e.What == poller.Answered && e.Call.Op == poller.OpDiscover || e.What == poller.Paused || e.What == poller.Unpaused
}

// take empties the queue.
func (q *queue) take() []item {
	q.mu.Lock()
	defer q.mu.Unlock()
	items := q.items
	q.items = nil
	return items
}

// end lets nothing more in.
func (q *queue) end() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.ended = true
}
