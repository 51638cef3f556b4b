package poller

import "time"

const (
	sleptAtLeast = 30 * time.Second // a shorter gap is a busy machine
	wakeNear     = 4 * time.Second  // after a suspend, the rows on screen are asked again within this time
	wakeFar      = 15 * time.Second // and all the others within this
)

// slept says that the machine or the program was suspended between two moments that should be expected apart: the
// clock on the wall goes on while a machine sleeps, the monotonic one while a program is stopped.
func slept(before, now time.Time, expected time.Duration) bool {
	wall := now.Round(0).Sub(before.Round(0))
	return max(wall, now.Sub(before))-expected > sleptAtLeast
}

// wake spreads what a suspend has made overdue. Page 1 of the lists is asked at once.
func (s *state) wake(now time.Time) {
	s.woke = now
	for _, t := range s.targets {
		for k := range t.lists {
			if l := &t.lists[k]; l.sweepAt.Before(now) {
				l.sweepAt = now.Add(wakeFar)
			}
		}
	}
}

// notBefore is the place of a task in that spread; zero when it needs none.
func (s *state) notBefore(r *record, near closeness) time.Time {
	if s.woke.IsZero() || r.asked.IsZero() || !r.asked.Time().Before(s.woke) {
		return time.Time{}
	}
	span := wakeFar
	switch near {
	case open:
		return time.Time{}
	case visible:
		span = wakeNear
	}
	return s.woke.Add(time.Duration(float64(span) * float64(r.spread)))
}
