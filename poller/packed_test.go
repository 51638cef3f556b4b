package poller

import (
	"hash/maphash"
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"time"
	"unsafe"

	"acrwatch/api"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var hexDigits = strings.Repeat("0123456789abcdef", 4)

// Whatever the layers are, packing them loses nothing.
func TestPackedLayersAreTheSameAgain(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	texts := []string{"", "a", "sha256:" + hexDigits, "sha256:" + strings.ToUpper(hexDigits), "sha256:" + hexDigits[1:], "sha512:" + hexDigits, "rslt-09az09az09azzzzz", "rslt-0000000000000000", "rslt-09AZ09az09azzzzz", "rslt-09az09az09azzzz", "rslt-+9az09az09azzzzz", "sha256:" + hexDigits[1:] + "g", "训练"}
	sizes := []api.Optional[int64]{{}, api.Some(int64(0)), api.Some(int64(7)), api.Some(int64(-7)), api.Some(int64(math.MaxInt64)), api.Some(int64(math.MinInt64))}
	word := func() string { return texts[random.IntN(len(texts))] }
	size := func() api.Optional[int64] { return sizes[random.IntN(len(sizes))] }
	for range 5000 {
		parts := make([]Part, 1+random.IntN(5))
		for i := range parts {
			l := &api.Layer{ID: word(), Digest: word(), ArtifactDigest: word(), Status: api.Status(word()), Size: size(), Synced: size()}
			parts[i] = Part{Layer: l, Phase: api.SyncPhase(l.Status), Also: random.IntN(9), Flow: restingFlow(l.Size, size().Or(3), Instant(random.Int64()))}
			if random.IntN(2) == 0 {
				disturb(&parts[i], random)
			}
		}
		p, exact := pack(parts)
		require.True(t, exact)
		require.Equal(t, parts, p.unpack())
		var loose Task
		loose.SetParts(parts)
		require.Equal(t, loose.pieces(false), p.pieces(false))
		require.Equal(t, loose.pieces(true), p.pieces(true), "lost")
	}
}

// Tasks that move the same image have what is told of it in memory once.
func TestTasksShareTheirImage(t *testing.T) {
	packedAt := func(id string, status api.Status, size int64) packed {
		l := layer(id, "sha256:"+hexDigits, status, 5, size)
		p, exact := pack([]Part{{Layer: &l, Phase: api.SyncPhase(l.Status), Flow: restingFlow(l.Size, 5, 7)}})
		require.True(t, exact)
		return p
	}
	one, other, failed := packedAt("rslt-09az09az09azzzzz", "SUCCESS", 5), packedAt("2", "SUCCESS", 5), packedAt("3", "FAILED", 5)
	assert.Same(t, one.image, other.image)
	assert.Same(t, one.image, failed.image)
	assert.NotSame(t, one.image, packedAt("4", "SUCCESS", 6).image)
	assert.Less(t, len(one.own), 25)
}

// disturb makes of a layer at rest one that moves, or that contradicts itself.
func disturb(p *Part, random *rand.Rand) {
	p.Phase = api.Phase(random.IntN(int(api.PhaseCanceled) + 1))
	p.Flow.Rate, p.Flow.RateKnown, p.Flow.Stalled = random.NormFloat64(), random.IntN(2) == 0, random.IntN(2) == 0
	p.Flow.Size, p.Flow.SizeKnown = random.Int64()-random.Int64(), random.IntN(2) == 0
	p.Flow.Left = Left{Low: time.Duration(random.Int64()), High: time.Duration(random.Int64())}
}

// A layer can be told in few bytes only while nothing but its bytes is told of it.
func TestWhatIsNotAtRestIsTold(t *testing.T) {
	for name, change := range map[string]func(*Part){
		"rate":    func(p *Part) { p.Flow.Rate = 1 },
		"known":   func(p *Part) { p.Flow.RateKnown = true },
		"stalled": func(p *Part) { p.Flow.Stalled = true },
		"left":    func(p *Part) { p.Flow.Left.High = 1 },
		"phase":   func(p *Part) { p.Phase = api.PhaseFailed },
		"size":    func(p *Part) { p.Flow.Size++ },
	} {
		l := &api.Layer{Status: "SUCCESS", Size: api.Some(int64(5))}
		parts := []Part{{Layer: l, Phase: api.PhaseDone, Flow: restingFlow(l.Size, 5, 0)}}
		require.True(t, allAtRest(parts), name)
		change(&parts[0])
		require.False(t, allAtRest(parts), name)
		p, exact := pack(parts)
		require.True(t, exact, name)
		assert.Equal(t, parts, p.unpack(), name)
	}
}

// A figure that is not known has none.
func TestWhatCannotBeToldIsNotPacked(t *testing.T) {
	l := &api.Layer{Synced: api.Optional[int64]{Value: 1}}
	_, exact := pack([]Part{{Layer: l, Flow: restingFlow(l.Size, 0, 0)}})
	assert.False(t, exact)
}

// A list tells the end of a task, and nothing of its layers. The answer that confirms it can be long in coming.
func TestLayersOfATaskThatIsOverArePacked(t *testing.T) {
	f := newFold()
	running, done := running1("a", layer("1", "d", "SYNCHRONIZING", 5, 9)), ended("a", "SUCCESS", layer("1", "d", "SUCCESS", 9, 9))
	f.get(0, running)
	shown := f.tasks[0]
	assert.Nil(t, shown.packed())
	f.list(1, ended("a", "SUCCESS"))
	require.NotNil(t, f.tasks[0].packed(), "not confirmed")
	assert.Equal(t, shown.Parts(), f.tasks[0].Parts())
	assert.Len(t, shown.Sync.Layers, 1, "others have the earlier state")
	f.get(2, done)
	require.NotNil(t, f.tasks[0].packed(), "confirmed")
	assert.Equal(t, 1, f.tasks[0].LayerCount())
	assert.EqualValues(t, 9, f.tasks[0].Parts()[0].Flow.Moved)
	assert.Equal(t, InstantOf(second(2)), f.tasks[0].Parts()[0].Flow.LastMoved)
	f.get(3, running)
	assert.Nil(t, f.tasks[0].packed(), "back to work")
	assert.EqualValues(t, 5, f.tasks[0].Parts()[0].Flow.Moved)
}

// A recording can claim that a task that is over is stalled.
func TestACalmedTaskKeepsItsLayers(t *testing.T) {
	f := newFold()
	f.get(0, running1("a"))
	f.get(1, ended("a", "SUCCESS", layer("1", "d", "SUCCESS", 9, 9)))
	claims := *f.tasks[0]
	claims.Flow.Stalled = true
	require.NotNil(t, claims.packed())
	calm(&claims)
	assert.False(t, claimsStall(&claims))
	assert.Equal(t, f.tasks[0].Parts(), claims.Parts())
}

// A snapshot can hold a hundred thousand of them.
func TestTasksAreSmall(t *testing.T) {
	assert.LessOrEqual(t, unsafe.Sizeof(Task{}), uintptr(240))
	assert.LessOrEqual(t, unsafe.Sizeof(record{}), uintptr(96))
}

// Places are taken by other images, and nothing is mistaken for what it is not.
func TestImagesForgetOthers(t *testing.T) {
	x := lately{seed: maphash.MakeSeed()}
	for i := range 10 * len(x.list) {
		layers := strconv.Itoa(i)
		kept := x.same([]byte(layers), i)
		assert.Equal(t, common{layers, i}, *kept)
		assert.Same(t, kept, x.same([]byte(layers), i))
	}
}
