//go:build race

package poller_test

// The race detector makes everything ten times slower, so there is less of it; .ci/run does all of it without.
const (
	marathonHours = 3  // of virtual time
	scale         = 8  // by which the test of many targets is shorter
	seeds         = 10 // of rough events
	raced         = true
)
