//go:build race

package poller_test

// The race detector makes everything ten times slower, so there is less of it.
const (
	marathonHours = 6 // of virtual time
	scale         = 4 // by which the other long tests are shorter
)
