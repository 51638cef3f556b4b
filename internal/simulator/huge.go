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
	every time.Duration // between two batches, on average
	moves time.Duration // how long bytes move, on average
}

const (
	batchSize   = 3
	queueing    = 15 * time.Second // of the time that a task is active, more or less what it waits
	longestWait = 20 * time.Second
)

func newLazy(f *flow, o Options) *lazy {
	return &lazy{f, o.Tasks, o.Waves, batchSize * o.Lasts / time.Duration(o.Active), o.Lasts - queueing}
}

// bounds are how long bytes move at least and at most: 2 and 5.5 minutes when tasks last 4.
func (w *lazy) bounds() (least, most time.Duration) { return w.moves * 8 / 15, w.moves * 22 / 15 }

// newest is the number of the newest task at an instant. Tasks of before the start have negative numbers.
func (w *lazy) newest(at time.Duration) int64 {
	b := int64(math.Floor(float64(at) / float64(w.every)))
	for w.arrival(b) > at {
		b--
	}
	if w.waves == 1 {
		b = min(b, -1)
	}
	return (b+1)*batchSize - 1
}

func (w *lazy) arrival(batch int64) time.Duration {
	return time.Duration(batch)*w.every + time.Duration(unit(hash(w.seed, 11, uint64(batch)))*float64(w.every/2))
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
	p.start = p.created + d.between(time.Second, longestWait)
	p.end = p.start + d.between(w.bounds())
	p.roll(&d, 15, 5)
	if w.waves == 1 && p.end > 0 {
		p.end = max(p.start, 0) + d.between(60*time.Second, 155*time.Second)
	}
	return p
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
	return task.whole(w.seed, at), true
}

// active is how long the tasks of this world were, all together, from its start on.
func (w *lazy) active(at time.Duration) time.Duration {
	var sum time.Duration
	_, most := w.bounds()
	for n := w.newest(at); ; n-- {
		p := w.plan(n)
		if p.created+longestWait+most < 0 {
			return sum
		}
		sum += p.active(at)
	}
}
