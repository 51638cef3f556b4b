package command

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"time"

	"acrwatch/poller"
)

const (
	// How much garbage may gather beside what is in use, in bytes. The runtime's own rule, as much again as is in use,
	// would double what a program holds that stays open for days, or that holds a day. Going somewhere in a recording
	// takes 20 MiB at once, and is slow in memory that is new.
	watchGarbage  = 3 << 20
	replayGarbage = 16 << 20
	// The room is a share of what is in use, in percent: never more than the runtime's own, and never so little that
	// the collector is always at work.
	roomMost  = 100
	roomLeast = 4
	// restFor is how long memory may lie idle that is worth half of the garbage. The runtime by itself keeps a tenth of
	// what is in use for good.
	restFor = time.Minute
)

// boundGarbage holds the memory of the process close to what is in use, from the next collection on. A setting in the
// environment stands over it.
func (s *system) boundGarbage(garbage uint64) {
	if s.env("GOGC") == "" && s.env("GOMEMLIMIT") == "" {
		housekeeping{garbage: garbage, percent: roomMost, rested: time.Now()}.afterCollection()
	}
}

// housekeeping is what was done after the last collections.
type housekeeping struct {
	garbage uint64    // that may gather, in bytes
	percent int       // the room for it, as it was last set
	rested  time.Time // when idle memory was last given back
}

// afterCollection sets the room after each collection anew and gives idle memory back. An object that nobody holds tells
// of them, which takes no timer: a screen on which nothing moves is not woken.
func (h housekeeping) afterCollection() {
	runtime.AddCleanup(&collected{}, func(h housekeeping) {
		if now := room(memory("/gc/heap/live:bytes"), h.garbage); h.outdated(now) {
			debug.SetGCPercent(now)
			h.percent = now
		}
		if time.Since(h.rested) >= restFor && memory("/memory/classes/heap/free:bytes") > h.garbage/2 {
			h.rested = time.Now()
			go debug.FreeOSMemory()
		}
		h.afterCollection()
	}, h)
}

// outdated says that another room is worth the pause of all goroutines that setting it takes.
func (h housekeeping) outdated(percent int) bool {
	return percent > h.percent*5/4 || percent < h.percent*4/5
}

// collected must not share its memory with other small objects.
type collected struct{ _ [64]byte }

// room is how much may be added to so many bytes in use before the next collection, in percent.
func room(live, garbage uint64) int {
	return int(min(max(garbage*100/max(live, 1), roomLeast), roomMost))
}

// memory is a figure of the runtime, in bytes; 0 when it does not know it by this name.
func memory(name string) uint64 {
	sample := []metrics.Sample{{Name: name}}
	metrics.Read(sample)
	if sample[0].Value.Kind() != metrics.KindUint64 {
		return 0
	}
	return sample[0].Value.Uint64()
}

// released says that the memory that only the first reading of the lists took was given back.
type released bool

// after gives it back once all that was asked for is known: the runtime by itself would keep it for a heap that goes on
// growing as it did until then.
func (r *released) after(s *poller.Snapshot) {
	if bool(*r) || !s.Known() {
		return
	}
	*r = true
	go debug.FreeOSMemory()
}
