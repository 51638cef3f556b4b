//go:build race

package poller

// detector says that the race detector makes everything ten times slower.
const detector = true
