//go:build !race

package command

const raceFlag = "-race=false"

const (
	kills = 50 // of programs that record
	raced = false
)
