// Package past keeps what a dashboard showed in the last hours, so that its reader can look back. It keeps little of long
// ago and much of just now, within a bound of snapshots and of memory: snapshots share what did not change between them,
// so each costs what did.
package past

import (
	"slices"
	"sort"
	"time"

	"acrwatch/poller"
)

// Options bound a Past. The zero value is good.
type Options struct {
	Reach time.Duration // how far it goes back; 0: 6 hours
	Step  time.Duration // between snapshots at least, but where something happened; 0: 2 s
	Most  int           // snapshots; 0: 500
	Bytes int           // about what all of them take beside the latest; 0: 1.5 MiB
}

// marksMost is how many marks are kept.
const marksMost = 2000

// Past is what was shown, by its time. Make one with New. It is not safe for concurrent use.
type Past struct {
	options Options
	kept    []entry // the oldest first
	bytes   int     // of all entries
	watch   Watch
	marks   Marks
}

// entry is a snapshot with what the one before it takes beside it.
type entry struct {
	*poller.Snapshot
	bytes  int
	marked bool // something happened in it
}

// New makes a Past that knows nothing yet.
func New(o Options) *Past {
	if o.Reach <= 0 {
		o.Reach = 6 * time.Hour
	}
	if o.Step <= 0 {
		o.Step = 2 * time.Second
	}
	if o.Most <= 0 {
		o.Most = 500
	}
	if o.Bytes <= 0 {
		o.Bytes = 3 << 19
	}
	return &Past{options: o}
}

// Add takes in the next snapshot of a poller; every one should be, in their order. Its cost follows what changed since the
// one before.
func (p *Past) Add(s *poller.Snapshot) {
	found := p.watch.Look(s)
	p.marks = append(p.marks, found...)
	p.marks = p.marks[max(len(p.marks)-marksMost, 0):]
	if last := len(p.kept) - 1; last >= 0 && len(found) == 0 && s.At.Sub(p.kept[last].At) < p.options.Step {
		return
	}
	e := entry{Snapshot: s, marked: len(found) > 0}
	if last := len(p.kept) - 1; last >= 0 {
		p.compact(s)
		e.bytes = beside(p.kept[last].Snapshot, s)
	}
	p.kept = append(p.kept, e)
	p.bytes += e.bytes
	p.forget(s.At)
}

// compact packs what the next snapshot does not have any more.
func (p *Past) compact(next *poller.Snapshot) {
	kept := make([]*poller.Snapshot, len(p.kept))
	for i := range p.kept {
		kept[i] = p.kept[i].Snapshot
	}
	poller.Compact(kept, next)
	for i := range p.kept {
		p.kept[i].Snapshot = kept[i]
	}
}

// forget keeps the bounds.
func (p *Past) forget(now time.Time) {
	for len(p.kept) > 1 && now.Sub(p.kept[0].At) > p.options.Reach {
		p.drop(0)
	}
	for len(p.kept) > 2 && (len(p.kept) > p.options.Most || p.bytes > p.options.Bytes) {
		p.drop(p.leastMissed(now))
	}
	if first, known := p.First(); known {
		gone := sort.Search(len(p.marks), func(i int) bool { return !p.marks[i].At.Before(first) })
		p.marks = p.marks[gone:]
	}
}

// markWorth is how many times wider a hole may be before a snapshot in which something happened fills it no more.
const markWorth = 8

// leastMissed is the snapshot whose absence leaves the smallest hole for its age. The first and the last one stay.
func (p *Past) leastMissed(now time.Time) int {
	least, smallest := 0, 0.0
	for i := 1; i < len(p.kept)-1; i++ {
		hole := float64(p.kept[i+1].At.Sub(p.kept[i-1].At)) / float64(now.Sub(p.kept[i].At)+p.options.Step)
		if p.kept[i].marked {
			hole *= markWorth
		}
		if least == 0 || hole < smallest {
			least, smallest = i, hole
		}
	}
	return least
}

// drop forgets a snapshot. What the one before shared with it, it may not share with the next one.
func (p *Past) drop(i int) {
	p.bytes -= p.kept[i].bytes + p.kept[i+1].bytes
	next := &p.kept[i+1]
	next.bytes = 0
	if i > 0 {
		next.bytes = beside(p.kept[i-1].Snapshot, next.Snapshot)
		next.marked = p.marks.move(p.kept[i].At, next.At) || next.marked
	}
	p.bytes += next.bytes
	p.kept = slices.Delete(p.kept, i, i+1)
}

// First is the time of the oldest snapshot; false when there is none.
func (p *Past) First() (time.Time, bool) {
	if len(p.kept) == 0 {
		return time.Time{}, false
	}
	return p.kept[0].At, true
}

// At is what was shown at an instant: the last snapshot kept that is not later, and the first one when all are. It is nil
// when there is none.
func (p *Past) At(t time.Time) *poller.Snapshot {
	if len(p.kept) == 0 {
		return nil
	}
	return p.kept[max(p.after(t)-1, 0)].Snapshot
}

// Before is the last snapshot kept that is earlier than an instant; nil when there is none.
func (p *Past) Before(t time.Time) *poller.Snapshot {
	i := sort.Search(len(p.kept), func(i int) bool { return !p.kept[i].At.Before(t) })
	if i == 0 {
		return nil
	}
	return p.kept[i-1].Snapshot
}

// After is the first snapshot kept that is later than an instant; nil when there is none.
func (p *Past) After(t time.Time) *poller.Snapshot {
	if i := p.after(t); i < len(p.kept) {
		return p.kept[i].Snapshot
	}
	return nil
}

// after is the place of the first snapshot that is later.
func (p *Past) after(t time.Time) int {
	return sort.Search(len(p.kept), func(i int) bool { return p.kept[i].At.After(t) })
}
