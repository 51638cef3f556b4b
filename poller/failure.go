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
func (t *target) succeed(a answer, at time.Time) {
	t.LastOK = at
	t.reached(a.call)
}

// reached ends a back-off: the service answered and took the key, whatever it said. Rule names alone do not make a
// target well that may show no tasks.
func (t *target) reached(c call) {
	if c.op == opRules && t.allDenied() {
		return
	}
	t.failures = 0
	t.Err, t.FailingSince, t.RetryAt = nil, time.Time{}, time.Time{}
}

// fail notes what a call ran into. Some failures are about one task or one kind of call: the service is well and the
// rest goes on. All others hold up the whole target. What was known stays.
func (s *state) fail(t *target, a answer, at time.Time) {
	switch a.err.Class {
	case api.ClassDenied, api.ClassNotFound, api.ClassRejected:
		since := t.FailingSince
		t.reached(a.call)
		s.refuse(t, a, at)
		if t.Err != nil && !since.IsZero() {
			t.FailingSince = since
		}
		return
	}
	if t.Err == nil {
		t.FailingSince = at
	}
	t.Err = a.err
	// Calls that were on their way together fail together: that is one failure.
	if !a.asked.Before(t.failedAt) {
		t.failures++
	}
	t.failedAt = at
	switch a.err.Class {
	case api.ClassThrottled:
		t.RetryAt = at.Add(throttlePause(a.err.RetryAfter, a.jitter))
	case api.ClassBadCredentials, api.ClassExpired, api.ClassClock:
		t.RetryAt = at.Add(slowPace)
	default:
		t.RetryAt = at.Add(backOff(t.failures, a.jitter))
	}
	s.note(t, a, at)
}

// note keeps the failure where it was met. A list page that fails again and again is retried more and more slowly
// even while everything else goes well.
func (s *state) note(t *target, a answer, at time.Time) {
	switch a.call.op {
	case opList:
		t.Lists[a.call.kind].Err, t.lists[a.call.kind].failed = a.err, a.call.page
		// While the whole target fails, its own back-off is enough, and the list is to come back with it.
		if a.err.Class != api.ClassThrottled && t.failures == 1 {
			t.lists[a.call.kind].sheet(a.call.page).pace.slow(at, a.jitter)
		}
	case opTags:
		s.change(a.call.key(), func(_ *Task, r *record) {
			if r.tags != nil {
				r.tags.retryAt = at.Add(slowPace)
			}
		})
	case opGet:
		s.change(a.call.key(), func(next *Task, _ *record) { next.Asked, next.Err = a.asked, a.err })
	case opRules:
		t.rules.at = at.Add(probeEvery)
	}
}

// refuse notes a refusal that concerns one task or one kind of call.
func (s *state) refuse(t *target, a answer, at time.Time) {
	list, l := &t.Lists[a.call.kind], &t.lists[a.call.kind]
	denied := a.err.Class == api.ClassDenied
	switch a.call.op {
	case opDiscover:
		t.hold(a.err, at)
		t.RetryAt = at.Add(slowPace)
	case opRules: // names are a comfort: their absence is no failure of the target
		t.rules.page, t.rules.at = 1, at.Add(sweepEvery)
	case opTags:
		s.refuseTags(t, a, at)
	case opBatch:
		s.refuseBatch(t, a, at)
	case opList:
		if !denied {
			list.Err, l.failed = a.err, a.call.page
			l.sheet(a.call.page).pace.until = at.Add(slowPace)
			t.hold(a.err, at)
			return
		}
		list.Denied = a.err
		l.denyList = at.Add(deniedPause)
		if t.allDenied() {
			t.hold(a.err, at)
		}
	case opGet:
		if denied {
			list.Denied = a.err
			l.denyGet = at.Add(deniedPause)
		}
		s.refuseGet(a)
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

func (s *state) refuseGet(a answer) {
	s.change(a.call.key(), func(next *Task, r *record) {
		next.Asked, next.Err = a.asked, a.err
		if a.err.Class == api.ClassNotFound {
			next.Gone = true
			r.confirm = false
			r.lost++
			rest(next)
		}
	})
}

func (s *state) refuseTags(t *target, a answer, at time.Time) {
	if a.err.Class == api.ClassDenied {
		t.tagsAt = at.Add(deniedPause)
	}
	s.change(a.call.key(), func(next *Task, r *record) {
		r.tagsErr = a.err
		next.Err = a.err
		if r.tags != nil {
			r.tags.page, r.tags.rows, r.tags.at = 0, nil, at
		}
	})
}

// change puts a changed copy of a known task in place.
func (s *state) change(key Key, edit func(*Task, *record)) {
	i, found := s.index[key]
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
