package poller

import (
	"time"

	"acrwatch/api"
)

// sums keeps the totals up to date, one task at a time, so that a snapshot never has to look at every task.
type sums struct {
	phases  [api.PhaseCanceled + 1]int
	stalled int
	active  int
	idle    bool  // nothing was active before the answer that is being applied
	wave    int32 // number of the work in hand

	moved, size, unique int64
	unsized             int
	blobs               blobs

	history *Rates
	stepAt  time.Time // when the last rate was added to history
	grown   int       // steps of history with bytes moving
	trend   trend     // over the same steps

	throughput throughput
}

// weight is what one task adds to the sums of a wave, beside its pieces.
type weight struct {
	moved, size int64
	to          hash // destination of the pieces
	unsized     bool
	lost        bool // failed, canceled or gone: only what it moved counts
}

// newWave forgets the work in hand: everything of it has ended.
func (s *sums) newWave() {
	s.wave++
	s.moved, s.size, s.unique, s.unsized = 0, 0, 0, 0
	s.blobs = newBlobs(0)
	s.history, s.grown, s.stepAt, s.trend = nil, 0, time.Time{}, trend{}
}

// count adds a task to the counts by phase, or takes it out. A task that went while it was active is of unknown
// phase: nobody can say how it ended.
func (s *sums) count(t *Task, by int) {
	switch {
	case t.Sync == nil && t.Subscription == nil: // nothing was answered about it yet
	case t.Gone && !t.Phase.Finished():
		s.phases[api.PhaseUnknown] += by
	case t.Flow.Stalled:
		s.stalled += by
	default:
		s.phases[t.Phase] += by
	}
}

// counts says that a task was part of the work in hand when it was last weighed.
func (s *sums) counts(r *record) bool { return r.wave == s.wave && s.wave > 0 }

// weigh replaces what a state of a task added to the work in hand by what the next one adds. Weights follow from the tasks,
// and nearly all tasks are over: none is kept.
func (s *sums) weigh(r *record, old, t *Task) {
	counted := s.counts(r)
	if !counted && !t.Active() {
		return
	}
	r.wave = s.wave
	s.throughput.add(old, t)
	is := weightOf(t)
	s.add(is, 1)
	if !counted {
		s.hold(t, is, 1)
		return
	}
	was := weightOf(old)
	s.add(was, -1)
	if is.lost != was.lost || is.to != was.to || !samePieces(old, t, is.lost) {
		s.hold(t, is, 1)
		s.hold(old, was, -1)
	}
}

func (s *sums) add(w weight, by int64) {
	s.moved += by * w.moved
	s.size += by * w.size
	s.unsized += int(by) * one(w.unsized)
}

// hold adds the layers of a task, or takes them out.
func (s *sums) hold(t *Task, w weight, by int32) {
	for _, p := range t.pieces(w.lost) {
		key := p.at(w.to)
		b := s.blobs.get(key)
		s.unique -= b.bytes()
		b.hold(p.bytes, w.lost, by)
		s.unique += b.bytes()
		s.blobs.put(key, b)
	}
}

// weightOf is what a task adds. Subscriptions tell no bytes and are never guessed at.
func weightOf(t *Task) (w weight) {
	if t.Sync == nil {
		return w
	}
	w.lost = t.lost()
	w.moved = t.Flow.Moved
	switch {
	case w.lost:
		w.size = w.moved
	case t.Flow.SizeKnown:
		w.moved, w.size = t.Flow.Landed(t.Phase), t.Flow.Size
	case t.Phase == api.PhaseDone && w.moved > 0:
		w.size = w.moved
	default: // counted beside the bytes: what moved of an unknown size is no share of anything
		w.moved, w.unsized = 0, true
	}
	w.moved, w.size = min(w.moved, weightMost), min(w.size, weightMost)
	w.to = hashOf(either(t.Sync.To.InstanceID, t.Sync.To.RegionID))
	return w
}

// weightMost is far above any image, and keeps the sums over half a million tasks from overflowing.
const weightMost = 1 << 44

// totals is what a snapshot shows.
func (s *state) totals(at time.Time) Totals {
	sum := &s.sums
	t := Totals{
		Queued:   sum.phases[api.PhaseQueued],
		Running:  sum.phases[api.PhaseRunning],
		Done:     sum.phases[api.PhaseDone],
		Failed:   sum.phases[api.PhaseFailed],
		Canceled: sum.phases[api.PhaseCanceled],
		Unknown:  sum.phases[api.PhaseUnknown],
		Stalled:  sum.stalled,
		Moved:    sum.moved, Size: sum.size, Unsized: sum.unsized, Unique: sum.unique,
		History: sum.history.List(),
	}
	now := s.movement(at)
	t.Rate, t.RateKnown = now.rate, now.known
	if t.RateKnown && sum.grown >= leftGrown {
		t.Left = sum.trend.left(sum.size - sum.moved).And(now.slowest)
	}
	return t
}
