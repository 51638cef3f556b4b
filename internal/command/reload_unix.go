//go:build !windows

package command

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

// onReload calls reload at each SIGUSR1 until ctx ends.
func onReload(ctx context.Context, reload func()) {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGUSR1)
	go func() {
		defer signal.Stop(signals)
		for {
			select {
			case <-signals:
				reload()
			case <-ctx.Done():
				return
			}
		}
	}()
}
