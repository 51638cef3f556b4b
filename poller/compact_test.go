package poller

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/api"
)

// What is past of a task takes little, and is the same to who reads it, in all snapshots that have it.
func TestWhatIsPastIsPacked(t *testing.T) {
	f := newFold()
	answer := func(at float64, id string, synced int64) *Snapshot {
		f.get(at, running1(id, layer("rslt-09az09az09azzzz"+id, "sha256:"+hexDigits, "SYNCHRONIZING", synced, 90), layer("2", "d", "", 0, 9)))
		return f.snap()
	}
	f.list(0, running1("a"), running1("b"))
	kept := []*Snapshot{f.snap(), answer(1, "a", 5), answer(2, "b", 5), answer(3, "b", 7), answer(4, "b", 8)}
	shown := append([]*Snapshot(nil), kept...)

	Compact(kept, answer(5, "a", 20))

	assert.Same(t, shown[0], kept[0], "a had no layers")
	for n, was := range shown {
		assert.Equal(t, was.At, kept[n].At)
		for i, before := range was.Tasks.All() {
			now := *kept[n].Tasks.At(i)
			require.Equal(t, before.Parts(), now.Parts())
			if n == 0 || before.ID == "b" {
				require.Same(t, before, kept[n].Tasks.At(i), "what the last one has is not past")
				continue
			}
			require.NotNil(t, now.packed())
			require.NotNil(t, before.loose(), "others have it")
			now.Sync, now.layers = before.Sync, before.layers
			require.Equal(t, *before, now)
		}
	}
	packed := kept[1].Tasks.At(0)
	for _, s := range kept[2:] {
		assert.Same(t, packed, s.Tasks.At(0))
	}
}

// Snapshots go on sharing what they shared.
func TestPackedSnapshotsShare(t *testing.T) {
	f := newFold()
	f.list(0, running1("a"))
	f.get(1, running1("a", layer("1", "d", "SYNCHRONIZING", 1, 9)))
	one := f.snap()
	later := *one
	kept := []*Snapshot{one, &later}
	f.get(2, running1("a", layer("1", "d", "SYNCHRONIZING", 2, 9)))

	Compact(kept, f.snap())

	require.NotNil(t, kept[0].Tasks.At(0).packed())
	assert.Zero(t, kept[1].Tasks.Unshared(kept[0].Tasks))
	assert.Nil(t, one.Tasks.At(0).packed())
}

// A task whose answer cannot be told in few bytes stays as it is.
func TestWhatCannotBePackedIsKept(t *testing.T) {
	f := newFold()
	odd := layer("1", "d", "SYNCHRONIZING", 1, 9)
	odd.Size = api.Optional[int64]{Value: 9}
	f.get(1, running1("a", odd))
	kept := []*Snapshot{f.snap()}
	was := kept[0]
	f.get(2, running1("a", layer("1", "d", "SYNCHRONIZING", 2, 9)))
	Compact(kept, f.snap())
	assert.Same(t, was, kept[0])
}
