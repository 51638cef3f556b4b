package poller

import (
	"math"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"acrwatch/api"
)

var noon = time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)

// sample is bytes at a number of seconds.
type sample struct {
	at     float64
	bytes  int64
	broken bool
}

func follow(samples ...sample) meter {
	var m meter
	for _, s := range samples {
		m = m.observe(noon.Add(time.Duration(s.at*float64(time.Second))), s.bytes, s.broken)
	}
	return m
}

// steady is n samples of bytes per second, two seconds apart.
func steady(n int, perSecond int64) []sample {
	var list []sample
	for i := range n {
		list = append(list, sample{at: float64(2 * i), bytes: int64(2*i) * perSecond})
	}
	return list
}

func TestRate(t *testing.T) {
	tests := map[string]struct {
		samples []sample
		known   bool
		want    float64
	}{
		"no sample":                {},
		"one sample":               {samples: steady(1, 100)},
		"two samples":              {samples: steady(2, 100)},
		"three samples":            {samples: steady(3, 100), known: true, want: 100},
		"uneven steps":             {samples: []sample{{0, 0, false}, {1, 100, false}, {9, 900, false}, {10, 1000, false}}, known: true, want: 100},
		"no movement":              {samples: steady(10, 0), known: true, want: 0},
		"bytes fall":               {samples: []sample{{0, 0, false}, {2, 200, false}, {4, 50, false}, {6, 250, false}}, known: true, want: 100},
		"bytes only fall":          {samples: []sample{{0, 900, false}, {2, 500, false}, {4, 10, false}}},
		"a broken step is skipped": {samples: []sample{{0, 0, false}, {2, 200, false}, {4, 9000, true}, {6, 9200, false}}, known: true, want: 100},
		"same instant":             {samples: []sample{{0, 0, false}, {2, 200, false}, {2, 900, false}, {4, 400, false}}, known: true, want: 100},
		"long gap":                 {samples: []sample{{0, 0, false}, {2, 20, false}, {602, 60020, false}}, known: true, want: 100},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got, known := follow(test.samples...).rate()
			assert.Equal(t, test.known, known)
			assert.InDelta(t, test.want, got, 0.5)
			assert.GreaterOrEqual(t, got, 0.0)
		})
	}
}

func TestRateFollowsAChangeWithinTwentySeconds(t *testing.T) {
	samples := steady(20, 100)
	bytes := samples[19].bytes
	for i := range 10 {
		bytes += 2 * 1000
		samples = append(samples, sample{at: 38 + 2*float64(i+1), bytes: bytes})
	}
	got, _ := follow(samples...).rate()
	assert.InDelta(t, 100+900*(1-math.Exp(-2)), got, 5)
}

// restarted is a counter that stood still for some seconds, fell, and stood still again.
func restarted(before, after int) meter {
	var list []sample
	for at := 0; at < before; at += 2 {
		list = append(list, sample{at: float64(at), bytes: 9})
	}
	for at := before; at <= before+after; at += 2 {
		list = append(list, sample{at: float64(at), bytes: 3})
	}
	return follow(list...)
}

func TestStalled(t *testing.T) {
	quiet := func(polls int, every float64) meter {
		list := []sample{{at: -every, bytes: 1}}
		for i := range polls + 1 {
			list = append(list, sample{at: float64(i) * every, bytes: 5})
		}
		return follow(list...)
	}
	tests := map[string]struct {
		phase api.Phase
		m     meter
		want  bool
	}{
		"a minute in thirty polls":        {api.PhaseRunning, quiet(30, 2), true},
		"a little less than a minute":     {api.PhaseRunning, quiet(29, 2), false},
		"a minute, but only four polls":   {api.PhaseRunning, quiet(4, 15), false},
		"five polls of fifteen seconds":   {api.PhaseRunning, quiet(5, 15), true},
		"queued tasks never stall":        {api.PhaseQueued, quiet(60, 2), false},
		"nor what we cannot read":         {api.PhaseUnknown, quiet(60, 2), false},
		"nor what has finished":           {api.PhaseDone, quiet(60, 2), false},
		"never sampled":                   {api.PhaseRunning, meter{}, false},
		"never moved since the first one": {api.PhaseRunning, follow(steady(31, 0)...), true},
		"began again half a minute ago":   {api.PhaseRunning, restarted(60, 30), false},
		"began again a minute ago":        {api.PhaseRunning, restarted(60, 60), true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) { assert.Equal(t, test.want, stalled(test.phase, test.m)) })
	}
}

