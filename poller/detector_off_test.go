//go:build !race

package poller

const detector = false
