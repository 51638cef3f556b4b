package command

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"

	"acrwatch/poller"
)

const (
	// garbageRoom is how much garbage may gather beside what is in use, in bytes. The runtime's own rule, as much again
	// as is in use, would double what a program holds that stays open for days.
	garbageRoom = 6 << 20
	// The room is a share of what is in use, in percent: never more than the runtime's own, and never so little that
	// the collector is always at work.
	roomMost  = 100
	roomLeast = 5
	// roomStep is the least change worth a pause of all goroutines.
	roomStep = 5
)

// boundGarbage holds the memory of the process close to what is in use, from the next collection on. A setting in the
// environment stands over it.
func (s *system) boundGarbage() {
	if s.env("GOGC") == "" && s.env("GOMEMLIMIT") == "" {
		afterCollection(roomMost)
	}
}

// afterCollection sets the room after each collection anew. An object that nobody holds tells of them, which takes no
// timer: a screen on which nothing moves is not woken.
func afterCollection(percent int) {
	runtime.AddCleanup(&collected{}, func(before int) {
		now := room(inUse())
		if now-before >= roomStep || before-now >= roomStep {
			debug.SetGCPercent(now)
			before = now
		}
		afterCollection(before)
	}, percent)
}

// collected must not share its memory with other small objects.
type collected struct{ _ [64]byte }

// room is how much may be added to so many bytes in use before the next collection, in percent.
func room(live uint64) int {
	return int(min(max(garbageRoom*100/max(live, 1), roomLeast), roomMost))
}

// inUse is what the last collection found in use, in bytes.
func inUse() uint64 {
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
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
