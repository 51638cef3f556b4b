package ui

import (
	"time"

	"acrwatch/internal/query"
	"acrwatch/poller"
)

// taskIndex is the order and the filter over the tasks of a snapshot. Its cost follows what changed: unchanged tasks
// are told by their pointers, and only those that changed are sorted and matched again.
type taskIndex struct {
	ordering // of all tasks, by their index
	matcher
	sieve
	tasks   poller.Tasks
	visible []int32 // those that match
	column  string  // sorted by
	strict  bool    // rows stand where they belong at each moment, and move for it
}

func newTaskIndex() taskIndex {
	return taskIndex{column: attentionColumn}
}

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
	return spiral(near, len(x.visible), func(row int) bool { return x.task(x.visible[row]).Key == k })
}

// has says that a task is there, whether the filter shows it or not.
func (x *taskIndex) has(k poller.Key) bool {
	for _, t := range x.tasks.All() {
		if t.Key == k {
			return true
		}
	}
	return false
}

// spiral is the first of n rows that is the one, looking around near first.
func spiral(near, n int, is func(row int) bool) (int, bool) {
	for far := range max(near+1, n-near) {
		for _, row := range [2]int{near - far, near + far} {
			if row >= 0 && row < n && is(row) {
				return row, true
			}
		}
	}
	return 0, false
}

// update takes a new snapshot and says whether rows have moved.
func (x *taskIndex) update(s *poller.Snapshot, now time.Time) bool {
	old := x.tasks
	x.tasks, x.moment.Now, x.moment.Targets = s.Tasks, now, s.Targets
	var moves []move
	refilter := false
	for i, t := range s.Tasks.Changed(old) {
		before := at(old, i)
		if !x.stays(i, t, before, s.At) {
			moves = append(moves, move{row: int32(i), key: keyOf(t, x.by(), s.At), fresh: before == nil})
		}
		refilter = x.rematch(i, t) || refilter
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

// restart forgets the tasks, but not how they are sorted and filtered.
func (x *taskIndex) restart(strict bool) {
	*x = taskIndex{ordering: ordering{backward: x.backward}, matcher: x.unmatched(), column: x.column, strict: strict}
}

// rematchAll filters all tasks, after a restart or as time has gone by.
func (x *taskIndex) rematchAll(anew bool) {
	if x.matcher.rematchAll(anew, x.tasks) {
		x.refill()
	}
}

// stays says that a task keeps its place: its rank class is the same, and it did not take the slot of another.
func (x *taskIndex) stays(i int, t, before *poller.Task, now time.Time) bool {
	if before == nil || before.Key != t.Key || x.keys[i].class != rankOf(t, now) {
		return false
	}
	return !x.strict || x.key(int32(i)) == keyOf(t, x.by(), now)
}

func (x *taskIndex) by() sortBy { return sortBy{x.column, x.backward} }

// sortBy sorts all tasks by what they are now.
func (x *taskIndex) sortBy(by sortBy, now time.Time) {
	x.column, x.backward = by.column, by.backward
	x.rekey(func(i int32) sortKey { return keyOf(x.tasks.At(int(i)), by, now) })
	x.refill()
}

// setQuery filters by q from now on.
func (x *taskIndex) setQuery(q query.Query) {
	x.matcher.setQuery(q, x.tasks)
	x.refill()
}

// pass lets time go by and says whether tasks have come in or gone out.
func (x *taskIndex) pass(now time.Time) bool {
	changed := x.matcher.pass(now, x.tasks)
	if changed {
		x.refill()
	}
	return changed
}

// refill makes the visible rows anew from the order.
func (x *taskIndex) refill() { x.visible = x.sift(x.order, x.matches) }

// sieve keeps the memory of the rows that match for the next ones.
type sieve struct{ rows []int32 }

// sift is the rows of an order that match, all of them without a filter, until it is called again.
func (s *sieve) sift(order []int32, matches []bool) []int32 {
	if matches == nil {
		return order
	}
	s.rows = s.rows[:0]
	for _, i := range order {
		if matches[i] {
			s.rows = append(s.rows, i)
		}
	}
	return s.rows
}
