package command

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"acrwatch/internal/config"
	"acrwatch/poller"
)

// pollerOptions are what settings and selection mean for the poller.
func pollerOptions(settings config.Config, which selection, log *slog.Logger) poller.Options {
	return poller.Options{Budget: settings.Budget, Floor: settings.Floor, Keep: settings.Keep, Only: which.only, Log: log}
}

// pollerWithin is how long the poller gets to end after everything else has.
const pollerWithin = 500 * time.Millisecond

// startPolling polls until ctx ends, and ends it by stop when show says so or something of ours fails. The channel is
// closed when the last snapshot was shown.
func startPolling(ctx context.Context, p *poller.Poller, show func(*poller.Snapshot) error, stop context.CancelCauseFunc) <-chan struct{} {
	polled := make(chan struct{})
	go func() {
		defer close(polled)
		stop(guard(func() error { return poll(ctx, p, show, stop) }))
	}()
	return polled
}

// poll asks until ctx ends. The poller calls show from a goroutine of its own, so show is guarded here.
func poll(ctx context.Context, p *poller.Poller, show func(*poller.Snapshot) error, stop context.CancelCauseFunc) error {
	err := p.Run(ctx, func(s *poller.Snapshot) {
		if ctx.Err() != nil {
			return
		}
		if err := guard(func() error { return show(s) }); err != nil {
			stop(err)
		}
	})
	if err == nil && ctx.Err() == nil {
		return errors.New("the poller ended by itself")
	}
	return err
}

// noteCrash keeps the stack of a crash for whoever has a log.
func noteCrash(log *slog.Logger, err error) {
	var c *crash
	if errors.As(err, &c) {
		log.Error("crashed", "error", c.Error(), "stack", string(c.stack))
	}
}
