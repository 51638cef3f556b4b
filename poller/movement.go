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
	tally   tally
}

// tally is how many tasks move, and of how many of them something is known.
type tally struct {
	moving   int
	measured int // they have a rate
	recent   int // they have one of now
	followed int // throughput counts what they move
	again    int // they were asked since it began to
}

// nowFor is what rates are smoothed over: what is older says nothing about this moment.
const nowFor = 2 * smoothing

// most says that so many are enough to speak for all that move.
func (n *tally) most(some int) bool { return some > 0 && 3*some >= 2*n.moving }

// movement adds up what moves. A sum over a few of many would be no sum: it takes most of the tasks that move to have a rate.
// It is not of now unless most were asked just now, and then it is better to tell what moved in the last minutes.
func (s *state) movement(at time.Time) (all movement) {
	now, n := InstantOf(at), &all.tally
	for _, home := range s.targets {
		heard := !silent(InstantOf(home.LastOK), now)
		for _, i := range home.polled {
			t, gap := s.tasks[i], s.records[i].gap
			if t.Kind != Sync || t.Phase != api.PhaseRunning || t.Flow.Stalled {
				continue
			}
			n.moving++
			if heard {
				s.sums.throughput.tally(n, t, gap)
			}
			if t.Flow.RateKnown && fresh(t.Answered, now, gap) {
				n.measured++
				n.recent += one(time.Duration(now-t.Answered) <= nowFor)
				all.rate += t.Flow.Rate
				all.slowest = all.slowest.And(t.Flow.Left)
			}
		}
	}
	all.known = n.most(n.measured)
	if rate, known := s.sums.throughput.rate(now); known && n.moving > 0 && !n.most(n.recent) {
		all.rate, all.known = rate, true
	}
	return all
}

// step adds the present rate to the history of the totals when it is time.
func (s *state) step() {
	heard := s.heard()
	if s.at.Sub(s.sums.stepAt) < historyStep && heard.Sub(s.sums.throughput.at.Time()) < historyStep {
		return
	}
	now := s.movement(s.at)
	s.sums.throughput.note(InstantOf(heard), &now.tally)
	if s.sums.active > 0 && now.known && s.at.Sub(s.sums.stepAt) >= historyStep {
		s.sums.stepAt = s.at
		s.sums.history = s.sums.history.with(now.rate)
		s.sums.trend = s.sums.trend.add(now.rate, now.rate, historyStep.Seconds())
		if now.rate > 0 {
			s.sums.grown++
		}
	}
}

// heard is when the last good answer came.
func (s *state) heard() (last time.Time) {
	for _, t := range s.targets {
		last = latest(last, t.LastOK)
	}
	return last
}

func one(is bool) int {
	if is {
		return 1
	}
	return 0
}
