package poller

import (
	"time"

	"acrwatch/api"
)

// closeness is how near a task is to the eyes.
type closeness uint8

const (
	far     closeness = iota // not on screen
	visible                  // a row on screen
	open                     // its detail is on screen
)

// due is the next call about one task and when it is due; no call when it needs none.
func (s *state) due(i int, near closeness, look *attention, now time.Time) (Call, time.Time) {
	t, r := s.tasks[i], s.records[i]
	home := s.targets[t.Target]
	if t.Gone {
		return Call{}, time.Time{}
	}
	l := &home.lists[t.Kind]
	if r.tagsDue() {
		due := latest(r.asked.Time(), r.tags.retryAt, home.tagsAt, l.denyList, l.denyGet)
		return Call{Op: OpTags, Target: t.Target, Kind: t.Kind, ID: t.ID, Page: r.tags.page}, due
	}
	if s.narrowed() {
		near = max(near, nearBy(t.Kind))
	}
	every, needed := interval(t, r, near, now)
	if !needed {
		return Call{}, time.Time{}
	}
	due := latest(l.denyList, l.denyGet)
	switch {
	case !r.asked.IsZero():
		due = latest(due, r.asked.Time().Add(look.slow(every, near)), s.notBefore(r, near))
	case t.Phase == api.PhaseQueued && near != open:
		// Nothing moves there yet: while a screen fills, the calls go to what does.
		due = latest(due, r.first.Time().Add(every))
	}
	return Call{Op: OpGet, Target: t.Target, Kind: t.Kind, ID: t.ID}, due
}

// nearBy is how near a task is that was asked for by name, when nobody looks. No list tells of it besides, so that a
// subscription is asked as one that is open.
func nearBy(kind Kind) closeness {
	if kind == Subscription {
		return open
	}
	return visible
}

// interval is how long to wait after the last get of a task before the next, and whether it needs one at all.
// A finished task is asked once more to confirm it, or once when somebody looks at it and it was never asked.
func interval(t *Task, r *record, near closeness, now time.Time) (time.Duration, bool) {
	every := nearEvery
	switch {
	case t.Active() && t.Kind == Subscription && near != open:
		every = listedEvery
	case t.Phase == api.PhaseQueued && near != far:
		every = queuedEvery
	case t.Active() && near == far:
		every = farInterval(t, r, now)
	case t.Active() && near == open:
		every = openEvery
	case t.Active(), r.confirm:
	case near != far && t.Answered.IsZero():
		every = farEvery
	default:
		return 0, false
	}
	if t.Err != nil && !t.Err.Temporary() {
		every = max(every, slowPace)
	}
	return every, true
}

// farInterval grows with the age of the task: what has run for an hour changes little in two seconds. What waits in
// a queue or has a status that we cannot read is asked most rarely. Each task has its own tenth more or less, so that
// those of one push do not march in step.
func farInterval(t *Task, r *record, now time.Time) time.Duration {
	every := farEvery
	if t.Phase == api.PhaseRunning {
		every = min(max(now.Sub(t.begun(r))/ageShare, nearEvery), farEvery)
	}
	return time.Duration(float64(every) * (0.9 + 0.2*float64(r.spread)))
}

// begun is when the service says that the task was made, or else when it was first seen.
func (t *Task) begun(r *record) time.Time {
	switch {
	case t.Sync != nil:
		return dated(t.Sync.Created, r.first).Time()
	case t.Subscription != nil:
		return dated(t.Subscription.Start, r.first.Time())
	}
	return r.first.Time()
}
