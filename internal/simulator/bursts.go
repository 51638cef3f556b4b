package simulator

import (
	"fmt"
	"math"
	"sort"
	"time"
)

// Bursts are sync tasks that come many at once and then for a while not at all, for days. The tasks are worked out
// from their number, so that they take no memory however long they go on. Every fourth burst is the edge's.
type Bursts struct {
	Tasks int           // in all, at most a million; 0: no bursts
	Size  int           // tasks of one burst; 0 means 40
	Over  time.Duration // world time that the bursts are spread over, at most 30 days; 0 means 72 hours
	Lasts time.Duration // world time that bytes move, on average, from 1 minute to 30 days; 0 means 13 minutes
}

const (
	defaultBurst       = 40
	defaultBurstsOver  = 72 * time.Hour
	defaultBurstsLasts = 13 * time.Minute

	burstTakes = 30 * time.Second // from its first task to its last, when there is time for that
)

func (b Bursts) withDefaults() Bursts {
	if b.Tasks == 0 {
		return b
	}
	if b.Size == 0 {
		b.Size = defaultBurst
	}
	if b.Over == 0 {
		b.Over = defaultBurstsOver
	}
	if b.Lasts == 0 {
		b.Lasts = defaultBurstsLasts
	}
	return b
}

func (b Bursts) check(scenario string) error {
	switch {
	case b == Bursts{}:
		return nil
	case scenario != "huge":
		return fmt.Errorf("bursts are of the scenario huge, not of %s", scenario)
	case b.Tasks < 1 || b.Tasks > maxTasks:
		return fmt.Errorf("bursts of %d tasks are out of range; use a number from 1 to %d", b.Tasks, maxTasks)
	case b.Size < 1 || b.Size > maxTasks:
		return fmt.Errorf("bursts of size %d are out of range; use a number from 1 to %d", b.Size, maxTasks)
	case b.Over < minLasts || b.Over > maxLasts:
		return fmt.Errorf("bursts over %v are out of range; use a duration from %v to %v", b.Over, minLasts, maxLasts)
	case b.Lasts < minLasts || b.Lasts > maxLasts:
		return fmt.Errorf("bursts that last %v are out of range; use a duration from %v to %v", b.Lasts, minLasts, maxLasts)
	}
	return nil
}

// bursts is a world of them. Tasks have the numbers from 0 on, in the order in which they come.
type bursts struct {
	*flow // rules, routes and subscription tasks; its own list of sync tasks stays empty
	Bursts
}

// from is the instance of a task.
func (w *bursts) from(n int) int {
	if n/w.Size%4 == 3 {
		return edge
	}
	return prod
}

// created is when a task comes. A burst begins in the first half of its share of the time, and takes a quarter of
// that share at most, so that later numbers come later.
func (w *bursts) created(n int) time.Duration {
	k := n / w.Size
	share := w.Over / time.Duration((w.Tasks+w.Size-1)/w.Size)
	begins := time.Duration(k)*share + time.Duration(unit(hash(w.seed, 14, uint64(k)))*float64(share/2))
	return begins + min(burstTakes, share/4)*time.Duration(n%w.Size)/time.Duration(w.Size)
}

// come is how many tasks there are at an instant.
func (w *bursts) come(at time.Duration) int {
	return sort.Search(w.Tasks, func(n int) bool { return w.created(n) > at })
}

func (w *bursts) plan(n int) plan {
	batch := n/w.Size*((w.Size+batchSize-1)/batchSize) + n%w.Size/batchSize
	d := dice{hash(w.seed, 15, uint64(batch))}
	r := &recipes[len(recipes)-1] // the edge's
	if w.from(n) == prod {
		r = &recipes[d.intn(len(recipes)-1)]
	}
	to, key := d.intn(len(destinations)), d.next()
	to = (to + n%w.Size%batchSize) % len(destinations)
	p := plan{order: w.order(r, r.tag(batch+1), int64(n), key, to, false), state: success, share: 1}
	d = dice{hash(w.seed, 16, uint64(n))}
	p.created, p.priority = w.created(n), 1+d.intn(5)
	p.start = p.created + d.between(time.Second, longestWait)
	p.end = p.start + d.between(w.Lasts*2/13, w.Lasts*24/13)
	p.roll(&d, 40, 20)
	return p
}

func (w *bursts) syncTasks(at time.Duration, from int, match filter, p page) ([]status, int) {
	var rows []status
	total := 0
	first, end := p.bounds(math.MaxInt)
	for n := w.come(at) - 1; n >= 0; n-- {
		if w.from(n) != from {
			continue
		}
		wanted := total >= first && total < end
		if !match.all() || wanted {
			task := w.plan(n)
			if !match.matches(&task.order) {
				continue
			}
			if wanted {
				rows = append(rows, task.at(at))
			}
		}
		total++
	}
	return rows, total
}

func (w *bursts) syncTask(at time.Duration, from int, id string) (status, bool) {
	n, ok := parseOrdinalID(w.seed, id)
	if !ok || n < 0 || n >= int64(w.come(at)) || w.from(int(n)) != from {
		return status{}, false
	}
	task := w.plan(int(n))
	return task.whole(w.seed, at), true
}

func (w *bursts) active(at time.Duration) time.Duration {
	var sum time.Duration
	for n := range w.come(at) {
		p := w.plan(n)
		sum += p.active(at)
	}
	return sum
}
