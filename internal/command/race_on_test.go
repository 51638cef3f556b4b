//go:build race

package command

// raceFlag builds the binary under test with the race detector when the tests have it.
const raceFlag = "-race=true"
