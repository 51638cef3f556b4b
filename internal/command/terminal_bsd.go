//go:build darwin || dragonfly || freebsd || netbsd || openbsd

package command

import (
	"os"

	"golang.org/x/sys/unix"
)

// discardUnread throws away what was written to the terminal and not read, which also wakes whoever waits to write.
func discardUnread(terminal *os.File) {
	const written = 2 // FWRITE of sys/fcntl.h
	_ = unix.IoctlSetPointerInt(int(terminal.Fd()), unix.TIOCFLUSH, written)
}

func threadID() int { return 0 }

func wakeThread(int) {}
