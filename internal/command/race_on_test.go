//go:build race

package command

import "time"

// raceFlag builds the binary under test with the race detector when the tests have it.
const raceFlag = "-race=true"

// With the race detector there is less of what takes long; .ci/run does all of it without.
const (
	// soon is how long a condition may take to come true on a busy machine; nothing waits that long when all is well.
	soon = 90 * time.Second
	// gone is how long a process may take to end, whatever its terminal does.
	gone = 15 * time.Second

	kills = 10 // of programs that record
	raced = true
)
