package simulator

import (
	"fmt"
	"slices"
	"time"
)

// Pace is how fast calls came, refused ones and those without an answer included. Times are of the protocol clock.
type Pace struct {
	Total     int   `json:"total"`
	MostIn1s  int   `json:"mostIn1s"`  // the most in any second, wherever it begins
	MostIn10s int   `json:"mostIn10s"` // the most in any 10 seconds
	PerSecond []int `json:"perSecond"` // in each of the last 60 seconds of the clock, the running one last
	PerMinute []int `json:"perMinute"` // in each of the last 60 minutes, the running one last
}

// Within says whether a budget was kept: at most burst calls at once, and rate more with every second. The error
// is one line that names the window.
func (p Pace) Within(rate float64, burst int) error {
	for _, w := range []struct {
		calls, seconds int
	}{{p.MostIn1s, 1}, {p.MostIn10s, 10}} {
		if most := rate*float64(w.seconds) + float64(burst); float64(w.calls) > most {
			return fmt.Errorf("%d calls in %d s are above the budget of %v", w.calls, w.seconds, most)
		}
	}
	return nil
}

// longest is the widest window that is looked at.
const longest = 10 * time.Second

// pace counts calls as they come.
type pace struct {
	total, most1s, most10s int
	recent                 []time.Time // of the calls within the longest window
	seconds, minutes       buckets
}

func newPace() pace {
	return pace{seconds: buckets{width: time.Second}, minutes: buckets{width: time.Minute}}
}

func (p *pace) add(now time.Time) {
	if n := len(p.recent); n > 0 && now.Before(p.recent[n-1]) {
		now = p.recent[n-1] // calls are noted in the order in which they got here
	}
	p.total++
	p.recent = append(p.recent, now)
	p.recent = slices.Delete(p.recent, 0, len(p.recent)-p.within(now, longest))
	p.most10s = max(p.most10s, len(p.recent))
	p.most1s = max(p.most1s, p.within(now, time.Second))
	p.seconds.add(now)
	p.minutes.add(now)
}

// within counts the calls less than d old.
func (p *pace) within(now time.Time, d time.Duration) int {
	i, _ := slices.BinarySearchFunc(p.recent, now.Add(-d), func(t, oldest time.Time) int {
		if t.After(oldest) {
			return 1
		}
		return -1
	})
	return len(p.recent) - i
}

func (p *pace) read(now time.Time) Pace {
	return Pace{
		Total: p.total, MostIn1s: p.most1s, MostIn10s: p.most10s,
		PerSecond: p.seconds.read(now), PerMinute: p.minutes.read(now),
	}
}

// buckets count in steps of the clock; those that are too old are used again.
type buckets struct {
	width  time.Duration
	counts [60]int
	last   int64 // number of the newest step
}

func (b *buckets) forward(now time.Time) {
	step := now.UnixNano() / int64(b.width)
	for n := max(b.last+1, step-int64(len(b.counts))+1); n <= step; n++ {
		b.counts[n%int64(len(b.counts))] = 0
	}
	b.last = max(b.last, step)
}

func (b *buckets) add(now time.Time) {
	b.forward(now)
	b.counts[b.last%int64(len(b.counts))]++
}

// read is the counts, oldest first.
func (b *buckets) read(now time.Time) []int {
	b.forward(now)
	first := int((b.last + 1) % int64(len(b.counts)))
	return slices.Concat(b.counts[first:], b.counts[:first])
}
