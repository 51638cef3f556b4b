package simulator

import (
	"slices"
	"time"
)

// The statuses of subscription tasks and of their tags. Only RUNNING and COMPLETED are documented.
const (
	running   = "RUNNING"
	completed = "COMPLETED"
	failure   = "FAILED"
)

// subscription is one run of a subscription rule. All of it is decided when it is made.
type subscription struct {
	id              string
	source          source
	namespace, repo string
	start, end      time.Duration
	tags            []tagRun
	kind            string // TaskType
	early           bool   // says SUCCESS and an end time while it is still running, as the documented sample does
	backwards       bool   // says that it ended before it started, as the other documented sample does
	endAsZero       bool   // Get says 0 while there is no end, instead of nothing
}

// source is a public repository.
type source struct{ provider, namespace, repo string }

// tagRun is one tag on its way in.
type tagRun struct {
	name       string
	start, end time.Duration
	failed     bool
}

// subscriptions are those of each instance, oldest first.
type subscriptions [2][]*subscription

// keptSubscriptions is how many an instance remembers.
const keptSubscriptions = 500

func (s *subscriptions) add(from int, sub *subscription) {
	list := s[from]
	i, _ := slices.BinarySearchFunc(list, sub, func(a, b *subscription) int {
		if a.start <= b.start {
			return -1
		}
		return 1
	})
	list = slices.Insert(list, i, sub)
	if len(list) > keptSubscriptions {
		list = slices.Delete(list, 0, len(list)-keptSubscriptions)
	}
	s[from] = list
}

func (s *subscription) state(at time.Duration) string {
	switch {
	case at < s.start:
		return pending
	case at < s.end:
		return running
	}
	return completed
}

// result is empty while the task runs, but for the one that contradicts itself.
func (s *subscription) result(at time.Duration) string {
	switch {
	case at >= s.end && s.failures() > 0:
		return failure
	case at >= s.end, s.early && at >= s.start:
		return success
	}
	return ""
}

func (s *subscription) failures() int {
	n := 0
	for _, t := range s.tags {
		if t.failed {
			n++
		}
	}
	return n
}

// subscribed counts the tags that have arrived.
func (s *subscription) subscribed(at time.Duration) int {
	n := 0
	for _, t := range s.tags {
		if at >= t.end && !t.failed {
			n++
		}
	}
	return n
}

// started is the start time, and whether there is one yet.
func (s *subscription) started(at time.Duration) (time.Duration, bool) { return s.start, at >= s.start }

// ended is the end time that the task tells, and whether it tells one.
func (s *subscription) ended(at time.Duration) (time.Duration, bool) {
	switch {
	case s.backwards:
		return s.start - 30*24*time.Hour, true
	case at >= s.end:
		return s.end, true
	case s.early:
		return s.tags[0].end, true
	}
	return 0, false
}

func (t *tagRun) state(at time.Duration) (state, result string) {
	switch {
	case at < t.start:
		return pending, ""
	case at < t.end:
		return running, ""
	case t.failed:
		return completed, failure
	}
	return completed, success
}
