package poller

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

// spend makes calls for d, as fast as the governor allows, and returns how many that were and the time after them.
func spend(g *governor, from time.Time, d time.Duration) (n int, now time.Time) {
	now = from
	for end := from.Add(d); now.Before(end); {
		if at := g.ready(now, true); at.After(now) {
			now = at
			continue
		}
		g.take(now)
		n++
	}
	return n, now
}

func TestGovernorGrowsToItsCeiling(t *testing.T) {
	g := newGovernor(DefaultFloor, 8)
	n, now := spend(g, noon, time.Second)
	assert.InDelta(t, firstBurst+4, n, 1)
	_, now = spend(g, now, 40*time.Second)
	n, now = spend(g, now, 10*time.Second)
	assert.InDelta(t, 80, n, 1)
	_, now = spend(g, now, time.Hour)
	n, _ = spend(g, now, 10*time.Second)
	assert.InDelta(t, 80, n, 1, "and no further")
}

func TestThrottlingHalvesTheRateOnce(t *testing.T) {
	g := newGovernor(DefaultFloor, 8)
	_, now := spend(g, noon, time.Minute)
	for range 10 {
		g.throttled(OpGet, now, now.Add(time.Second), now)
	}
	assert.InDelta(t, 4, g.rate, 0.01)
	assert.Equal(t, now.Add(time.Second), g.ready(now, true), "it rests as long as it was told")
	_, now = spend(g, now, 0.6*regain*time.Second)
	assert.InDelta(t, nearFrom*8, g.rate, 0.1, "most of what was lost is regained soon")
	_, now = spend(g, now, regain*time.Second)
	assert.InDelta(t, nearFrom*8+1, g.rate, 0.1, "and the rest with care")
	for range 20 {
		g.throttled(OpGet, now, now, now)
		_, now = spend(g, now, 6*time.Second)
	}
	assert.InDelta(t, DefaultFloor, g.rate, 0.05, "something is always left")
}

// A quota that was small for hours and is large again is found out within minutes.
func TestGovernorFindsALargerQuota(t *testing.T) {
	g := newGovernor(DefaultFloor, 8)
	_, now := spend(g, noon, time.Minute)
	for g.rate > 0.5 {
		g.throttled(OpGet, now, now, now)
		_, now = spend(g, now, cutInterval)
	}
	_, now = spend(g, now, 20*time.Minute)
	assert.InDelta(t, 8, g.rate, 0.01)
	n, _ := spend(g, now, 10*time.Second)
	assert.InDelta(t, 80, n, 1, "without a burst on top")
}

func TestNoSilenceEarnsARate(t *testing.T) {
	g := newGovernor(DefaultFloor, 8)
	_, now := spend(g, noon, time.Minute)
	g.throttled(OpGet, now, now, now)
	rate := g.rate
	g.ready(now.Add(8*time.Hour), true)
	g.ready(now.Add(8*time.Hour), true)
	assert.InDelta(t, rate, g.rate, 0.3)
}

func TestOneTokenInFourIsKeptForTheUser(t *testing.T) {
	g := newGovernor(DefaultFloor, 8)
	now := noon
	n := 0
	for ; !g.ready(now, false).After(now); n++ {
		g.take(now)
	}
	assert.Equal(t, firstBurst-firstBurst/userShare, n)
	for ; !g.ready(now, true).After(now); n++ {
		g.take(now)
	}
	assert.Equal(t, firstBurst, n)
	assert.True(t, g.ready(now, false).After(g.ready(now, true)))
}

func TestAThrottledOperationRestsLonger(t *testing.T) {
	g := newGovernor(DefaultFloor, 8)
	until := noon.Add(2 * time.Second)
	var waits []time.Duration
	for i := range 8 {
		asked := noon.Add(time.Duration(i) * time.Millisecond)
		for range 3 { // that were on their way together
			g.throttled(OpList, asked, until, asked)
		}
		waits = append(waits, g.heldUntil(OpList).Sub(until))
	}
	assert.Equal(t, []time.Duration{1, 2, 4, 8, 16, 32, 60, 60}, seconds(waits))
	assert.Zero(t, g.heldUntil(OpGet), "the others do not")
	g.answered(OpList)
	assert.Zero(t, g.heldUntil(OpList))
}

func seconds(list []time.Duration) []time.Duration {
	for i := range list {
		list[i] /= time.Second
	}
	return list
}

func TestACeilingBelowTheFirstRateIsTheRate(t *testing.T) {
	n, _ := spend(newGovernor(DefaultFloor, 0.1), noon, 10*time.Minute)
	assert.InDelta(t, 61, n, 1)
}

func TestTurnsFollowTheWeights(t *testing.T) {
	var all [shares]bool
	for k := range all {
		all[k] = true
	}
	count := func(due [shares]bool, picks int) (counts [shares]int) {
		var turns turns
		for range picks {
			k := turns.pick(&due)
			turns.take(k, weights[k])
			counts[k]++
		}
		return counts
	}
	total := 0
	for _, weight := range weights {
		total += weight
	}
	assert.Equal(t, weights, count(all, total))
	var two [shares]bool
	two[sharePages], two[shareOthers] = true, true
	together := weights[sharePages] + weights[shareOthers]
	counts := count(two, 10*together)
	assert.InDelta(t, 10*weights[sharePages], counts[sharePages], 1, "what others do not need is shared")
	assert.InDelta(t, 10*weights[shareOthers], counts[shareOthers], 1)
	var turns turns
	assert.Equal(t, shares, turns.pick(new([shares]bool)), "nothing is due")
}
