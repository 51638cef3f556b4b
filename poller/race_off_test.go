//go:build !race

package poller_test

const (
	marathonHours = 72 // of virtual time
	scale         = 1  // by which the other long tests are shorter
)
