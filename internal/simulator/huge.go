package simulator

import (
	"math"
	"time"
)

// lazy is a world of any size: every task is worked out from its number when somebody asks for it. Three tasks make
// a batch, and batches come in at a steady pace, so a fixed share of the newest is active at any time. The world
// remembers as many tasks as it was told to; the oldest leave as new ones come.
type lazy struct {
	*flow // rules, routes and subscription tasks; its own list of sync tasks stays empty
	total int
	waves int
}

const (
	batchSize  = 3
	batchEvery = 18 * time.Second // with tasks of four minutes, 40 are active
)

// newest is the number of the newest task at an instant. Tasks of before the start have negative numbers.
func (w *lazy) newest(at time.Duration) int64 {
	b := int64(math.Floor(float64(at) / float64(batchEvery)))
	for w.arrival(b) > at {
		b--
	}
	if w.waves == 1 {
		b = min(b, -1)
	}
	return (b+1)*batchSize - 1
}

func (w *lazy) arrival(batch int64) time.Duration {
	return time.Duration(batch)*batchEvery + time.Duration(unit(hash(w.seed, 11, uint64(batch)))*float64(batchEvery/2))
}

// plan is one task from its number alone.
type plan struct {
	order
	start, end   time.Duration
	state, issue string  // what it ends as
	share        float64 // of its bytes that arrive
}

// drawn is what the tasks of a batch have in common.
type drawn struct {
	number int64
	recipe *recipe
	build  int // the version of the image
	first  int // the destination of the first task
	key    uint64
}

func (w *lazy) batch(n int64) drawn {
	number := n / batchSize
	if n%batchSize < 0 {
		number--
	}
	mirrored := recipes[:len(recipes)-1] // the last one is the edge's
	d := dice{hash(w.seed, 12, uint64(number))}
	r := &mirrored[d.intn(len(mirrored))]
	build := (int(number) + w.total/batchSize + 1) / len(mirrored)
	return drawn{number, r, build, d.intn(len(destinations)), d.next()}
}

// matches looks at no more than it must, since nothing is indexed.
func (w *lazy) matches(f filter, n int64) bool {
	b := w.batch(n)
	return (f.namespace == "" || f.namespace == b.recipe.namespace) && (f.repo == "" || f.repo == b.recipe.repo) &&
		(f.tag == "" || f.tag == b.recipe.tag(b.build)) && (f.batch == "" || f.batch == uuid(b.key))
}

func (w *lazy) plan(n int64) plan {
	b := w.batch(n)
	d := dice{hash(w.seed, 13, uint64(n))}
	to := (int(n-b.number*batchSize) + b.first) % len(destinations)
	p := plan{order: w.order(b.recipe, b.recipe.tag(b.build), n, b.key, to, false), state: success, share: 1}
	p.created, p.priority = w.arrival(b.number), 1+d.intn(5)
	p.start = p.created + d.between(time.Second, 20*time.Second)
	p.end = p.start + d.between(2*time.Minute, 5*time.Minute+30*time.Second)
	switch roll := d.intn(1000); {
	case roll < 15:
		p.state, p.issue, p.share = failed, d.issue(), d.unit()
	case roll < 20:
		p.state, p.share = canceled, d.unit()
	}
	if w.waves == 1 && p.end > 0 {
		p.end = max(p.start, 0) + d.between(60*time.Second, 155*time.Second)
	}
	return p
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

// moved is the share of all bytes that has arrived: nearly even, with a swell so that rates look alive.
func (p *plan) moved(at time.Duration) float64 {
	u := min(max(float64(at-p.start)/float64(p.end-p.start), 0), 1)
	return p.share * (u + 0.015*math.Sin(2*math.Pi*7*u))
}

func (w *lazy) syncTasks(at time.Duration, from int, match filter, p page) ([]status, int) {
	if from != prod {
		return nil, 0
	}
	newest := w.newest(at)
	if match.all() {
		first, end := p.bounds(w.total)
		rows := make([]status, 0, end-first)
		for i := first; i < end; i++ {
			task := w.plan(newest - int64(i))
			rows = append(rows, task.at(at))
		}
		return rows, w.total
	}
	var rows []status
	n := 0
	first, end := p.bounds(w.total)
	for i := range w.total {
		if !w.matches(match, newest-int64(i)) {
			continue
		}
		if n >= first && n < end {
			task := w.plan(newest - int64(i))
			rows = append(rows, task.at(at))
		}
		n++
	}
	return rows, n
}

func (w *lazy) syncTask(at time.Duration, from int, id string) (status, bool) {
	n, ok := parseOrdinalID(w.seed, id)
	newest := w.newest(at)
	if !ok || from != prod || n > newest || n <= newest-int64(w.total) {
		return status{}, false
	}
	task := w.plan(n)
	s := task.at(at)
	s.layers = s.layersOf(w.seed)
	if s.state == pending {
		return s, true
	}
	fill(s.layers, s.lanes(), task.moved(at))
	if s.state != synchronizing {
		settle(s.layers, s.state)
	}
	return s, true
}