func TestFresh(t *testing.T) {
	assert.False(t, fresh(0, InstantOf(noon), 0), "never answered")
	assert.True(t, fresh(InstantOf(noon), InstantOf(noon.Add(time.Minute)), 2*time.Second))
	assert.False(t, fresh(InstantOf(noon), InstantOf(noon.Add(time.Minute+1)), 2*time.Second))
	assert.True(t, fresh(InstantOf(noon), InstantOf(noon.Add(5*time.Minute)), 2*time.Minute), "asked rarely by design")
}

func TestOneSilenceIsNoInterval(t *testing.T) {
	gap := nextGap(0, 2*time.Second)
	assert.Equal(t, 2*time.Second, gap, "the first is all there is")
	gap = nextGap(gap, time.Hour)
	assert.Equal(t, 20*time.Second, gap, "an outage")
	assert.Equal(t, 2*time.Second, nextGap(gap, 2*time.Second))
	for range 5 {
		gap = nextGap(gap, 10*time.Minute)
	}
	assert.Equal(t, 10*time.Minute, gap, "asked rarely for good")
}

// uneven is n samples, two seconds apart, of bytes that move at a slow and a fast speed by turns of half a minute.
func uneven(n int, slow, fast int64) []sample {
	list := []sample{{}}
	for i := 1; i < n; i++ {
		speed := slow
		if i/15%2 == 1 {
			speed = fast
		}
		list = append(list, sample{at: float64(2 * i), bytes: list[i-1].bytes + 2*speed})
	}
	return list
}

func TestLeft(t *testing.T) {
	tests := map[string]struct {
		remaining int64
		samples   []sample
		low, high float64 // seconds
		known     bool
	}{
		"nothing moves":                 {remaining: 1000, samples: steady(9, 0)},
		"one sample":                    {remaining: 1000, samples: steady(1, 10)},
		"no history":                    {1000, steady(3, 10), 100, 100, true},
		"short history":                 {1000, []sample{{0, 0, false}, {2, 2, false}, {4, 30, false}, {6, 60, false}}, 100, 100, true},
		"steady history":                {1000, steady(40, 10), 100, 100, true},
		"uneven history":                {1000, uneven(600, 5, 15), 76.5, 115.5, true},
		"never wider than one to three": {1000, uneven(600, 0, 1000), 1, 3, true},
		"more moved than there is":      {-5, steady(40, 10), 0, 0, true},
		"beyond a day as it is":         {1 << 40, steady(40, 1<<20), 1 << 20, 1 << 20, true},
		"a crawl does not overflow":     {math.MaxInt64, steady(40, 1), leftCap.Seconds(), leftCap.Seconds(), true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got := follow(test.samples...).trend.left(test.remaining)
			assert.Equal(t, test.known, got.Known())
			assert.InDelta(t, test.low, got.Low.Seconds(), 1)
			assert.InDelta(t, test.high, got.High.Seconds(), 1)
		})
	}
}

// moves adds samples two seconds apart for so many seconds.
func moves(list []sample, seconds int, perSecond int64) []sample {
	for range seconds / 2 {
		last := list[len(list)-1]
		list = append(list, sample{at: last.at + 2, bytes: last.bytes + 2*perSecond})
	}
	return list
}

func TestLeftOutlivesAPauseAndBelievesAChange(t *testing.T) {
	middle := func(list []sample) float64 {
		left := follow(list...).trend.left(1000)
		return (left.Low + left.High).Seconds() / 2
	}
	before := moves([]sample{{}}, 600, 10)
	assert.InDelta(t, 100, middle(before), 1)
	assert.InDelta(t, 115, middle(moves(before, 20, 0)), 10, "a pause of 20 s")
	assert.InDelta(t, 140, middle(moves(moves(before, 3600, 0), 2, 10)), 10, "an hour of stall counts as its first minute")
	assert.InDelta(t, 300, middle(moves(before, 600, 3)), 40, "a link that is slower for good")
}

