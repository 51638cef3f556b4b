package simulator

import (
	"math"
	"time"
)

// plan is one task from its number alone.
type plan struct {
	order
	start, end   time.Duration
	state, issue string  // what it ends as
	share        float64 // of its bytes that arrive
}

// roll decides how a task ends: so many of a thousand fail, and so many are canceled.
func (p *plan) roll(d *dice, fails, cancels int) {
	switch roll := d.intn(1000); {
	case roll < fails:
		p.state, p.issue, p.share = failed, odds{}.issue(d), d.unit()
	case roll < fails+cancels:
		p.state, p.share = canceled, d.unit()
	}
}

// at is the plan as it stands at an instant, without layers.
func (p *plan) at(at time.Duration) status {
	s := status{order: p.order, state: p.state, issue: p.issue, modified: p.end}
	switch {
	case at < p.start:
		s.state, s.issue, s.modified = pending, "", p.created
	case at < p.end:
		s.state, s.issue, s.modified = synchronizing, "", p.start
	}
	return s
}

// whole is the plan as it stands at an instant, with its layers.
func (p *plan) whole(seed uint64, at time.Duration) status {
	s := p.at(at)
	s.layers = s.layersOf(seed)
	if s.state == pending {
		return s
	}
	fill(s.layers, s.lanes(), p.moved(at))
	if s.over() {
		settle(s.layers, s.state)
	}
	return s
}

// active is how long the task was active from the start of the world to an instant.
func (p *plan) active(at time.Duration) time.Duration {
	return max(min(p.end, at)-max(p.created, 0), 0)
}

// moved is the share of all bytes that has arrived: nearly even, with a swell so that rates look alive.
func (p *plan) moved(at time.Duration) float64 {
	u := min(max(float64(at-p.start)/float64(p.end-p.start), 0), 1)
	return p.share * (u + 0.015*math.Sin(2*math.Pi*7*u))
}
