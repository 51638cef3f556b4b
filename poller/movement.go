package poller

import (
	"time"

	"acrwatch/api"
)

// historyStep is how far apart the rates of the totals lie.
const historyStep = 2 * time.Second

// movement is what all running tasks do together.
type movement struct {
	rate    float64
	known   bool
	slowest Left // of one task: all together cannot take less
}

// movement adds up what moves. A task that was not heard of lately says nothing about now, and a sum
// over a few of many would be no sum: it is known when two in three of the tasks that move have a rate.
func (s *state) movement(at time.Time) (all movement) {
	moving, measured, now := 0, 0, InstantOf(at)
	for _, home := range s.targets {
		for _, i := range home.polled {
			t := s.tasks[i]
			if t.Kind != Sync || t.Phase != api.PhaseRunning || t.Flow.Stalled {
				continue
			}
			moving++
			if t.Flow.RateKnown && fresh(t.Answered, now, s.records[i].gap) {
				all.rate += t.Flow.Rate
				all.slowest = all.slowest.And(t.Flow.Left)
				measured++
			}
		}
	}
	all.known = measured > 0 && 3*measured >= 2*moving
	return all
}

// step adds the present rate to the history of the totals when it is time.
func (s *state) step() {
	if s.sums.active == 0 || s.at.Sub(s.sums.stepAt) < historyStep {
		return
	}
	if now := s.movement(s.at); now.known {
		s.sums.stepAt = s.at
		s.sums.history = s.sums.history.with(now.rate)
		s.sums.trend = s.sums.trend.add(now.rate, now.rate, historyStep.Seconds())
		if now.rate > 0 {
			s.sums.grown++
		}
	}
}
