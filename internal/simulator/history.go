package simulator

import (
	"slices"
	"time"
)

// history is finished work from before the start: batches, one after another into the past.
type history struct {
	dice    dice
	batches int
	newest  time.Duration // before the start
	spacing time.Duration // between two batches, on average
	odds    odds
	lost    int // one subscription task in so many loses a tag
}

// fill puts the history into the world, oldest first, so that it must come before anything newer.
func (h history) fill(f *flow) {
	var tasks []*transfer
	made := map[*recipe]int{}
	at := -h.newest
	for b := range h.batches {
		r := &recipes[h.dice.intn(len(recipes))]
		made[r]++
		batch := hash(f.seed, 6, uint64(b))
		manual := h.dice.intn(14) == 0
		for i, to := range h.dice.destinations() {
			o := f.order(r, r.tag(-made[r]), -1-int64(b*len(destinations)+i), batch, to, manual)
			o.created, o.priority = at, 1+h.dice.intn(4)
			tasks = append(tasks, o.past(f.seed, &h.dice, h.odds))
		}
		at -= h.dice.between(h.spacing/3, 5*h.spacing/3)
	}
	slices.Reverse(tasks)
	for _, t := range tasks {
		f.add(t)
	}
}

// past is an order that has ended, and ended well before the start.
func (o order) past(seed uint64, d *dice, chance odds) *transfer {
	t := &transfer{order: o, layers: o.layersOf(seed)}
	t.started = o.created + d.between(time.Second, 20*time.Second)
	end := min(t.started+d.between(7*time.Second, 6*time.Minute), -5*time.Second)
	switch roll := d.intn(100); {
	case roll < chance.fails:
		fill(t.layers, t.lanes(), d.unit())
		t.end(end, failed, chance.issue(d))
	case roll < chance.fails+chance.cancels:
		fill(t.layers, t.lanes(), 0.6*d.unit())
		t.end(end, canceled, "")
	default:
		t.end(end, success, "")
	}
	return t
}

// fillSubscriptions puts finished subscription tasks into the world; one of each instance says that it ended before
// it started, as the documented sample does.
func (h history) fillSubscriptions(f *flow, n int) {
	at := -h.newest
	for i := range n {
		from := prod
		if i%5 == 4 {
			from = edge
		}
		at -= h.dice.between(20*time.Minute, 4*time.Hour)
		s := newSubscription(f.seed, &h.dice, -1-int64(i), at, h.lost)
		s.backwards = i == 3 || i == 9
		f.subs.add(from, s)
	}
}
