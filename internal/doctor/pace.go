package doctor

import (
	"context"
	"errors"
	"time"

	"acrwatch/api"
)

const (
	// perSecond and burst are how fast a target is asked: as the dashboard begins.
	perSecond = 4
	burst     = 8
	// againAfter is the least pause before a call that was refused for the quota is made again.
	againAfter = time.Second
)

// patiently makes a call within its time and in its turn. Whether a quota is used up is not the question here, so a
// call that is refused for it is made again while there is time.
func (t *Target) patiently(ctx context.Context, call func(context.Context) error) error {
	ctx, stop := context.WithTimeout(ctx, checkWithin)
	defer stop()
	for {
		if t.pace.Wait(ctx) != nil && ctx.Err() != nil {
			return &api.Error{Class: api.ClassNetwork, Message: "interrupted", Err: ctx.Err()}
		}
		err := call(ctx)
		var e *api.Error
		if !errors.As(err, &e) || e.Class != api.ClassThrottled || !rest(ctx, max(e.RetryAfter, againAfter)) {
			return err
		}
	}
}

// rest waits, unless the time does not suffice.
func rest(ctx context.Context, pause time.Duration) bool {
	if end, bounded := ctx.Deadline(); bounded && time.Until(end) <= pause {
		return false
	}
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
