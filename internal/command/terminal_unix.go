//go:build !windows

package command

import "golang.org/x/sys/unix"

// writeNow writes to the controlling terminal what it takes at once, through a door of its own: the usual one waits.
func writeNow(text string) {
	fd, err := unix.Open("/dev/tty", unix.O_WRONLY|unix.O_NONBLOCK|unix.O_NOCTTY|unix.O_CLOEXEC, 0)
	if err != nil {
		return
	}
	defer unix.Close(fd) //nolint:errcheck // the program ends
	_, _ = unix.Write(fd, []byte(text))
}
