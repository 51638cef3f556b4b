package simulator

import (
	"math"
	"time"
)

// befall applies what is due to befall tasks. Events on tasks that wait for a slot count as well: a queued task can
// be canceled.
func (f *flow) befall(t time.Duration) {
	for _, tasks := range [2][]*transfer{f.running, f.waiting} {
		for _, task := range tasks {
			if !task.over() && task.fate.next(-1) <= t {
				task.befall(t)
			}
		}
	}
}

// next is when the fate strikes, unless it has or that is not known yet.
func (f *fate) next(now time.Duration) time.Duration {
	if f.kind == smooth || f.relative || f.at <= now {
		return never
	}
	return f.at
}

func (t *transfer) befall(at time.Duration) {
	kind := t.fate.kind
	t.fate.kind = smooth
	switch kind {
	case fails:
		t.end(at, failed, t.fate.issue)
	case isCanceled:
		t.end(at, canceled, "")
	case stalls:
		if l := t.pick(func(l *layer) float64 { return float64(l.size) - l.moved }); l != nil {
			l.held = t.fate.until
		}
	case freezes:
		for i := range t.layers {
			if l := &t.layers[i]; l.state == synchronizing {
				l.held = t.fate.until
			}
		}
	case restarts:
		if l := t.pick(func(l *layer) float64 { return l.moved }); l != nil {
			l.moved = 0
		}
	}
}

// pick is the layer in flight that scores highest, nil when none is in flight.
func (t *transfer) pick(score func(*layer) float64) *layer {
	var best *layer
	for i := range t.layers {
		l := &t.layers[i]
		if l.state == synchronizing && (best == nil || score(l) > score(best)) {
			best = l
		}
	}
	return best
}

// share launches layers into free lanes and divides every link among the layers on it. A rate is first the layer's
// claim and then its part of the link.
func (f *flow) share(t time.Duration) {
	clear(f.claims)
	for _, task := range f.running {
		task.launch()
		for i := range task.layers {
			l := &task.layers[i]
			l.rate = task.claim(l, t)
			f.claims[task.route.index] += l.rate
		}
	}
	for _, task := range f.running {
		if f.claims[task.route.index] == 0 {
			continue
		}
		each := task.route.capacity * f.factor * task.route.weather(t) / f.claims[task.route.index]
		for i := range task.layers {
			task.layers[i].rate *= each
		}
	}
}

// launch fills the lanes of a task in the order of its layers. A layer of nothing takes no time and no lane.
func (t *transfer) launch() {
	lanes := t.lanes()
	for i := range t.layers {
		if t.layers[i].state == synchronizing {
			lanes--
		}
	}
	for i := range t.layers {
		if lanes <= 0 {
			return
		}
		if l := &t.layers[i]; l.state == pending {
			l.state = synchronizing
			lanes--
		}
	}
}

// claim is what a layer asks of its link. Priority counts most, so that a new push does not slow what matters more;
// besides, some connections are better than others, and that changes slowly.
func (t *transfer) claim(l *layer, at time.Duration) float64 {
	if l.state != synchronizing || l.held > at {
		return 0
	}
	phase := unit(l.id)
	return float64(t.priority*t.priority) * (0.65 + 0.7*phase + 0.15*math.Sin(2*math.Pi*(at.Seconds()/31+phase)))
}

// brief is a task without its layers.
func (t *transfer) brief() status {
	s := status{order: t.order, state: t.state, issue: t.issue, modified: t.created}
	if t.state != pending {
		s.modified = t.started
	}
	if t.over() {
		s.modified = t.ended
	}
	return s
}

// read is a task with its layers, at an instant after the last event and before the next.
func (f *flow) read(t *transfer, at time.Duration) status {
	s := t.brief()
	s.layers = make([]layer, len(t.layers))
	copy(s.layers, t.layers)
	dt := max(at-f.clock, 0).Seconds()
	for i := range s.layers {
		l := &s.layers[i]
		l.moved = min(l.moved+l.rate*dt, float64(l.size))
	}
	return s
}
