package report

import (
	"cmp"
	"slices"
	"time"

	"acrwatch/api"
	"acrwatch/poller"
)

// report is the report of what was gathered.
func (a *analysis) report() *Report {
	for _, k := range a.order {
		a.harvest(k)
	}
	r := &Report{
		Version: Version, From: Time{a.from}, To: Time{a.to}, Targets: []Target{},
		Periods: a.periods(), Timeline: a.timeline(), Routes: a.toldRoutes(), Batches: a.toldBatches(),
		Failures: a.toldFailures(), Stalls: a.toldStalls(), Layers: append([]Layer{}, a.layers...), Open: a.toldOpen(),
		Gaps: a.gaps.told(a.to), Troubles: a.troubles.all(a.last.Targets, a.to), Notes: []string{},
	}
	for _, t := range a.left {
		if !slices.ContainsFunc(a.last.Targets, func(other poller.Target) bool { return sameHome(t, other) }) {
			r.Targets = append(r.Targets, targetOf(&t))
		}
	}
	for i := range a.last.Targets {
		r.Targets = append(r.Targets, targetOf(&a.last.Targets[i]))
	}
	r.Summary = a.summary()
	r.Summary.Peak, r.Summary.PeakAt = r.peak()
	return r
}

func targetOf(t *poller.Target) Target {
	return Target{
		t.Name, t.Region, t.Instance, t.Profile, Time{t.LastOK}, t.Lists[poller.Sync].Seen, t.Lists[poller.Subscription].Seen,
	}
}

func (a *analysis) summary() Summary {
	s := Summary{Calls: a.calls, Errors: a.errors}
	blobs := blobs{}
	for _, k := range a.order {
		t := k.task
		s.Tasks++
		*pick(t, &s.Done, &s.Failed, &s.Canceled, &s.Open, &s.Gone)++
		s.Moved += k.moved
		done, all := tagsOf(t)
		s.Tags, s.TagsOf = s.Tags+value(done), s.TagsOf+value(all)
		s.weigh(t, blobs)
	}
	for _, b := range blobs {
		s.Unique += cmp.Or(b.needed, b.lost)
	}
	for _, t := range a.last.Tasks.All() {
		key := trackKey{a.homes[t.Target], t.Kind, t.ID}
		if t.Phase == api.PhaseFailed && a.tracks[key] == nil {
			s.Earlier++
		}
	}
	s.Moving, s.Rate = rateOver(s.Moved, a.moving.sum())
	return s
}

// blob is a layer at one destination: it moves there once, whoever needs it.
type blob struct{ to, digest string }

// weight is the bytes of a blob: its size, or what those moved who gave up on it.
type weight struct{ needed, lost int64 }

type blobs map[blob]weight

// weigh adds the bytes of a task as the head of the dashboard counts them: of one that failed, was canceled or is gone, what
// it moved; one of unknown size is counted beside.
func (s *Summary) weigh(t *poller.Task, all blobs) {
	if t.Sync == nil {
		return
	}
	lost := t.Gone || t.Phase == api.PhaseFailed || t.Phase == api.PhaseCanceled
	switch {
	case lost:
		s.Synced, s.Size = s.Synced+t.Flow.Moved, s.Size+t.Flow.Moved
	case t.Flow.SizeKnown:
		s.Synced, s.Size = s.Synced+t.Flow.Moved, s.Size+t.Flow.Size
	case t.Phase == api.PhaseDone && t.Flow.Moved > 0:
		s.Synced, s.Size = s.Synced+t.Flow.Moved, s.Size+t.Flow.Moved
	default:
		s.Unsized++
	}
	to := cmp.Or(t.Sync.To.InstanceID, t.Sync.To.RegionID)
	parts := t.Parts()
	for i := range parts {
		p := &parts[i]
		key := blob{to, cmp.Or(p.Digest, p.ID)}
		w := all[key]
		if lost {
			w.lost = max(w.lost, p.Flow.Moved)
		} else {
			w.needed = max(w.needed, p.Flow.Size)
		}
		all[key] = w
	}
}

// peak is the rate of the highest step of the timeline, and when that step began; nil when nothing moved.
func (r *Report) peak() (highest *float64, at Time) {
	for i := range r.Timeline.Moved {
		s := r.step(i)
		if s.rate > value(highest) {
			highest, at = some(s.rate), Time{s.from}
		}
	}
	return highest, at
}

// step is a step of the timeline, cut to the recording.
type step struct {
	from, to time.Time
	rate     float64 // bytes per second; 0 where nothing was recorded
}

// step is the i-th step of the timeline. The first and the last one are shorter where the recording is.
func (r *Report) step(i int) step {
	length := time.Duration(r.Timeline.Step * float64(time.Second))
	s := step{from: r.Timeline.From.Add(length * time.Duration(i))}
	s.to = s.from.Add(length)
	if s.from.Before(r.From.Time) {
		s.from = r.From.Time
	}
	if s.to.After(r.To.Time) {
		s.to = r.To.Time
	}
	if d := s.to.Sub(s.from); d > 0 {
		s.rate = float64(value(r.Timeline.Moved[i])) / d.Seconds()
	}
	return s
}

func (a *analysis) timeline() Timeline {
	t := Timeline{From: Time{a.bins.from}, Step: a.bins.step.Seconds(), Moved: make([]*int64, len(a.bins.list))}
	for i := range a.bins.list {
		b := &a.bins.list[i]
		t.Moved[i] = when(b.seen || b.moved > 0, b.moved)
	}
	return t
}

// periods are the steps put together to rows that can be read.
func (a *analysis) periods() []Period {
	length := stepFor(a.to.Sub(a.from), periodsMost, a.bins.step)
	rows := []Period{}
	for i := range a.bins.list {
		at := a.bins.from.Add(a.bins.step * time.Duration(i))
		begin := a.bins.floor(at, length)
		if n := len(rows); n == 0 || begin.After(rows[n-1].From.Time) {
			rows = append(rows, Period{From: Time{begin}, To: Time{begin.Add(length)}})
		}
		rows[len(rows)-1].add(&a.bins.list[i])
	}
	for i := range rows {
		rows[i].close(a)
	}
	return rows
}

func (p *Period) add(b *bin) {
	if b.seen || b.moved > 0 {
		p.Moved = plus(p.Moved, &b.moved)
	}
	p.Began, p.Done, p.Failed, p.Canceled, p.Stalled = p.Began+b.began, p.Done+b.done, p.Failed+b.failed, p.Canceled+b.canceled, p.Stalled+b.stalled
}

// close cuts a row to the recording, and gives it its rate.
func (p *Period) close(a *analysis) {
	p.From, p.To = Time{a.clamp(p.From.Time)}, Time{a.clamp(p.To.Time)}
	if d := p.To.Sub(p.From.Time); d > 0 && p.Moved != nil {
		p.Rate = some(float64(*p.Moved) / d.Seconds())
	}
}
