package poller

import (
	"math"
	"time"
)

// smoothing is the time constant of a rate: 86 % of its weight lies in the last 20 s.
const smoothing = 10 * time.Second

// rateSamples is how many samples a rate needs: one step alone says too little.
const rateSamples = 3

// meter follows one counter of bytes through its samples. It is a value: observe gives the next one.
type meter struct {
	samples int       // taken so far
	grown   int       // samples that were larger than the one before
	quiet   int       // samples since the last one that changed
	at      time.Time // of the last sample
	bytes   int64     // of the last sample
	moved   time.Time // when bytes were last seen to change; the first sample until then

	steps mean  // over the last seconds: the rate
	trend trend // over the last minutes
}

// observe adds a sample. A broken step only moves the base: its bytes say nothing about speed, because they fell or
// were counted in another way. Bytes that fall break the step by themselves. Either way the silence ends: nobody can
// say that no byte moved in between.
func (m meter) observe(at time.Time, bytes int64, broken bool) meter {
	if m.samples == 0 {
		return meter{samples: 1, at: at, bytes: bytes, moved: at}
	}
	seconds := at.Sub(m.at).Seconds()
	if seconds <= 0 {
		return m
	}
	step := bytes - m.bytes
	m.samples++
	m.at, m.bytes = at, bytes
	switch {
	case broken || step < 0:
		m.moved, m.quiet = at, 0
		return m
	case step > 0:
		m.moved, m.quiet = at, 0
		m.grown++
	default:
		m.quiet++
	}
	speed := float64(step) / seconds
	m.steps = m.steps.add(speed, seconds, smoothing)
	// A stall says nothing about the speed after it.
	if !m.silent() {
		m.trend = m.trend.add(speed, m.steps.value(), seconds)
	}
	return m
}

// rate is bytes per second, never negative, and whether there are samples enough to tell.
func (m meter) rate() (float64, bool) {
	if m.samples < rateSamples || m.steps.weight <= 0 {
		return 0, false
	}
	return m.steps.value(), true
}

// mean is a mean of steps, weighted by their length and their age. Keeping the sum of the weights apart makes it
// right from the first step on.
type mean struct{ sum, weight float64 }

// add takes in a step of so many seconds. constant is how far back the mean looks: its time constant.
func (m mean) add(value, seconds float64, constant time.Duration) mean {
	keep := math.Exp(-seconds / constant.Seconds())
	return mean{sum: m.sum*keep + value*(1-keep), weight: m.weight*keep + 1 - keep}
}

// value is zero before the first step.
func (m mean) value() float64 {
	if m.weight <= 0 {
		return 0
	}
	return max(m.sum/m.weight, 0)
}
