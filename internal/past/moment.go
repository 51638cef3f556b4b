package past

import (
	"sort"
	"time"

	"acrwatch/internal/notify"
	"acrwatch/poller"
)

// Moment is what was known at an instant of a recording, and how the playing goes.
type Moment struct {
	Snapshot *poller.Snapshot
	Jumped   bool      // it was not reached by playing on from the moment before
	From, To time.Time // the ends of the recording
	Playing  bool
	Speed    float64 // times as fast as it was
	Happened Happened
	Notes    []string // what could not be read on the way, in a line each
}

// Happened is what happened in a recording, as far as it has been read ahead. It is the same whichever way one came to a
// moment.
type Happened struct {
	Until  time.Time // it was read ahead up to here
	Marks  Marks
	Events []notify.Event // the oldest first
}

// Before are the events up to an instant, the oldest first.
func (h *Happened) Before(at time.Time) []notify.Event {
	n := sort.Search(len(h.Events), func(i int) bool { return h.Events[i].At.After(at) })
	return h.Events[:n]
}
