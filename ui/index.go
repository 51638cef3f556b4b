package ui

import (
	"slices"
	"time"

	"acrwatch/api"
	"acrwatch/internal/query"
	"acrwatch/poller"
)

// rank classes of the list: what needs attention first.
const (
	rankFailed uint8 = iota
	rankStalled
	rankRunning
	rankQueued
	rankFinished
)

// attentionSpan is how long a failure of before we looked still counts as news.
const attentionSpan = 24 * time.Hour

type sortKey struct {
	rank uint8
	at   int64 // smaller is higher
	id   string
}

// taskIndex is the order and the filter over the tasks of a snapshot. Its cost follows what changed: unchanged tasks
// are told by their pointers, and only those that changed are sorted and matched again.
type taskIndex struct {
	tasks    poller.Tasks
	keys     []sortKey
	subjects []query.Subject // kept only while there is a filter
	matches  []bool
	order    []int32 // all tasks, in order
	visible  []int32 // those that match
	batches  map[string][]int32
	query    query.Query
	moment   query.Moment
}

func newTaskIndex() taskIndex { return taskIndex{batches: map[string][]int32{}} }

func (x *taskIndex) len() int { return len(x.visible) }

// at is the task in a row, nil beyond the end.
func (x *taskIndex) at(row int) *poller.Task {
	if row < 0 || row >= len(x.visible) {
		return nil
	}
	return x.task(x.visible[row])
}

func (x *taskIndex) task(i int32) *poller.Task { return x.tasks.At(int(i)) }

// find is the row of a task. It looks around near first, for a refresh takes few rows far.
func (x *taskIndex) find(k poller.Key, near int) (int, bool) {
	for far := range max(near+1, len(x.visible)-near) {
		for _, row := range [2]int{near - far, near + far} {
			if t := x.at(row); t != nil && t.Key == k {
				return row, true
			}
		}
	}
	return 0, false
}

// update takes a new snapshot and says whether rows have moved.
func (x *taskIndex) update(s *poller.Snapshot, now time.Time) bool {
	old := x.tasks
	x.tasks, x.moment = s.Tasks, query.Moment{Now: now, Targets: s.Targets}
	var moves []move
	refilter := false
	for i, t := range s.Tasks.Changed(old) {
		before := at(old, i)
		if key, moved := x.place(i, t, before, s.At); moved {
			moves = append(moves, move{int32(i), key, before == nil})
		}
		refilter = x.rematch(i) || refilter
		x.join(int32(i), t, before)
	}
	if len(moves) > 0 {
		x.reorder(moves)
	}
	if len(moves) > 0 || refilter {
		x.refill()
		return true
	}
	return false
}

func at(tasks poller.Tasks, i int) *poller.Task {
	if i < tasks.Len() {
		return tasks.At(i)
	}
	return nil
}

// place is the sort key of a task and whether it must move for it. A task keeps its place while its rank class stays,
// so that rows do not bounce; one that took the slot of another gets a place of its own.
func (x *taskIndex) place(i int, t, before *poller.Task, now time.Time) (sortKey, bool) {
	rank := rankOf(t, now)
	if before != nil && before.Key == t.Key && x.keys[i].rank == rank {
		return x.keys[i], false
	}
	return sortKey{rank, sortTime(t, rank), t.ID}, true
}

func rankOf(t *poller.Task, now time.Time) uint8 {
	switch {
	case t.Gone:
		return rankFinished
	case t.Phase == api.PhaseFailed && (!t.Finished.IsZero() || now.Sub(t.LastChanged()) < attentionSpan):
		return rankFailed
	case t.Phase.Finished():
		return rankFinished
	case t.Flow.Stalled:
		return rankStalled
	case t.Phase == api.PhaseQueued:
		return rankQueued
	}
	return rankRunning
}

// sortTime puts the oldest active task and the newest finished one on top of their class.
func sortTime(t *poller.Task, rank uint8) int64 {
	if rank == rankFailed || rank == rankFinished {
		return -t.LastChanged().UnixMilli()
	}
	return t.Began().UnixMilli()
}

// join keeps the tasks of one push together, so that a batch can be counted without a search.
func (x *taskIndex) join(i int32, t, before *poller.Task) {
	was, is := batchOf(before), batchOf(t)
	if was == is {
		return
	}
	if was != "" {
		x.leave(was, i)
	}
	if is != "" {
		x.batches[is] = append(x.batches[is], i)
	}
}

func (x *taskIndex) leave(batch string, i int32) {
	rest := slices.DeleteFunc(x.batches[batch], func(other int32) bool { return other == i })
	if len(rest) == 0 {
		delete(x.batches, batch)
		return
	}
	x.batches[batch] = rest
}

func batchOf(t *poller.Task) string {
	if t == nil || t.Sync == nil {
		return ""
	}
	return t.Sync.BatchID
}

// batch is the tasks of one push, finished and in all.
func (x *taskIndex) batch(id string) (done, failed, total int) {
	for _, i := range x.batches[id] {
		total++
		switch x.task(i).Phase {
		case api.PhaseDone:
			done++
		case api.PhaseFailed, api.PhaseCanceled:
			failed++
		}
	}
	return done, failed, total
}
