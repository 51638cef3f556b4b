package ui

import (
	"cmp"
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

// find is the row of a task.
func (x *taskIndex) find(k poller.Key) (int, bool) {
	row := slices.IndexFunc(x.visible, func(i int32) bool { return x.task(i).Key == k })
	return row, row >= 0
}

// update takes a new snapshot and says whether rows have moved.
func (x *taskIndex) update(s *poller.Snapshot) bool {
	old := x.tasks
	x.tasks = s.Tasks
	var moved []int32
	refilter := false
	for i, t := range s.Tasks.Changed(old) {
		before := at(old, i)
		if x.place(i, t, before, s.At) {
			moved = append(moved, int32(i))
		}
		refilter = x.rematch(i) || refilter
		x.join(int32(i), t, before)
	}
	if len(moved) > 0 {
		x.reorder(moved)
	}
	if len(moved) > 0 || refilter {
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

// place gives a task its sort key and says whether it is another than before. A task keeps its place while its rank
// class stays, so that rows do not bounce; one that took the slot of another gets a place of its own.
func (x *taskIndex) place(i int, t, before *poller.Task, now time.Time) bool {
	rank := rankOf(t, now)
	switch {
	case before == nil:
		x.keys = append(x.keys, sortKey{})
	case before.Key == t.Key && x.keys[i].rank == rank:
		return false
	}
	x.keys[i] = sortKey{rank, sortTime(t, rank)}
	return true
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
	return firstTime(t).UnixMilli()
}

// firstTime is when the service says the task began.
func firstTime(t *poller.Task) time.Time {
	if t.Sync != nil {
		return t.Sync.Created
	}
	if t.Subscription != nil {
		return t.Subscription.Start
	}
	return t.FirstSeen
}

func (x *taskIndex) compare(a, b int32) int {
	ka, kb := x.keys[a], x.keys[b]
	return cmp.Or(cmp.Compare(ka.rank, kb.rank), cmp.Compare(ka.at, kb.at), cmp.Compare(x.task(a).ID, x.task(b).ID), cmp.Compare(a, b))
}

// reorder takes the moved tasks out, sorts them, and merges them back.
func (x *taskIndex) reorder(moved []int32) {
	out := make([]bool, x.tasks.Len())
	for _, i := range moved {
		out[i] = true
	}
	stay := slices.DeleteFunc(x.order, func(i int32) bool { return out[i] })
	slices.SortFunc(moved, x.compare)
	merged := make([]int32, 0, x.tasks.Len())
	for len(stay) > 0 && len(moved) > 0 {
		if x.compare(stay[0], moved[0]) <= 0 {
			merged, stay = append(merged, stay[0]), stay[1:]
		} else {
			merged, moved = append(merged, moved[0]), moved[1:]
		}
	}
	x.order = append(append(merged, stay...), moved...)
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
