//go:build race

package ui

// With the race detector there is less of what finds no races; .ci/run does all of it without.
const (
	coarse = 16 // sizes that are passed over for each that is tried
	walked = 3  // keys that are pressed in a row
)
