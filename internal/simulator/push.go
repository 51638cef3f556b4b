package simulator

import "time"

// pushes is the stream of new images after the start, each mirrored to one or more destinations.
type pushes struct {
	dice dice
	at   time.Duration // of the next one
	n    int           // pushes so far
	made map[*recipe]int
}

// firstPush comes early enough that whoever looks for half a minute sees a task appear.
const firstPush = 25 * time.Second

// pushedFrom is the number of the first pushed task; the first wave stays below.
const pushedFrom = 1 << 10

func newPushes(seed uint64) *pushes {
	return &pushes{dice: dice{hash(seed, 4)}, at: firstPush, made: map[*recipe]int{}}
}

// arrive makes the pushes that are due at t.
func (p *pushes) arrive(f *flow, t time.Duration) {
	for p.at <= t {
		p.push(f, p.at)
		p.n++
		p.at += p.dice.between(20*time.Second, 40*time.Second)
	}
}

func (p *pushes) push(f *flow, at time.Duration) {
	r := &recipes[p.dice.intn(len(recipes))]
	p.made[r]++
	tag := r.tag(p.made[r])
	manual := p.dice.intn(12) == 0
	batch := hash(f.seed, 5, uint64(p.n))
	for i, to := range p.dice.destinations() {
		n := int64(pushedFrom + p.n*len(destinations) + i)
		o := f.order(r, tag, n, batch, to, manual)
		o.created, o.priority = at, p.priority(at)
		f.add(&transfer{order: o, state: pending, layers: o.layersOf(f.seed), fate: p.dice.fate()})
	}
	if p.n%5 == 2 {
		from := prod
		if p.dice.intn(4) == 0 {
			from = edge
		}
		f.subs.add(from, newSubscription(f.seed, &p.dice, int64(pushedFrom+p.n), at))
	}
}

// priority is low while the first wave lasts, which has its three minutes to keep.
func (p *pushes) priority(at time.Duration) int {
	drawn := 1 + p.dice.intn(4)
	if at < firstWaveEnds {
		return 1
	}
	return drawn
}

// destinations draws one to four different ones, the slow archive link less often.
func (d *dice) destinations() []int {
	all := []int{euWest, usEast, apSoutheast}
	for i := range all {
		j := i + d.intn(len(all)-i)
		all[i], all[j] = all[j], all[i]
	}
	all = all[:1+d.intn(len(all))]
	if d.intn(4) == 0 {
		all = append(all, euCentral)
	}
	return all
}

// fate is mostly smooth: one task in sixteen fails, a few are canceled or stall for a while.
func (d *dice) fate() fate {
	at := d.between(2*time.Second, 30*time.Second)
	f := fate{relative: true, at: at, until: at + d.between(70*time.Second, 100*time.Second)}
	switch roll := d.intn(100); {
	case roll < 6:
		f.kind, f.issue = fails, d.issue()
	case roll < 8:
		f.kind = isCanceled
	case roll < 11:
		f.kind = stalls
	}
	return f
}

// issue is why a task failed: the network more often than all the rest.
func (d *dice) issue() string {
	if d.intn(2) == 0 {
		return issues[0]
	}
	return issues[d.intn(len(issues))]
}
