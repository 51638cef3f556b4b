package api

import (
	"math/rand/v2"
	"time"
)

// maxBackoff bounds the wait between two failing attempts.
const maxBackoff = time.Minute

// backoff spaces out attempts that fail. What it holds back is lifted when a file changes.
type backoff struct {
	failures int
	until    time.Time
}

func (b *backoff) over(now time.Time) bool { return !now.Before(b.until) }

func (b *backoff) failed(now time.Time) {
	b.failures++
	b.until = now.Add(pauseAfter(b.failures, rand.Float64()))
}

func (b *backoff) reset() { *b = backoff{} }

// pauseAfter is the wait after so many failures in a row: 5 s at least, and beyond that anything up to a limit that
// doubles to a minute, so that many watchers do not come back together. random is in [0, 1).
func pauseAfter(failures int, random float64) time.Duration {
	limit := fetchPause
	for range min(failures-1, 10) {
		limit = min(2*limit, maxBackoff)
	}
	return fetchPause + time.Duration(random*float64(limit-fetchPause))
}
