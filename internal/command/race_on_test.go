//go:build race

package command

// raceFlag builds the binary under test with the race detector when the tests have it.
const raceFlag = "-race=true"

// With the race detector there is less of what takes long; .ci/run does all of it without.
const (
	kills = 10 // of programs that record
	raced = true
)
