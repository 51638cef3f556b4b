package report

import (
	"slices"
	"time"
)

const (
	stepsMost   = 288 // of the timeline: it stays a picture, and one step is five minutes of a day
	periodsMost = 24  // rows of what moved when
)

// steps are lengths of time that people count in. Each is a multiple of one that stands some places before it.
var steps = []time.Duration{
	time.Second, 2 * time.Second, 5 * time.Second, 10 * time.Second, 15 * time.Second, 30 * time.Second,
	time.Minute, 2 * time.Minute, 5 * time.Minute, 10 * time.Minute, 15 * time.Minute, 30 * time.Minute,
	time.Hour, 2 * time.Hour, 3 * time.Hour, 6 * time.Hour, 12 * time.Hour, 24 * time.Hour,
	2 * 24 * time.Hour, 7 * 24 * time.Hour, 28 * 24 * time.Hour,
}

// stepFor is the shortest step of which no more than most cover a length of time, and that is a whole multiple of
// unit.
func stepFor(length time.Duration, most int, unit time.Duration) time.Duration {
	for _, step := range steps {
		if step%unit == 0 && length <= step*time.Duration(most-1) {
			return step
		}
	}
	last := steps[len(steps)-1]
	return last * (length/(last*time.Duration(most-1)) + 1)
}

// bin is what happened in a step.
type bin struct {
	moved                                  int64
	seen                                   bool // something of it was recorded
	began, done, failed, canceled, stalled int
}

// bins are the steps of a recording, all of the same length; each begins at a whole multiple of it in local time.
type bins struct {
	from  time.Time
	ahead time.Duration // of UTC
	step  time.Duration
	list  []bin
}

func newBins(from, to time.Time, ahead time.Duration) bins {
	b := bins{ahead: ahead, step: stepFor(to.Sub(from), stepsMost, time.Second)}
	b.from = b.floor(from, b.step)
	b.list = make([]bin, max(b.index(to.Add(-1)), 0)+1) // an end is not the beginning of another step
	return b
}

// floor is the last whole multiple of a step at an instant or before, by the local clock.
func (b *bins) floor(at time.Time, step time.Duration) time.Time {
	return at.Add(b.ahead).Truncate(step).Add(-b.ahead)
}

func (b *bins) index(at time.Time) int { return int(at.Sub(b.from) / b.step) }

// at is the step of an instant; one outside belongs to the first or the last.
func (b *bins) at(at time.Time) *bin {
	return &b.list[min(max(b.index(at), 0), len(b.list)-1)]
}

// spread divides bytes evenly over the time in which they moved. Nothing is lost by rounding.
func (b *bins) spread(from, to time.Time, bytes int64) {
	whole := to.Sub(from)
	if whole <= 0 {
		b.at(to).moved += bytes
		return
	}
	given := int64(0)
	for at := from; at.Before(to); {
		next := b.from.Add(b.step * time.Duration(b.index(at)+1))
		if next.After(to) {
			next = to
		}
		upTo := int64(float64(bytes) * (float64(next.Sub(from)) / float64(whole)))
		if next.Equal(to) {
			upTo = bytes
		}
		b.at(at).moved += upTo - given
		given, at = upTo, next
	}
}

// see notes that a time was recorded.
func (b *bins) see(from, to time.Time) {
	for i := max(b.index(from), 0); i <= min(b.index(to), len(b.list)-1); i++ {
		b.list[i].seen = true
	}
}

// span is a time with a beginning and an end.
type span struct{ from, to time.Time }

// spans is a set of times in their order, none of which touches another.
type spans []span

// add adds a time; what overlaps counts once.
func (s *spans) add(from, to time.Time) {
	end := len(*s)
	for end > 0 && (*s)[end-1].from.After(to) {
		end--
	}
	first := end
	for ; first > 0 && !(*s)[first-1].to.Before(from); first-- {
		if other := (*s)[first-1]; other.from.Before(from) {
			from = other.from
		}
		if other := (*s)[first-1]; other.to.After(to) {
			to = other.to
		}
	}
	*s = slices.Replace(*s, first, end, span{from, to})
}

// sum is how long all of them are together.
func (s spans) sum() (d time.Duration) {
	for _, one := range s {
		d += one.to.Sub(one.from)
	}
	return d
}
