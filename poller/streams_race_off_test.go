//go:build !race

package poller

const (
	stallStreams = 10000
	leftStreams  = 600
)
