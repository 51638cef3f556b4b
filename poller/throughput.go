package poller

import (
	"slices"
	"time"
)

const (
	throughputStep  = 15 * time.Second
	throughputLeast = 2 * time.Minute // that the marks must span to tell a rate
	throughputMost  = 5 * time.Minute // that they are kept
	// throughputPause is for how long nothing may be heard before all begins anew: what moved meanwhile arrives at once.
	throughputPause = time.Minute
)

// throughput counts the bytes that were seen to move, of whichever task. Where there are more active tasks than calls for them,
// few have a rate of their own at any time, but over some minutes all that moves is counted. The zero value has seen nothing.
type throughput struct {
	since Instant // from then on nothing that moved was missed, but of tasks that were not asked before it
	base  Instant // when most tasks were counted for the first time; 0 before
	at    Instant // of the last answer
	bytes int64
	marks []mark // oldest first; none while too few tasks are followed
}

// mark is what was counted up to an instant.
type mark struct {
	at    Instant
	bytes int64
}

// follows says that what a task moves from its last answer on, to the next one, moves within the time that is counted: all of
// it, when it has had none yet and began within that time.
func (p *throughput) follows(t *Task) bool {
	from := t.Answered
	if from.IsZero() {
		from = InstantOf(t.Began())
	}
	return !from.IsZero() && from >= p.since
}

// tally counts a task that moves. What it moves is counted once it was asked twice, gap being the time between its last two
// answers, or once if it began within the time that is counted.
func (p *throughput) tally(n *tally, t *Task, gap time.Duration) {
	if t.Answered.IsZero() {
		return
	}
	n.followed += one(InstantOf(t.Began()) >= p.since || gap > 0 && t.Answered-Instant(gap) >= p.since)
	n.again += one(t.Answered >= p.base)
}

// add counts what a task moved from one state to the next. Bytes that fell are no movement, and no figure makes the sum overflow.
func (p *throughput) add(old, t *Task) {
	if p.follows(old) {
		before, now := max(old.Flow.Landed(old.Phase), 0), max(t.Flow.Landed(t.Phase), 0)
		p.bytes = add(p.bytes, min(max(now-before, 0), weightMost))
	}
}

// note lets time pass. A mark is worth something once most tasks that move are counted, and most were asked again since then:
// before, each adds less than it moves from one question to the next.
func (p *throughput) note(at Instant, n *tally) {
	if silent(p.at, at) {
		*p = throughput{since: at}
	}
	p.at = at
	switch last := len(p.marks) - 1; {
	case !n.most(n.followed):
		p.base, p.marks = 0, nil
	case p.base == 0:
		p.base = at
	case last < 0 && !n.most(n.again):
	case last < 0 || time.Duration(at-p.marks[last].at) >= throughputStep:
		old := 0
		for old <= last && time.Duration(at-p.marks[old].at) > throughputMost {
			old++
		}
		p.marks = append(slices.Clone(p.marks[old:]), mark{at, p.bytes}) // others can have those
	}
}

// rate is bytes per second over the last minutes, and whether enough is known to tell.
func (p *throughput) rate(at Instant) (float64, bool) {
	if len(p.marks) == 0 || silent(p.at, at) {
		return 0, false
	}
	span := time.Duration(p.at - p.marks[0].at)
	if span < throughputLeast {
		return 0, false
	}
	return float64(max(p.bytes-p.marks[0].bytes, 0)) / span.Seconds(), true
}

// silent says that nothing was heard for so long that all begins anew.
func silent(last, now Instant) bool { return time.Duration(now-last) > throughputPause }
