//go:build !race

package ui

const (
	coarse = 1  // sizes that are passed over for each that is tried
	walked = 20 // keys that are pressed in a row
)
