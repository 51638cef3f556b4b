package poller

import (
	"time"

	"acrwatch/api"
)

const (
	stallQuiet = 60 * time.Second // no shorter silence is a stall
	stallPolls = 5                // nor one that was seen in fewer polls
	// freshFor is how long an answer may be relied on; a task that is asked more rarely is given three of its own
	// intervals.
	freshFor = 60 * time.Second
)

// stalled says that a running counter was quiet for too long, as of the sample just taken.
func stalled(phase api.Phase, m meter) bool {
	return phase == api.PhaseRunning && m.silent()
}

// silent says that a counter has stood still for as long as makes a stall of it.
func (m meter) silent() bool { return m.quiet >= stallPolls && m.at.Sub(m.moved) >= stallQuiet }

// gapGrowth is how many times longer than the gap before it a gap between answers counts at most: one long silence
// does not mean that a task is asked rarely. Gaps within freshFor need no such care.
const gapGrowth = 2

// nextGap is the usual time between answers, after one more that came so long after the one before. It is zero until
// there were two answers.
func nextGap(usual, last time.Duration) time.Duration {
	if usual <= 0 {
		return last
	}
	return min(last, max(gapGrowth*usual, freshFor/3))
}

// fresh says that an answer is young enough to base claims about the present on it. gap is the usual time between
// answers.
func fresh(answered, now Instant, gap time.Duration) bool {
	return !answered.IsZero() && time.Duration(now-answered) <= max(freshFor, 3*gap)
}
