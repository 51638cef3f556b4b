package poller

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// spend makes calls for d and returns how many were granted.
func spend(t *testing.T, b *budget, d time.Duration) int {
	t.Helper()
	n := 0
	for end := time.Now().Add(d); time.Now().Before(end); n++ {
		require.True(t, b.wait(context.Background()))
	}
	return n
}

func TestBudgetGrowsToItsCeiling(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBudget(8)
		assert.InDelta(t, firstBurst+4, spend(t, b, time.Second), 1)
		spend(t, b, 40*time.Second)
		assert.InDelta(t, 80, spend(t, b, 10*time.Second), 1)
		spend(t, b, time.Hour)
		assert.InDelta(t, 80, spend(t, b, 10*time.Second), 1, "and no further")
	})
}

func TestThrottlingHalvesTheBudgetOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBudget(8)
		spend(t, b, time.Minute)
		for range 10 {
			b.pause(time.Now().Add(time.Second), time.Now())
		}
		assert.InDelta(t, 4, b.rate, 0.01)
		spend(t, b, 10*time.Second)
		assert.InDelta(t, 4.2, b.rate, 0.02, "it grows back with care")
		for range 20 {
			b.pause(time.Now(), time.Now())
			spend(t, b, 10*time.Second)
		}
		assert.InDelta(t, floorRate, b.rate, 0.3, "something is always left")
	})
}

func TestBudgetBelowTheFirstRateIsTheRate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBudget(0.1)
		assert.InDelta(t, 61, spend(t, b, 10*time.Minute), 1)
	})
}
