package past

import (
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
	At   time.Time // of the snapshot that showed it first
	Kind Kind
	Task poller.Key // for BatchEnded the one that ended it
}

// batch is one push, as seen from one target.
type batch struct {
	target int
	id     string
}

// watch finds what happens from each snapshot to the next.
type watch struct {
	last   *poller.Snapshot
	active map[batch]int // active tasks, of the batches that have any
}

// look gives what happened since the last snapshot. Nothing has happened when there was none before.
func (w *watch) look(s *poller.Snapshot) []Mark {
	var before poller.Tasks
	if w.last != nil {
		before = w.last.Tasks
	}
	var found []Mark
	note := func(k Kind, t *poller.Task) { found = append(found, Mark{s.At, k, t.Key}) }
	ended := make(map[batch]*poller.Task)
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
			ended[batchOf(t)] = t
		}
	}
	w.last = s
	for b, t := range ended {
		if b.id != "" && w.active[b] == 0 {
			note(BatchEnded, t)
		}
	}
	return found
}

func (w *watch) count(t *poller.Task, by int) {
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

// MarkBefore is the last mark that is earlier than an instant.
func (p *Past) MarkBefore(t time.Time) (Mark, bool) {
	i := sort.Search(len(p.marks), func(i int) bool { return !p.marks[i].At.Before(t) })
	if i == 0 {
		return Mark{}, false
	}
	return p.marks[i-1], true
}

// MarkAfter is the first mark that is later than an instant.
func (p *Past) MarkAfter(t time.Time) (Mark, bool) {
	i := sort.Search(len(p.marks), func(i int) bool { return p.marks[i].At.After(t) })
	if i == len(p.marks) {
		return Mark{}, false
	}
	return p.marks[i], true
}
