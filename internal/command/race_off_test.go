//go:build !race

package command

import "time"

const raceFlag = "-race=false"

const (
	// gone is how long a process may take to end, whatever its terminal does.
	gone = 5 * time.Second

	kills = 50 // of programs that record
	raced = false
)
