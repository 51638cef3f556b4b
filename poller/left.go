package poller

import (
	"slices"
	"time"
)

const (
	leftGrown   = 3  // samples that must have grown before a time left is told
	leftHistory = 4  // rates that make a history
	leftRecent  = 10 // rates that the range looks back on
	leftPoint   = 1.1
	leftCap     = 10 * 365 * 24 * time.Hour // keeps a tiny rate from overflowing a duration
)

// estimate is the time to go for the remaining bytes. With a history of rates it is a range: what it takes at the
// slower and at the faster of the recent rates. A range narrower than a tenth is told as one figure.
func estimate(remaining int64, rate float64, history []float32) Left {
	if rate <= 0 {
		return Left{}
	}
	slow, fast := spread(rate, history)
	left := Left{Low: timeFor(remaining, fast), High: timeFor(remaining, slow), Known: true}
	if float64(left.High) <= leftPoint*float64(left.Low) {
		left.Low = timeFor(remaining, rate)
		left.High = left.Low
	}
	return left
}

// spread is the lower and the upper fifth of the recent rates, widened to hold the present one. Rates of a tenth of
// the present one and less are pauses, not speeds.
func spread(rate float64, history []float32) (slow, fast float64) {
	slow, fast = rate, rate
	recent := slices.Clone(history[max(0, len(history)-leftRecent):])
	recent = slices.DeleteFunc(recent, func(r float32) bool { return float64(r) < rate/10 })
	if len(recent) < leftHistory {
		return slow, fast
	}
	slices.Sort(recent)
	last := len(recent) - 1
	return min(slow, float64(recent[last/5])), max(fast, float64(recent[last-last/5]))
}

func timeFor(bytes int64, rate float64) time.Duration {
	seconds := float64(max(bytes, 0)) / rate
	if seconds >= leftCap.Seconds() {
		return leftCap
	}
	return time.Duration(seconds * float64(time.Second))
}

// historyLength is how many measured rates are kept.
const historyLength = 32

// remember is history with one more rate. The old slice may be in a snapshot already, so it is never appended to.
func remember(history []float32, rate float64) []float32 {
	if len(history) >= historyLength {
		history = history[len(history)-historyLength+1:]
	}
	next := make([]float32, len(history)+1)
	copy(next, history)
	next[len(history)] = float32(rate)
	return next
}
