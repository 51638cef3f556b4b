package poller

import (
	"strings"
	"time"

	"acrwatch/api"
)

// skew is how far in the future a start may lie before it is called odd: the two clocks may differ.
const skew = 2 * time.Minute

// oddities are the ways in which the service contradicts itself about t.
func oddities(t *Task, at time.Time) Oddities {
	var odd Oddities
	mark := func(o Oddity, holds bool) {
		if holds {
			odd |= OdditiesOf(o)
		}
	}
	var start, end time.Time
	if sub := t.Subscription; sub != nil {
		start, end = sub.Start, sub.End
		mark(OddRunningResult, !t.Phase.Finished() && strings.EqualFold(sub.Result, "SUCCESS"))
		mark(OddRunningEnd, !t.Phase.Finished() && !end.IsZero())
		mark(OddNoResult, t.Phase.Finished() && t.Phase != api.PhaseCanceled && sub.Result == "")
	} else if t.Sync != nil {
		start, end = t.Sync.Created.Time(), t.Sync.Modified.Time()
	}
	mark(OddEndBeforeStart, !start.IsZero() && !end.IsZero() && end.Before(start))
	mark(OddFuture, start.After(at.Add(skew)))
	mark(OddOverSize, overSize(t))
	// A list tells the end before a get can tell the last bytes.
	told := t.Answered >= t.Finished
	mark(OddShortDone, told && t.Phase == api.PhaseDone && t.Flow.SizeKnown && t.Flow.Moved < t.Flow.Size)
	mark(OddRestarted, t.Restarts > 0)
	return odd
}

func overSize(t *Task) bool {
	if t.Flow.SizeKnown && t.Flow.Moved > t.Flow.Size {
		return true
	}
	parts := t.Parts()
	for i := range parts {
		if f := &parts[i].Flow; f.SizeKnown && f.Moved > f.Size {
			return true
		}
	}
	return false
}
