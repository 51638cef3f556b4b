//go:build !race

package poller_test

const (
	marathonHours = 72 // of virtual time
	scale         = 1  // by which the test of many targets is shorter
	raced         = false
)
