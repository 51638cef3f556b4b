//go:build !race

package command

const raceFlag = "-race=false"
