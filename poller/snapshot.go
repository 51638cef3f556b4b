package poller

import (
	"iter"
	"time"

	"acrwatch/api"
)

// Kind is the family a task belongs to.
type Kind uint8

const (
	Sync         Kind = iota // image sync: bytes and layers
	Subscription             // artifact subscription: tags
	Kinds        = 2
)

// Key names a task for good. The target is part of it: one task can be seen from two instances.
type Key struct {
	Target int // index into Snapshot.Targets
	Kind   Kind
	ID     string
}

// Snapshot is all that is known at one instant. It is never changed once it is emitted, and it is whole:
// whoever misses one loses nothing. Tasks and targets keep their index from one snapshot to the next, and a task
// that did not change keeps its pointer, so that a reader finds what changed by comparing pointers. An index is a slot,
// though: when there are as many tasks as are kept (Options.Keep), the oldest that is over gives its slot to a new one,
// and then the Key there differs from the one before.
type Snapshot struct {
	At      time.Time
	Events  int // taken so far: two snapshots with as many events differ by the passing of time alone
	Targets []Target
	Tasks   Tasks
	Active  int // tasks that the service can still move
	Totals  Totals
	Calls   float64 // calls per second, over the last 10 s
	Paused  bool
	Wanted  []Wanted // what Options.Only names, in its order; nil when that is nothing
}

// Target is one instance seen through one credential profile, and how asking it goes.
type Target struct {
	Name     string // what the config or the service calls it
	Region   string
	Instance string // empty until discovery has found one
	Profile  string // credential profile; empty for the default one
	Endpoint string // the URL that is asked
	Rules    int    // sync rules known by name

	LastOK       time.Time  // last good answer of any kind; zero before the first
	LastTry      time.Time  // last call
	Err          *api.Error // what the last call ran into; nil when it went well
	FailingSince time.Time  // first of the failures that Err ends; zero when Err is nil
	RetryAt      time.Time  // end of the back-off; zero when there is none
	Lists        [Kinds]List

	ClockOff time.Duration       // the service's clock less ours; 0 while they are close, or nothing was learnt
	Keys     api.CredentialState // how the credentials are doing; zero when the client does not know
}

// List is how far the list of one kind of task is known.
type List struct {
	Seen     int                 // tasks known and kept
	Dropped  int                 // older ones that were seen and are not kept, nor part of the totals; an estimate between full readings
	Total    api.Optional[int64] // what the service says there are
	Complete bool                // every page was read once, or all that Options.Only names is known
	LastOK   time.Time
	Denied   *api.Error // set while the key may not list or get this kind
	Err      *api.Error // what the last page ran into; the tasks already known stay
}

// Task is what is known of one task. It is read-only. There can be a hundred thousand of them: times are short, and small
// fields stand together.
type Task struct {
	Key
	Region       string                // where the instance lives that it was seen from
	Sync         *api.SyncTask         // set for Kind Sync: list and get answers merged
	Subscription *api.SubscriptionTask // set for Kind Subscription
	RuleName     string                // empty until the rule is known
	Tags         []api.TagResult       // nil until they were reported

	Flow     Flow
	History  *Rates   // measured, one per answer; nil before the first
	Restarts int32    // times a layer's bytes fell
	Odd      Oddities // where the service contradicts itself
	Phase    api.Phase
	Watched  bool // it was active while we watched, so it is part of the totals
	Gone     bool // the service does not know it any more

	Listed   Instant    // last list answer that held it; once it is over, the one that told what is shown
	Asked    Instant    // last time its get was sent
	Answered Instant    // last good get; zero when never asked
	Finished Instant    // when we saw it finish; zero when it was finished before we looked
	Err      *api.Error // what its last get ran into; nil when that went well

	layers *layers // nil until they were reported
}

// Part is one layer, which is never nil, with what was measured of it.
type Part struct {
	*api.Layer
	Phase api.Phase
	Flow  Flow
	Also  int // other tasks known to hold the same digest, when this task was last answered
}

