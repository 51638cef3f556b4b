package gate

import (
	"acrwatch/api"
	"acrwatch/poller"
)

// Figures are what the bytes of the tasks come to, as far as they were watched: what was over before is only counted.
type Figures struct {
	Moved, Size   int64 // bytes; of a task that failed or was canceled only what it moved, of one that is done all
	Unsized       int   // tasks whose size is not known
	Tags, AllTags int64 // of subscriptions, which tell no bytes

	Rate      float64 // bytes/s
	RateKnown bool
	Left      poller.Left // estimated
}

// Figures adds the tasks up.
func (r *Roll) Figures(s *poller.Snapshot) Figures {
	var f Figures
	for _, t := range r.tasks {
		if t.Watched || t.Active() {
			f.weigh(t)
		}
	}
	if len(r.active) == s.Active { // the poller knows these better, with their history
		f.Rate, f.RateKnown, f.Left = s.Totals.Rate, s.Totals.RateKnown, s.Totals.Left
		return f
	}
	r.pace(&f)
	return f
}

func (f *Figures) weigh(t *poller.Task) {
	if sub := t.Subscription; sub != nil {
		if sub.TagSubscribed.Known && sub.TagTotal.Known {
			f.Tags, f.AllTags = f.Tags+sub.TagSubscribed.Value, f.AllTags+sub.TagTotal.Value
		}
		return
	}
	moved, size := t.Flow.Moved, t.Flow.Size
	switch {
	case t.Gone, t.Phase == api.PhaseFailed, t.Phase == api.PhaseCanceled, t.Phase == api.PhaseDone && !t.Flow.SizeKnown:
		size = moved
	case !t.Flow.SizeKnown: // counted beside the bytes: what moved of an unknown size is no share of anything
		f.Unsized++
		return
	default:
		moved = t.Flow.Landed(t.Phase)
	}
	f.Moved, f.Size = f.Moved+min(moved, size), f.Size+size
}

// pace adds up what moves. A sum over a few of many is none: it takes two in three of them. All together cannot take
// less time than the slowest of them.
func (r *Roll) pace(f *Figures) {
	moving, measured, timed := 0, 0, 0
	for _, t := range r.active {
		if t.Kind != poller.Sync || t.Phase != api.PhaseRunning || t.Flow.Stalled {
			continue
		}
		moving++
		if t.Flow.RateKnown {
			measured++
			f.Rate += t.Flow.Rate
		}
		if t.Flow.Left.Known() {
			timed++
			f.Left = f.Left.And(t.Flow.Left)
		}
	}
	f.RateKnown = measured > 0 && 3*measured >= 2*moving
	if timed != r.bytes() {
		f.Left = poller.Left{}
	}
}

// bytes is how many tasks that are not over move bytes.
func (r *Roll) bytes() int {
	n := 0
	for _, t := range r.active {
		if t.Kind == poller.Sync {
			n++
		}
	}
	return n
}

// Share is the part of the bytes that has moved, below 1 while any task is not over.
func (r *Roll) Share(f Figures) (share float64, known bool) {
	switch {
	case len(r.active) == 0 && len(r.tasks) > 0:
		return 1, true
	case f.Size <= 0:
		return 0, false
	}
	return min(float64(f.Moved)/float64(f.Size), 0.99), true
}
