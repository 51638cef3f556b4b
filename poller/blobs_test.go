package poller

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestABlobIsKeptAsItIs(t *testing.T) {
	for name, b := range map[string]blob{
		"plain":                 {needed: 1, size: 5},
		"of no bytes":           {needed: 2},
		"of the largest size":   {needed: 1, size: weightMost},
		"needed by the most":    {needed: plainMost, size: 5},
		"needed by one more":    {needed: plainMost + 1, size: 5},
		"given up by one":       {needed: 1, lost: 1, size: 5, moved: 3},
		"given up by all":       {lost: 2, moved: 3},
		"given up by the most":  {lost: plainMost, moved: weightMost},
		"given up by one more":  {lost: plainMost + 1, moved: 3},
		"given up, and larger":  {lost: 1, moved: weightMost + 1},
		"of less than nothing":  {lost: 1, moved: -1},
		"of which two tell two": {needed: 2, size: 5, mixed: true},
	} {
		t.Run(name, func(t *testing.T) {
			x := newBlobs(0)
			x.put(7, blob{needed: 3, size: 1})
			x.put(7, b)
			assert.Equal(t, b, x.get(7))
			x.put(7, blob{needed: 3, size: 1})
			assert.Equal(t, blob{needed: 3, size: 1}, x.get(7))
			x.put(7, b)
			x.put(7, blob{size: b.size, moved: b.moved, mixed: b.mixed})
			assert.Empty(t, x.plain)
			assert.Empty(t, x.other)
			assert.Zero(t, x.get(7))
		})
	}
}

// The failed tasks of a long migration, too, hold many layers.
func TestMostBlobsTakeLittleMemory(t *testing.T) {
	x := newBlobs(0)
	for key, b := range []blob{{needed: 1, size: 5}, {lost: 1, moved: 3}} {
		x.put(blobKey(key), b)
	}
	var failed blob
	failed.hold(5, false, 1)
	failed.hold(3, true, 1)
	failed.hold(5, false, -1)
	x.put(2, failed)
	assert.Len(t, x.plain, 3)
	assert.Equal(t, blob{lost: 1, moved: 3}, x.get(2))
}

func TestBlobsAreWhatTheTasksHold(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	x, want := newBlobs(0), map[blobKey]blob{}
	for range 20_000 {
		key, bytes, lost, by := blobKey(random.IntN(8)), random.Int64N(3), random.IntN(4) == 0, int32(1)
		b := want[key]
		if random.IntN(2) == 0 && (lost && b.lost > 0 || !lost && b.needed > 0) {
			by = -1
		}
		held := x.get(key)
		held.hold(bytes, lost, by)
		x.put(key, held)
		b.hold(bytes, lost, by)
		if want[key] = b; b.needed+b.lost == 0 {
			delete(want, key)
		}
		assert.Equal(t, want[key], x.get(key))
	}
	mixed := 0
	for _, b := range want {
		if b.mixed {
			mixed++
		}
	}
	assert.Len(t, x.mixed(), mixed)
	assert.Equal(t, len(want), len(x.plain)+len(x.other))
}