func TestRatesAreTheLastAndNeverChange(t *testing.T) {
	var history *Rates
	assert.Nil(t, history.List())
	for i := range 40 {
		before := history
		history = history.with(float64(i))
		if list := before.List(); len(list) > 0 {
			assert.Equal(t, float32(i-1), list[len(list)-1])
		}
	}
	assert.Len(t, history.List(), historyLength)
	assert.Equal(t, float32(8), history.List()[0])
	assert.Equal(t, float32(39), history.List()[31])
	assert.Equal(t, history, RatesOf(append([]float32{5, 6, 7}, history.List()...)))
}

func TestBackOff(t *testing.T) {
	assert.Equal(t, 500*time.Millisecond, backOff(1, 1))
	assert.Equal(t, time.Second, backOff(2, 1))
	assert.Equal(t, 4*time.Second, backOff(4, 1))
	assert.Equal(t, time.Second, backOff(4, 0.25), "full jitter")
	assert.Equal(t, probeEvery, backOff(5, 0))
	assert.Equal(t, probeEvery, backOff(5000, 1))
	assert.Equal(t, 1500*time.Millisecond, throttlePause(0, 0.5))
	assert.Equal(t, 20*time.Second, throttlePause(20*time.Second, 0.5))
	assert.Equal(t, throttleMost, throttlePause(time.Hour, 0.5))
}

func TestOddities(t *testing.T) {
	sub := func(s api.SubscriptionTask) *Task { return &Task{Subscription: &s, Phase: s.Phase()} }
	syncTask := func(s api.SyncTask, f Flow) *Task { return &Task{Sync: &s, Phase: s.Phase(), Flow: f} }
	tests := map[string]struct {
		task *Task
		want []Oddity
	}{
		"the documented sample": {
			sub(api.SubscriptionTask{Status: "RUNNING", Result: "SUCCESS", Start: noon.Add(-2), End: noon.Add(-1)}),
			[]Oddity{OddRunningResult, OddRunningEnd},
		},
		"all is well":            {sub(api.SubscriptionTask{Status: "COMPLETED", Result: "SUCCESS", Start: noon.Add(-2), End: noon.Add(-1)}), nil},
		"ended before it began":  {sub(api.SubscriptionTask{Status: "COMPLETED", Result: "SUCCESS", Start: noon.Add(-1), End: noon.Add(-2)}), []Oddity{OddEndBeforeStart}},
		"no result":              {sub(api.SubscriptionTask{Status: "COMPLETED"}), []Oddity{OddNoResult}},
		"canceled needs none":    {sub(api.SubscriptionTask{Status: "CANCELED"}), nil},
		"from the future":        {syncTask(api.SyncTask{Status: "PENDING", Created: InstantOf(noon.Add(skew + 1))}, Flow{}), []Oddity{OddFuture}},
		"clocks differ a little": {syncTask(api.SyncTask{Status: "PENDING", Created: InstantOf(noon.Add(skew))}, Flow{}), nil},
		"modified before made":   {syncTask(api.SyncTask{Status: "PENDING", Created: InstantOf(noon), Modified: InstantOf(noon.Add(-1))}, Flow{}), []Oddity{OddEndBeforeStart}},
		"more than there is":     {syncTask(api.SyncTask{Status: "SYNCHRONIZING"}, Flow{Moved: 2, Size: 1, SizeKnown: true}), []Oddity{OddOverSize}},
		"done too early":         {syncTask(api.SyncTask{Status: "SUCCESS"}, Flow{Moved: 1, Size: 2, SizeKnown: true}), []Oddity{OddShortDone}},
		"done, size unknown":     {syncTask(api.SyncTask{Status: "SUCCESS"}, Flow{Moved: 1}), nil},
		"a layer over its size": {
			&Task{Sync: &api.SyncTask{}, layers: &layers{parts: []Part{{Layer: &api.Layer{}, Flow: Flow{Moved: 3, Size: 2, SizeKnown: true}}}}},
			[]Oddity{OddOverSize},
		},
		"restarted": {&Task{Sync: &api.SyncTask{}, Restarts: 1}, []Oddity{OddRestarted}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) { assert.Equal(t, test.want, slices.Collect(oddities(test.task, noon).All())) })
	}
}
