package gate

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"acrwatch/api"
	"acrwatch/poller"
)

// Roll is the tasks that a command is about: all that matched once, as they were last seen. A task stays on it when it
// stops matching, as one of status:active does when it ends. The zero value is empty.
type Roll struct {
	Done, Failed, Canceled int
	Gone                   int // the service forgot them before it told their end

	// Forget takes off what the poller keeps no longer: a watch of months must not grow. A wait counts it on.
	Forget bool

	seen   poller.Tasks
	tasks  map[poller.Key]*poller.Task
	active map[poller.Key]*poller.Task // those that are not over
	ended  time.Time                   // when the last of them was seen to end; zero while none was
}

// Update brings the roll up to a snapshot; each must be newer than the one before. The filter is asked about tasks that
// changed, or about all when timed says that its answer changes with time alone.
func (r *Roll) Update(s *poller.Snapshot, timed bool, matches func(*poller.Task) bool) {
	if r.tasks == nil {
		r.tasks, r.active = make(map[poller.Key]*poller.Task), make(map[poller.Key]*poller.Task)
	}
	if r.Forget {
		r.forget(s.Tasks)
	}
	tasks := s.Tasks.Changed(r.seen)
	if timed {
		tasks = s.Tasks.All()
	}
	for _, t := range tasks {
		if t.Sync == nil && t.Subscription == nil { // asked for, and not answered yet
			continue
		}
		if old, on := r.tasks[t.Key]; on {
			r.change(old, t, s.At)
		} else if matches(t) {
			r.put(t)
		}
	}
	r.seen = s.Tasks
}

// forget takes off the tasks whose places others have now, or nobody. It goes before those are put on: in the next of several
// recordings a task can have another place.
func (r *Roll) forget(tasks poller.Tasks) {
	for i, t := range tasks.Changed(r.seen) {
		if i < r.seen.Len() && r.seen.At(i).Key != t.Key {
			r.drop(r.seen.At(i).Key)
		}
	}
	for i := tasks.Len(); i < r.seen.Len(); i++ {
		r.drop(r.seen.At(i).Key)
	}
}

func (r *Roll) change(old, t *poller.Task, at time.Time) {
	if old == t {
		return
	}
	r.drop(old.Key)
	r.put(t)
	if old.Active() && !t.Active() {
		r.ended = at
	}
}

func (r *Roll) put(t *poller.Task) {
	r.tasks[t.Key] = t
	if t.Active() {
		r.active[t.Key] = t
	}
	r.count(t, 1)
}

func (r *Roll) drop(k poller.Key) {
	if t, on := r.tasks[k]; on {
		r.count(t, -1)
		delete(r.tasks, k)
		delete(r.active, k)
	}
}

// count adds a task that is over to the counts, or takes it out.
func (r *Roll) count(t *poller.Task, by int) {
	switch {
	case t.Phase == api.PhaseDone:
		r.Done += by
	case t.Phase == api.PhaseFailed:
		r.Failed += by
	case t.Phase == api.PhaseCanceled:
		r.Canceled += by
	case t.Gone:
		r.Gone += by
	}
}

// Len is how many tasks there are.
func (r *Roll) Len() int { return len(r.tasks) }

// Active is how many of them are not over.
func (r *Roll) Active() int { return len(r.active) }

// Has says that a task is on the roll.
func (r *Roll) Has(k poller.Key) bool {
	_, on := r.tasks[k]
	return on
}

// Running calls visit with each task that is not over, in no order.
func (r *Roll) Running(visit func(*poller.Task)) {
	for _, t := range r.active {
		visit(t)
	}
}

// Tasks are all of them, the oldest first.
func (r *Roll) Tasks() []*poller.Task {
	return slices.SortedFunc(maps.Values(r.tasks), func(a, b *poller.Task) int {
		return cmp.Or(a.Began().Compare(b.Began()), order(a, b))
	})
}

// earliest is the task of some that came to its present state first, nil when there is none of them.
func (r *Roll) earliest(is func(*poller.Task) bool) *poller.Task {
	var first *poller.Task
	for _, t := range r.tasks {
		if is(t) && (first == nil || cmp.Or(t.LastChanged().Compare(first.LastChanged()), order(t, first)) < 0) {
			first = t
		}
	}
	return first
}

// order is some order for tasks that have no other.
func order(a, b *poller.Task) int {
	return cmp.Or(cmp.Compare(a.Target, b.Target), cmp.Compare(a.ID, b.ID))
}
