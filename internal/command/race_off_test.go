//go:build !race

package command

import "time"

const raceFlag = "-race=false"

const (
	// soon is how long a condition may take to come true on a busy machine; nothing waits that long when all is well.
	soon = 30 * time.Second
	// gone is how long a process may take to end, whatever its terminal does.
	gone = 5 * time.Second

	kills = 50 // of programs that record
	raced = false
)
