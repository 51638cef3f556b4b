package ui

import (
	"slices"
	"time"

	"acrwatch/poller"
)

const (
	// blurredTick is how often the times on screen move on without the focus, instead of every second.
	blurredTick = 5 * time.Second
	// stillAfter is how long after the last key a screen on which nothing moves may rest.
	stillAfter = 10 * time.Second
	// stillSnapshots are how far apart snapshots are shown then; the times on screen go with them.
	stillSnapshots = 5 * time.Second
	// stillTick is how often those times move on when no snapshot comes.
	stillTick = 10 * time.Second
	// roughAge is the age that is told no finer then: younger ones all look the same, which costs no frame.
	roughAge = stillTick + stillSnapshots
)

// restful says that this tick has nothing to show: the times on screen move on more rarely when nobody looks or nothing
// moves.
func (m *Model) restful(at time.Time) bool {
	switch passed := at.Sub(m.now); {
	case m.still():
		return passed < stillTick
	case m.away.blurred:
		return passed < blurredTick
	}
	return false
}

// still says that nothing moves, nobody types, and no time counts up to something or takes rows in and out.
func (m *Model) still() bool {
	q := m.query()
	return !q.Timed() && !m.travelling() && m.snap != nil && m.snap.Active == 0 && m.snap.Known() && m.worst() == nil && m.pausedAt.IsZero() &&
		m.mode == browse && !m.away.report.shown() && m.away.clock.Sub(m.away.key) >= stillAfter
}

// saysNothing says that a snapshot adds nothing to a still screen but that time has passed, and not much of it.
func (m *Model) saysNothing(s *poller.Snapshot, changes []poller.Change) bool {
	if len(changes) > 0 || !m.still() || s.At.Sub(m.snap.At) >= stillSnapshots || s.Active > 0 || s.Paused != m.snap.Paused {
		return false
	}
	for range s.Tasks.Changed(m.snap.Tasks) {
		return false
	}
	return slices.EqualFunc(s.Targets, m.snap.Targets, sameButTimes)
}

// sameButTimes says that a target stands as it did, whenever it was last asked.
func sameButTimes(a, b poller.Target) bool {
	a.LastOK, a.LastTry = b.LastOK, b.LastTry
	for k := range a.Lists {
		a.Lists[k].LastOK = b.Lists[k].LastOK
	}
	return a == b
}

// roughly is the age of what is shown. On a still screen it may have grown a little since it was drawn.
func (m *Model) roughly(age time.Duration) string {
	if m.still() && age < roughAge {
		return "<" + m.styles.Duration(roughAge)
	}
	return m.styles.Duration(age)
}
