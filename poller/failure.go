package poller

import (
	"time"

	"acrwatch/api"
)

const (
	backOffFirst  = 500 * time.Millisecond
	probeAfter    = 5                // straight failures after which only probes are sent
	probeEvery    = 30 * time.Second // one call each
	slowPace      = 10 * time.Second // between tries that only a person can make succeed
	deniedPause   = 5 * time.Minute  // before a denied kind of call is tried again
	throttleMost  = 120 * time.Second
	throttleLeast = time.Second
)

// backOff is how long to wait after a number of straight failures: doubling, with full jitter so that many watchers
// do not come back at the same instant, and then a steady probe.
func backOff(failures int, jitter float64) time.Duration {
	if failures >= probeAfter {
		return probeEvery
	}
	return time.Duration(jitter * float64(backOffFirst<<max(failures-1, 0)))
}

// throttlePause is how long the budget rests after the service said that it was asked too often.
func throttlePause(told time.Duration, jitter float64) time.Duration {
	pause := throttleLeast + time.Duration(jitter*float64(time.Second))
	return min(max(told, pause), throttleMost)
}

// succeed notes a good answer of any kind.
func (t *target) succeed(e *Event) {
	t.LastOK = e.At
	t.reached(e.Call)
}

// reached ends a back-off: the service answered and took the key, whatever it said. Rule names alone do not make a
// target well that may show no tasks.
func (t *target) reached(c Call) {
	if c.Op == OpRules && t.allDenied() {
		return
	}
	t.failures = 0
	t.Err, t.FailingSince, t.RetryAt = nil, time.Time{}, time.Time{}
}

// fail notes what a call ran into. Some failures are about one task or one kind of call: the service is well and the
// rest goes on. All others hold up the whole target. What was known stays.
func (s *state) fail(t *target, e *Event) {
	switch e.Err.Class {
	case api.ClassDenied, api.ClassNotFound, api.ClassRejected:
		since := t.FailingSince
		t.reached(e.Call)
		s.refuse(t, e)
		if t.Err != nil && !since.IsZero() {
			t.FailingSince = since
		}
		return
	}
	if t.Err == nil {
		t.FailingSince = e.At
	}
	t.Err = e.Err
	// Calls that were on their way together fail together: that is one failure.
	if !e.Asked.Before(t.failedAt) {
		t.failures++
	}
	t.failedAt = e.At
	switch e.Err.Class {
	case api.ClassThrottled:
		t.RetryAt = e.At.Add(throttlePause(e.Err.RetryAfter, e.Jitter))
	case api.ClassBadCredentials, api.ClassExpired, api.ClassClock:
		t.RetryAt = e.At.Add(slowPace)
	default:
		t.RetryAt = e.At.Add(backOff(t.failures, e.Jitter))
	}
	s.note(t, e)
}

// note keeps the failure where it was met. A list page that fails again and again is retried more and more slowly
// even while everything else goes well.
func (s *state) note(t *target, e *Event) {
	switch e.Call.Op {
	case OpList:
		t.Lists[e.Call.Kind].Err, t.lists[e.Call.Kind].failed = e.Err, e.Call.Page
		// While the whole target fails, its own back-off is enough, and the list is to come back with it.
		if e.Err.Class != api.ClassThrottled && t.failures == 1 {
			t.lists[e.Call.Kind].sheet(e.Call.Page).pace.slow(e.At, e.Jitter)
		}
	case OpTags:
		s.change(e.Call.key(), func(_ *Task, r *record) {
			if r.tags != nil {
				r.tags.retryAt = e.At.Add(slowPace)
			}
		})
	case OpGet:
		s.change(e.Call.key(), func(next *Task, _ *record) { next.Asked, next.Err = InstantOf(e.Asked), e.Err })
	case OpRules:
		t.rules.at = e.At.Add(probeEvery)
	}
}

// refuse notes a refusal that concerns one task or one kind of call.
func (s *state) refuse(t *target, e *Event) {
	list, l := &t.Lists[e.Call.Kind], &t.lists[e.Call.Kind]
	denied := e.Err.Class == api.ClassDenied
	switch e.Call.Op {
	case OpDiscover:
		t.hold(e.Err, e.At)
		t.RetryAt = e.At.Add(slowPace)
	case OpRules: // names are a comfort: their absence is no failure of the target
		t.rules.page, t.rules.at = 1, e.At.Add(sweepEvery)
	case OpTags:
		s.refuseTags(t, e)
	case OpBatch:
		s.refuseBatch(t, e)
	case OpList:
		if !denied {
			list.Err, l.failed = e.Err, e.Call.Page
			l.sheet(e.Call.Page).pace.until = e.At.Add(slowPace)
			t.hold(e.Err, e.At)
			return
		}
		list.Denied = e.Err
		l.denyList = e.At.Add(deniedPause)
		if t.allDenied() {
			t.hold(e.Err, e.At)
		}
	case OpGet:
		if denied {
			list.Denied = e.Err
			l.denyGet = e.At.Add(deniedPause)
		}
		s.refuseGet(e)
	}
}

// hold shows a refusal as the target's own failure.
func (t *target) hold(err *api.Error, at time.Time) {
	t.Err, t.FailingSince = err, at
}

func (t *target) allDenied() bool {
	for k := range t.Lists {
		if t.Lists[k].Denied == nil {
			return false
		}
	}
	return true
}

func (s *state) refuseGet(e *Event) {
	s.change(e.Call.key(), func(next *Task, r *record) {
		next.Asked, next.Err = InstantOf(e.Asked), e.Err
		if e.Err.Class == api.ClassNotFound {
			next.Gone = true
			r.confirm = false
			r.lost++
			rest(next)
		}
	})
}

func (s *state) refuseTags(t *target, e *Event) {
	if e.Err.Class == api.ClassDenied {
		t.tagsAt = e.At.Add(deniedPause)
	}
	s.change(e.Call.key(), func(next *Task, r *record) {
		r.tagsErr = e.Err
		next.Err = e.Err
		if r.tags != nil {
			r.tags.page, r.tags.rows, r.tags.at = 0, nil, e.At
		}
	})
}

// change puts a changed copy of a known task in place.
func (s *state) change(key Key, edit func(*Task, *record)) {
	i, found := s.index.find(key)
	if !found {
		return
	}
	next := *s.tasks[i]
	edit(&next, s.records[i])
	s.replace(i, &next)
}

// allowGets ends a denial of gets: one went well.
func (t *target) allowGets(kind Kind) {
	if l := &t.lists[kind]; !l.denyGet.IsZero() {
		l.denyGet = time.Time{}
		if l.denyList.IsZero() {
			t.Lists[kind].Denied = nil
		}
	}
}
