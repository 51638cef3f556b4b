//go:build !race

package poller_test

const (
	marathonHours = 24 // of virtual time
	scale         = 1  // by which the test of many targets is shorter
	seeds         = 60 // of rough events
	raced         = false
)
