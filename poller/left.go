package poller

import (
	"math"
	"time"
)

const (
	// lookBack is the time constant of a trend. The next minutes look like the last minutes rather than like the
	// last seconds, in which there may have been a pause.
	lookBack    = 3 * time.Minute
	leftGrown   = 3    // samples that must have grown before a time left is told
	leftHistory = 4    // steps that make a history, and a range out of one figure
	leftSwing   = 0.7  // how much of the swing the range takes in
	leftNarrow  = 0.05 // of the time, to either side
	leftWidest  = 0.5
	leftCap     = 10 * 365 * 24 * time.Hour // keeps a tiny rate from overflowing a duration
)

// trend is the speed over the last minutes, in bytes per second, and how far the rate swung around it.
type trend struct {
	steps int
	speed mean
	swing mean // of the squares
}

// add takes in a step of so many seconds, and the rate at its end.
func (t trend) add(step, rate, seconds float64) trend {
	t.steps++
	t.speed = t.speed.add(step, seconds, lookBack)
	apart := rate - t.speed.value()
	t.swing = t.swing.add(apart*apart, seconds, lookBack)
	return t
}

// left is the time to go for the remaining bytes. With a history of steps it is a range, as wide as the rate swings.
func (t trend) left(remaining int64) Left {
	speed := t.speed.value()
	if speed <= 0 {
		return Left{}
	}
	middle, share := max(timeFor(remaining, speed), 1), 0.0
	if t.steps >= leftHistory {
		share = min(math.Sqrt(t.swing.value())/speed*leftSwing, leftWidest)
	}
	// A range narrower than a tenth is told as one figure.
	if share < leftNarrow {
		return Left{Low: middle, High: middle}
	}
	apart := time.Duration(float64(middle) * share)
	return Left{Low: middle - apart, High: middle + apart}
}

func timeFor(bytes int64, rate float64) time.Duration {
	seconds := float64(max(bytes, 0)) / rate
	if seconds >= leftCap.Seconds() {
		return leftCap
	}
	return time.Duration(seconds * float64(time.Second))
}
