package simulator

import "time"

// pushes is the stream of new images after the start, each mirrored to one or more destinations.
type pushes struct {
	dice dice
	at   time.Duration // of the next one
	n    int           // pushes so far
	made map[*recipe]int
	odds odds
	lost int // one subscription task in so many loses a tag
}

// firstPush comes early enough that whoever looks for half a minute sees a task appear.
const firstPush = 25 * time.Second

// pushedFrom is the number of the first pushed task; the first wave stays below.
const pushedFrom = 1 << 10

func newPushes(seed uint64, s *script) *pushes {
	return &pushes{dice: dice{hash(seed, 4)}, at: firstPush, made: map[*recipe]int{}, odds: s.pushed, lost: s.lost}
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
		f.add(&transfer{order: o, state: pending, layers: o.layersOf(f.seed), fate: p.dice.fate(p.odds)})
	}
	if p.n%5 == 2 {
		from := prod
		if p.dice.intn(4) == 0 {
			from = edge
		}
		f.subs.add(from, newSubscription(f.seed, &p.dice, int64(pushedFrom+p.n), at, p.lost))
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
