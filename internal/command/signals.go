package command

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

// onSignal ends ctx, with *interrupted as its cause, at the first SIGINT, SIGTERM or SIGHUP (tmux kill-pane). It also
// turns SIGPIPE into an error of the write: the reader of a pipe may leave at any time.
func onSignal(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancelCause(ctx)
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP)
	pipes := make(chan os.Signal, 1)
	signal.Notify(pipes, syscall.SIGPIPE)
	go func() {
		select {
		case s := <-signals:
			cancel(&interrupted{s})
		case <-ctx.Done():
		}
	}()
	return ctx, func() {
		signal.Stop(signals)
		signal.Stop(pipes)
		cancel(nil)
	}
}
