//go:build !linux && !darwin && !dragonfly && !freebsd && !netbsd && !openbsd

package command

import "os"

// Elsewhere there is no way to throw away what a terminal has not read; the program ends all the same.
func discardUnread(*os.File) {}

func threadID() int { return 0 }

func wakeThread(int) {}
