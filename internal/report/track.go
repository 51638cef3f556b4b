package report

import (
	"time"

	"acrwatch/api"
	"acrwatch/poller"
)

// trackKey names a task across recordings, in which the same target may have another place.
type trackKey struct {
	home string
	kind poller.Kind
	id   string
}

// track is what is followed of a task in hand.
type track struct {
	task     *poller.Task // as it was last known
	home     string       // of its target, across recordings
	answered time.Time    // last answer that told its bytes
	reached  int64        // bytes that it told
	moved    int64        // bytes, while it was recorded
	stalls   []stallSpan
	layers   map[string]*layerTrack // nil once it has ended
	ended    time.Time              // zero while it has not
	phase    api.Phase              // how it ended
}

// follow takes the news of a task. Those that were over before the recording began are passed by.
func (a *analysis) follow(t *poller.Task) {
	key := trackKey{a.homes[t.Target], t.Kind, t.ID}
	known := a.tracks[key]
	if known == nil {
		if !t.Active() && !a.within(t.LastChanged()) {
			return
		}
		if t.Sync == nil && t.Subscription == nil {
			return
		}
		known = &track{home: key.home}
		a.tracks[key] = known
		a.order = append(a.order, known)
		if began := t.Began(); a.within(began) {
			a.bins.at(began).began++
		}
	}
	before := known.task
	known.task = t
	a.measure(known, before, t)
	a.stall(known, before, t)
	a.end(known, t)
}

func (a *analysis) within(at time.Time) bool {
	return !at.Before(a.from) && !at.After(a.to) && !at.IsZero()
}

// end notes when and how a task has come to its end. The service may tell the time of it later, and one that goes on after
// all has none.
func (a *analysis) end(k *track, t *poller.Task) {
	ended, phase := time.Time{}, api.PhaseUnknown
	if t.Phase.Finished() {
		ended, phase = a.clamp(endOf(t)), t.Phase
	}
	if ended.Equal(k.ended) && phase == k.phase {
		return
	}
	a.count(k, -1)
	k.ended, k.phase = ended, phase
	a.count(k, 1)
}

// endOf is when a task ended: as the service says it, or when it was seen to have. What a list said of a sync task before it
// had ended is no end.
func endOf(t *poller.Task) time.Time {
	switch {
	case t.Sync != nil && !t.Sync.Modified.IsZero() && t.Listed >= t.Finished:
		return t.Sync.Modified.Time()
	case t.Subscription != nil && !t.Subscription.End.IsZero():
		return t.Subscription.End
	case !t.Finished.IsZero():
		return t.Finished.Time()
	}
	return t.LastChanged()
}

// count adds the end of a task to its step, or takes it out.
func (a *analysis) count(k *track, by int) {
	bin := a.bins.at(k.ended)
	switch k.phase {
	case api.PhaseDone:
		bin.done += by
	case api.PhaseFailed:
		bin.failed += by
	case api.PhaseCanceled:
		bin.canceled += by
	}
}

// clamp brings a time into the recording.
func (a *analysis) clamp(at time.Time) time.Time {
	switch {
	case at.Before(a.from):
		return a.from
	case at.After(a.to):
		return a.to
	}
	return at
}

// measure takes the growth of the bytes since the answer before. What a task had moved when it was first asked belongs to
// the recording only when the task began in it; a fall is a restart, and counts for nothing. Recordings that overlap tell
// some answers twice.
func (a *analysis) measure(k *track, before, t *poller.Task) {
	if t.Sync == nil || !t.Answered.Time().After(k.answered) {
		return
	}
	since := a.since(k, before, t)
	grown := t.Flow.Moved - k.reached
	if k.answered.IsZero() && !a.within(t.Began()) {
		grown = 0
	}
	k.answered, k.reached = t.Answered.Time(), t.Flow.Moved
	a.measureLayers(k, t, since)
	if grown <= 0 {
		return
	}
	k.moved += grown
	a.bins.spread(since, t.Answered.Time(), grown)
	a.moving.add(since, t.Answered.Time())
	a.route(t).add(since, t.Answered.Time(), grown)
}

// since is from when on the bytes of an answer can have moved.
func (a *analysis) since(k *track, before, t *poller.Task) time.Time {
	since := t.Began()
	if k.answered.After(since) {
		since = k.answered
	} else if before != nil && before.Phase == api.PhaseQueued && before.Listed.Time().After(since) {
		since = before.Listed.Time()
	}
	if since = a.clamp(since); since.After(t.Answered.Time()) {
		return t.Answered.Time()
	}
	return since
}