// Flow is what is known of bytes moving. Everything but Moved and Size is measured or estimated by us.
type Flow struct {
	Moved     int64   // bytes, reported
	Size      int64   // bytes, reported: the sum over the layers for a task
	Rate      float64 // bytes/s, smoothed over about 20 s; needs 3 samples
	Left      Left    // estimated
	LastMoved Instant // last time bytes were seen to grow or to begin again, or first sample
	SizeKnown bool    // false: no layers yet, or zero or missing sizes
	RateKnown bool
	Stalled   bool // running, freshly asked, and quiet for max(60 s, 5 polls)
}

// Left is an estimate of the time to go: one figure when Low equals High, and unknown when it is zero.
type Left struct{ Low, High time.Duration }

// Known says that there is an estimate. The shortest is a nanosecond.
func (l Left) Known() bool { return l.High > 0 }

// And is the time to go until both have ended.
func (l Left) And(other Left) Left { return Left{max(l.Low, other.Low), max(l.High, other.High)} }

// Within is the time to go of a part of something that takes so long: layers get faster as others end, so that the whole
// is the better guess.
func (l Left) Within(whole Left) Left {
	if !whole.Known() {
		return l
	}
	return Left{min(l.Low, whole.Low), min(l.High, whole.High)}
}

// Share is the part moved, 0 to 1, and whether it is known. Only a finished success is 1: anything else stays at
// 0.99 at most.
func (f Flow) Share(phase api.Phase) (float64, bool) {
	if phase == api.PhaseDone {
		return 1, true
	}
	if !f.SizeKnown || f.Size <= 0 {
		return 0, false
	}
	return min(max(float64(f.Moved)/float64(f.Size), 0), 0.99), true
}

// Landed is how many of its bytes have arrived: all those of a finished success, though nobody may have asked for its layers
// since.
func (f Flow) Landed(phase api.Phase) int64 {
	if phase == api.PhaseDone && f.SizeKnown {
		return f.Size
	}
	return f.Moved
}

// Totals sums the work in hand: every task that was active since the last time nothing was.
// Finished work of before that is only counted.
type Totals struct {
	// Every task kept. Running leaves out the stalled; Unknown holds the unfinished that are gone.
	Queued, Running, Stalled, Failed, Canceled, Done, Unknown int

	Moved, Size int64   // bytes of the work in hand; of a failed or canceled task only what it moved, of one that is done all
	Unsized     int     // sync tasks in hand whose size is unknown; Size holds at least what they moved
	Unique      int64   // Size with a digest shared by tasks counted once
	Rate        float64 // bytes/s, all tasks: a sum of theirs, or the mean of the last minutes where few tasks have one
	RateKnown   bool
	Left        Left
	History     []float32 // Rate every 2 s, oldest first, 32 at most
}

// Oddities are a set of them.
type Oddities uint8

// OdditiesOf is the set of those in list.
func OdditiesOf(list ...Oddity) (o Oddities) {
	for _, odd := range list {
		o |= 1 << odd
	}
	return o
}

// Has says that odd is among them.
func (o Oddities) Has(odd Oddity) bool { return o&(1<<odd) != 0 }

// All gives each of them, in the order of their numbers.
func (o Oddities) All() iter.Seq[Oddity] {
	return func(yield func(Oddity) bool) {
		for odd := Oddity(0); o>>odd != 0; odd++ {
			if o.Has(odd) && !yield(odd) {
				return
			}
		}
	}
}

// Oddity is a way in which the service contradicts itself.
type Oddity uint8

const (
	OddRunningResult  Oddity = iota // running, yet with the result SUCCESS
	OddRunningEnd                   // running, yet with an end time
	OddEndBeforeStart               // it ended before it started
	OddFuture                       // it starts in the future
	OddOverSize                     // more bytes moved than there are
	OddShortDone                    // done, yet bytes are missing
	OddNoResult                     // finished without a result
	OddRestarted                    // a layer's bytes fell
)
