package poller

import (
	"context"
	"math"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

const (
	firstBurst  = 8               // calls that may go out at once after a rest, so that a screen fills quickly
	firstRate   = 4.0             // calls per second to begin with
	floorRate   = 0.2             // calls per second that are left to us however often we are refused
	growth      = 0.1             // calls per second gained in each second, as long as nothing was refused
	slowGrowth  = 0.02            // the same once it was
	cutInterval = 5 * time.Second // one throttling is told by many answers; it counts once
)

// budget holds the calls of all targets of one quota to a rate. The rate grows step by step up to its ceiling and is
// halved when the service refuses; after that it grows with more care.
type budget struct {
	limiter *rate.Limiter
	ceiling float64

	mu     sync.Mutex
	rate   float64
	growth float64
	grown  time.Time // when the rate was last adjusted; zero before the first call
	cut    time.Time // when it was last halved
	until  time.Time // end of a pause
}

func newBudget(ceiling float64) *budget {
	first := min(firstRate, ceiling)
	burst := min(max(int(math.Ceil(2*first)), 1), firstBurst)
	return &budget{limiter: rate.NewLimiter(rate.Limit(first), burst), ceiling: ceiling, rate: first, growth: growth}
}

// wait waits for permission to make one call and says whether it was given; not so once ctx has ended.
func (b *budget) wait(ctx context.Context) bool {
	for {
		if !sleep(ctx, time.Until(b.pauseEnd())) {
			return false
		}
		b.grow(time.Now())
		if err := b.limiter.Wait(ctx); err != nil {
			// The limiter gives up early when the deadline of ctx comes before its turn.
			<-ctx.Done()
			return false
		}
		if !b.pauseEnd().After(time.Now()) {
			return ctx.Err() == nil
		}
	}
}

// grow raises the rate by what the time since the last look has earned.
func (b *budget) grow(now time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.grown.IsZero() {
		b.adjust(b.rate + b.growth*now.Sub(b.grown).Seconds())
	}
	b.grown = now
}

// adjust sets the rate within its bounds. Callers hold mu.
func (b *budget) adjust(perSecond float64) {
	perSecond = max(min(perSecond, b.ceiling), min(floorRate, b.ceiling))
	if perSecond != b.rate {
		b.rate = perSecond
		b.limiter.SetLimit(rate.Limit(perSecond))
	}
}

// pause rests the whole budget and halves its rate. Coming back with a burst would be refused again, so there is
// none afterwards.
func (b *budget) pause(until, now time.Time) {
	b.limiter.SetBurst(1)
	b.mu.Lock()
	defer b.mu.Unlock()
	b.growth = slowGrowth
	if b.cut.IsZero() || now.Sub(b.cut) >= cutInterval {
		b.cut = now
		b.adjust(b.rate / 2)
	}
	if until.After(b.until) {
		b.until = until
	}
}

func (b *budget) pauseEnd() time.Time {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.until
}

// sleep waits for d and says whether ctx is still alive.
func sleep(ctx context.Context, d time.Duration) bool {
	if d <= 0 {
		return ctx.Err() == nil
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}
