package past

import (
	"slices"
	"sort"
	"time"

	"acrwatch/api"
	"acrwatch/poller"
)

// Kind is what a Mark is of.
type Kind uint8

// What a reader wants to jump to.
const (
	Failed     Kind = iota // a task failed
	Stalled                // a task stopped moving
	BatchEnded             // the last active task of a batch came to its end
)

// Mark is an instant at which something happened.
type Mark struct {
	At   time.Time // of the snapshot that showed it first, or of the first one after it that is still kept
	Kind Kind
	Task poller.Key // for BatchEnded the one that ended it
}

// batch is one push, as seen from one target.
type batch struct {
	target int
	id     string
}

// Watch finds what happens from each snapshot to the next. The zero value has seen none.
type Watch struct {
	last   *poller.Snapshot
	active map[batch]int // active tasks, of the batches that have any
}

// Look gives what happened since the last snapshot. Nothing has happened when there was none before.
func (w *Watch) Look(s *poller.Snapshot) []Mark {
	var before poller.Tasks
	if w.last != nil {
		before = w.last.Tasks
	} else {
		w.active = make(map[batch]int)
	}
	var found []Mark
	note := func(k Kind, t *poller.Task) { found = append(found, Mark{s.At, k, t.Key}) }
	var ended []*poller.Task
	for i, t := range s.Tasks.Changed(before) {
		var was *poller.Task
		if i < before.Len() {
			was = before.At(i)
			w.count(was, -1)
		}
		w.count(t, 1)
		switch {
		case was == nil || was.Key != t.Key:
		case t.Phase == api.PhaseFailed && was.Phase != api.PhaseFailed:
			note(Failed, t)
		case t.Flow.Stalled && !was.Flow.Stalled:
			note(Stalled, t)
		}
		if was != nil && was.Key == t.Key && was.Active() && !t.Active() {
			ended = append(ended, t)
		}
	}
	for i := s.Tasks.Len(); i < before.Len(); i++ { // another recording has fewer
		w.count(before.At(i), -1)
	}
	w.last = s
	told := make(map[batch]bool)
	for _, t := range slices.Backward(ended) {
		if b := batchOf(t); b.id != "" && w.active[b] == 0 && !told[b] {
			told[b] = true
			note(BatchEnded, t)
		}
	}
	return found
}

func (w *Watch) count(t *poller.Task, by int) {
	if !t.Active() {
		return
	}
	b := batchOf(t)
	if w.active[b] += by; w.active[b] == 0 {
		delete(w.active, b)
	}
}

// batchOf is the batch of a task; its id is empty when it has none.
func batchOf(t *poller.Task) batch {
	if t.Sync == nil {
		return batch{}
	}
	return batch{t.Target, t.Sync.BatchID}
}

// Marks is what happened, the oldest first.
type Marks []Mark

// Before is the last mark that is earlier than an instant.
func (m Marks) Before(t time.Time) (Mark, bool) {
	i := sort.Search(len(m), func(i int) bool { return !m[i].At.Before(t) })
	if i == 0 {
		return Mark{}, false
	}
	return m[i-1], true
}

// After is the first mark that is later than an instant.
func (m Marks) After(t time.Time) (Mark, bool) {
	i := sort.Search(len(m), func(i int) bool { return m[i].At.After(t) })
	if i == len(m) {
		return Mark{}, false
	}
	return m[i], true
}

// move puts the marks of one instant on a later one, before the next ones, and says whether there were any.
func (m Marks) move(from, to time.Time) bool {
	first := sort.Search(len(m), func(i int) bool { return !m[i].At.Before(from) })
	next := first
	for ; next < len(m) && m[next].At.Equal(from); next++ {
		m[next].At = to
	}
	return next > first
}

// Marks are those of the time that the snapshots reach back to.
func (p *Past) Marks() Marks { return p.marks }
