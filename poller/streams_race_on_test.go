//go:build race

package poller

// With the race detector there is less of what finds no races; .ci/run does all of it without.
const (
	stallStreams = 1000
	leftStreams  = 120
)
