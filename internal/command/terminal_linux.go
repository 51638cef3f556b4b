package command

import (
	"os"

	"golang.org/x/sys/unix"
)

// discardUnread throws away what was written to the terminal and not read.
func discardUnread(terminal *os.File) {
	_ = unix.IoctlSetInt(int(terminal.Fd()), unix.TCFLSH, unix.TCOFLUSH)
}

// threadID names the thread of the caller, for wakeThread.
func threadID() int { return unix.Gettid() }

// wakeThread makes a write that hangs look again whether there is room: throwing away what stood in its way does not
// wake it. The signal is the one that the runtime interrupts its own threads with, so it has no other effect.
func wakeThread(id int) { _ = unix.Tgkill(unix.Getpid(), id, unix.SIGURG) }
