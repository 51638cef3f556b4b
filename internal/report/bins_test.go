package report

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestSteps(t *testing.T) {
	cases := []struct {
		length time.Duration
		most   int
		unit   time.Duration
		want   time.Duration
	}{
		{0, 24, time.Second, time.Second},
		{10 * time.Minute, 24, time.Second, 30 * time.Second},
		{24 * time.Hour, 25, 5 * time.Minute, time.Hour},
		{24 * time.Hour, 289, time.Second, 5 * time.Minute},
		{70 * time.Minute, 100, 2 * time.Minute, 2 * time.Minute},
		{10 * 365 * 24 * time.Hour, 24, time.Second, 6 * 28 * 24 * time.Hour},
	}
	for _, c := range cases {
		assert.Equal(t, c.want, stepFor(c.length, c.most, c.unit), "%v in %d", c.length, c.most)
	}
}

var noon = time.Date(2026, 11, 25, 4, 0, 0, 0, time.UTC)

// Steps begin where a local clock has a round time, also where it is not a whole number of hours ahead.
func TestStepsAreThoseOfTheLocalClock(t *testing.T) {
	b := newBins(noon.Add(17*time.Minute), noon.Add(24*time.Hour), 5*time.Hour+30*time.Minute)
	assert.Equal(t, 5*time.Minute, b.step)
	assert.Equal(t, noon.Add(15*time.Minute), b.from)
	assert.Equal(t, noon.Add(30*time.Minute-time.Hour), b.floor(noon, time.Hour))
}

func TestBytesAreSpreadWithoutLoss(t *testing.T) {
	b := newBins(noon, noon.Add(time.Minute), 0)
	b.spread(noon.Add(500*time.Millisecond), noon.Add(2500*time.Millisecond), 100)
	assert.Equal(t, []int64{25, 50, 25, 0}, []int64{b.list[0].moved, b.list[1].moved, b.list[2].moved, b.list[3].moved})
	random := rand.New(rand.NewPCG(1, 2))
	sum := int64(100)
	for range 1000 {
		from := noon.Add(time.Duration(random.Int64N(int64(time.Minute))))
		bytes := random.Int64N(1 << 40)
		b.spread(from, from.Add(time.Duration(random.Int64N(int64(20*time.Second)))), bytes)
		sum += bytes
	}
	for i := range b.list {
		sum -= b.list[i].moved
	}
	assert.Zero(t, sum)
}

// The times of a set are counted second by second.
func TestSpansCountWhatOverlapsOnce(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for range 200 {
		var s spans
		seconds := map[int]bool{}
		for range 30 {
			from := random.IntN(200)
			to := from + 1 + random.IntN(10)
			s.add(noon.Add(time.Duration(from)*time.Second), noon.Add(time.Duration(to)*time.Second))
			for i := from; i < to; i++ {
				seconds[i] = true
			}
		}
		assert.Equal(t, time.Duration(len(seconds))*time.Second, s.sum())
		for i := 1; i < len(s); i++ {
			assert.True(t, s[i-1].to.Before(s[i].from))
		}
	}
}
