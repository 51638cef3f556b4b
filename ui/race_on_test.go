//go:build race

package ui

// coarse is how many sizes are passed over for each that is tried. With the race detector there is less of what finds no races.
const coarse = 4
