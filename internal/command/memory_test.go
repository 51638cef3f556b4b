package command

import (
	"runtime"
	"runtime/debug"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"acrwatch/poller"
)

func TestGarbageHasAsMuchRoomWhateverIsInUse(t *testing.T) {
	for live, percent := range map[uint64]int{
		0: 100, 2 << 20: 100, 3 << 20: 100, 6 << 20: 50, 12 << 20: 25, 1 << 40: 4,
	} {
		assert.Equal(t, percent, room(live, watchGarbage), "%d in use", live)
	}
	runtime.GC()
	for _, name := range []string{"/gc/heap/live:bytes", "/memory/classes/heap/free:bytes"} {
		assert.Positive(t, memory(name), "the runtime knows %s", name)
	}
	assert.Zero(t, memory("/gc/heap/dead:bytes"))
}

func TestCollectionsAreRarerWhileSomebodyTypes(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(roomMost))
	noon := time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)
	ballast := make([]byte, 256<<20) // of which no collection reads anything
	runtime.GC()
	h := &housekeeping{garbage: watchGarbage, percent: roomMost, rested: noon}
	h.afterCollection(noon)
	assert.Equal(t, roomLeast, h.percent)
	h.key.Store(noon.UnixNano())
	h.afterCollection(noon.Add(inUseFor - 1))
	assert.Greater(t, h.percent, roomLeast, "between two keys")
	h.afterCollection(noon.Add(inUseFor))
	assert.Equal(t, roomLeast, h.percent, "after a rest")
	h.putOff()
	assert.Greater(t, h.percent, roomLeast)
	runtime.KeepAlive(ballast)
}

func TestMemoryIsReleasedOnceAllIsKnown(t *testing.T) {
	var r released
	reading := poller.Snapshot{Targets: make([]poller.Target, 1)}
	r.after(&reading)
	assert.False(t, bool(r), "while the lists are read")
	r.after(&poller.Snapshot{})
	assert.True(t, bool(r), "nothing is left to read")
}
