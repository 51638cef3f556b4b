package ui

import (
	"time"

	"acrwatch/api"
	"acrwatch/poller"
)

// batchKey names a batch: one push to several destinations, as one target sees it. The zero value names none.
type batchKey struct {
	target int
	id     string
}

func batchOf(t *poller.Task) batchKey {
	if t == nil || t.Sync == nil || t.Sync.BatchID == "" {
		return batchKey{}
	}
	return batchKey{t.Target, t.Sync.BatchID}
}

// batch is the tasks of one push and what they come to. One without members is a free slot.
type batch struct {
	key     batchKey
	members []int32
	tally
}

// tally is what the tasks of a batch come to.
type tally struct {
	done, ended int          // destinations that have it, and those that do not and will not
	worst       *poller.Task // the one whose status stands for all
	oldest      *poller.Task // of those that give the figures, the one that was heard of least lately; nil when all are over
	since       int64        // as sortTime, of the worst

	moved, size int64 // bytes, reported; size leaves out the unsized
	unsized     int   // members that have not told their size
	share       float64
	rate        float64
	left        poller.Left

	class   uint8 // the most urgent rank class
	going   bool  // some are still to come
	shared  bool  // share is known
	rated   bool  // rate is known
	atLeast bool  // left is the least it takes: some members cannot tell yet
}

// severity is which status stands for a batch: the one that wants to be seen first.
func severity(t *poller.Task) int {
	switch {
	case t.Phase == api.PhaseFailed:
		return 0
	case t.Flow.Stalled:
		return 1
	case t.Active() && t.Phase != api.PhaseQueued:
		return 2
	case t.Active():
		return 3
	case t.Phase == api.PhaseCanceled:
		return 4
	case t.Phase != api.PhaseDone:
		return 5
	}
	return 6
}

// tallyOf adds the members of a batch up.
func tallyOf(tasks poller.Tasks, members []int32, now time.Time) tally {
	y := tally{class: rankFinished}
	var largest int64
	for _, i := range members {
		t := tasks.At(int(i))
		y.class = min(y.class, rankOf(t, now))
		if y.worst == nil || severity(t) < severity(y.worst) {
			y.worst = t
		}
		switch {
		case t.Phase == api.PhaseDone:
			y.done++
		case !t.Active():
			y.ended++
		}
		largest = max(largest, t.Flow.Size)
		y.addFlow(t)
	}
	if y.worst != nil {
		y.since = sortTime(y.worst, y.class)
	}
	y.going = y.done+y.ended < len(members)
	y.weigh(tasks, members, largest)
	if y.left.Known() && y.worst != nil && y.worst.Flow.Stalled {
		y.left = poller.Left{}
	}
	return y
}

func (y *tally) addFlow(t *poller.Task) {
	f := &t.Flow
	if f.SizeKnown {
		y.moved, y.size = y.moved+f.Landed(t.Phase), y.size+f.Size
	} else {
		y.unsized++
	}
	if !t.Active() {
		return
	}
	if y.oldest == nil || older(t, y.oldest) {
		y.oldest = t
	}
	if f.RateKnown {
		y.rate, y.rated = y.rate+f.Rate, true
	}
	if !f.Left.Known() {
		y.atLeast = true
		return
	}
	y.left = y.left.And(f.Left)
}

// older says that the figures of a batch are as old as those of a rather than of b: one that has a pace counts before one
// that waits, and then the one that was heard of less lately.
func older(a, b *poller.Task) bool {
	if paced := a.Flow.RateKnown || a.Flow.Stalled; paced != (b.Flow.RateKnown || b.Flow.Stalled) {
		return paced
	}
	return a.Heard().Before(b.Heard())
}

// weigh finds the share moved. A member that has not told its size counts as the largest of the others, since it is the
// same image; only a batch that is done is whole.
func (y *tally) weigh(tasks poller.Tasks, members []int32, largest int64) {
	if y.done == len(members) {
		y.share, y.shared = 1, true
		return
	}
	if largest <= 0 {
		return
	}
	moved, whole := 0.0, 0.0
	for _, i := range members {
		t := tasks.At(int(i))
		size := t.Flow.Size
		if !t.Flow.SizeKnown || size <= 0 {
			size = largest
		}
		share, _ := t.Flow.Share(t.Phase)
		moved, whole = moved+share*float64(size), whole+float64(size)
	}
	y.share, y.shared = min(moved/whole, 0.99), true
}

// image is what the batch moves.
func (b *batch) image() string {
	if b.worst == nil {
		return ""
	}
	return b.worst.Image()
}
