package command

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"sync"
	"sync/atomic"
	"time"

	"acrwatch/poller"
)

const (
	// How much garbage may gather beside what is in use, in bytes. The runtime's own rule, as much again as is in use,
	// would double what a program holds that stays open for days, or that holds a day. Going somewhere in a recording
	// takes 20 MiB at once, and is slow in memory that is new.
	watchGarbage  = 3 << 20
	replayGarbage = 28 << 20
	// typedGarbage is for the time in which somebody types: a key that comes during a collection is answered late.
	typedGarbage = 32 << 20
	// The room is a share of what is in use, in percent: never more than the runtime's own, and never so little that
	// the collector is always at work.
	roomMost  = 100
	roomLeast = 4
	// restFor is how long memory may lie idle that is worth a quarter of the garbage. The runtime by itself keeps a tenth of
	// what is in use for good.
	restFor = 20 * time.Second
)

// housekeeping holds the memory of the process close to what is in use. Nil does nothing.
type housekeeping struct {
	garbage uint64 // that may gather while nobody types, in bytes

	key atomic.Int64 // when the last one came, in nanoseconds of Unix time; 0 for none

	mu      sync.Mutex // is held while collections are waited for
	percent int        // the room for garbage, as it was last set
	rested  time.Time  // when idle memory was last given back
}

// boundGarbage begins to keep house, from the next collection on; nil where a setting in the environment stands over it.
func (s *system) boundGarbage(garbage uint64) *housekeeping {
	if s.env("GOGC") != "" || s.env("GOMEMLIMIT") != "" {
		return nil
	}
	h := &housekeeping{garbage: garbage, percent: roomMost, rested: time.Now()}
	h.watchCollections()
	return h
}

// watchCollections looks at the memory after each collection. An object that nobody holds tells of them, which takes no
// timer: a screen on which nothing moves is not woken.
func (h *housekeeping) watchCollections() {
	runtime.AddCleanup(&collected{}, func(h *housekeeping) {
		h.afterCollection(time.Now())
		h.watchCollections()
	}, h)
}

// afterCollection sets the room anew, and gives idle memory back unless somebody types.
func (h *housekeeping) afterCollection(now time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.inUse(now) {
		h.makeRoom(typedGarbage)
		return
	}
	h.makeRoom(h.garbage)
	if now.Sub(h.rested) >= restFor && memory("/memory/classes/heap/free:bytes") > h.garbage/4 {
		h.rested = now
		go debug.FreeOSMemory()
	}
}

// typed puts collections off, at the first key after a rest. The key waits for nothing.
func (h *housekeeping) typed(now time.Time) {
	if h == nil {
		return
	}
	used := h.inUse(now)
	h.key.Store(now.UnixNano())
	if !used {
		go h.putOff()
	}
}

func (h *housekeeping) putOff() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.makeRoom(typedGarbage)
}

// inUse says that the next key is expected.
func (h *housekeeping) inUse(now time.Time) bool {
	return now.UnixNano()-h.key.Load() < int64(inUseFor)
}

// makeRoom lets so much garbage gather, in bytes, where that differs enough from what was set to be worth the pause of all
// goroutines that setting it takes. It waits for a collection that is going on.
func (h *housekeeping) makeRoom(garbage uint64) {
	percent := room(memory("/gc/heap/live:bytes"), garbage)
	if percent > h.percent*5/4 || percent < h.percent*4/5 {
		debug.SetGCPercent(percent)
		h.percent = percent
	}
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
