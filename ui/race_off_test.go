//go:build !race

package ui

// coarse is how many sizes are passed over for each that is tried.
const coarse = 1
