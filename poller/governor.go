package poller

import (
	"math"
	"time"

	"golang.org/x/time/rate"
)

const (
	firstBurst  = 8   // calls that may go out at once after a rest, so that a screen fills quickly
	firstRate   = 4.0 // calls per second to begin with
	firstStep   = 0.1 // calls per second gained in each second, as long as nothing was refused
	userShare   = 4   // one token in so many is kept for the user
	cutInterval = 5 * time.Second
	growAtMost  = 10 * time.Second // no silence earns more than this: after a suspend the old rate is tried first

	// What a refusal took away would be regained in so many seconds. Near the rate that was refused the steps are shorter,
	// because the quota lies there; once well past it, they double in every minute, because it seems to be another one now.
	regain    = 150.0
	leastStep = 0.002
	nearStep  = 0.25
	nearFrom  = 0.8
	wellPast  = 1.1

	penaltyFirst = time.Second
	penaltyMost  = time.Minute
)

// governor holds the calls of all targets of one quota to a rate: a bucket of tokens whose rate grows step by step up to
// its ceiling and is halved when the service refuses. Its methods are functions of their arguments and its fields; callers
// hold Poller.mu.
type governor struct {
	limiter        *rate.Limiter
	floor, ceiling float64
	burst          int

	rate, step float64
	refused    float64   // the rate at which the service last refused; 0: it never did
	grown      time.Time // when the rate was last adjusted; zero before the first call
	waited     bool      // since then, a call had to wait for its token
	cut        time.Time // when it was last halved
	until      time.Time // end of a pause
	penalties  [ops]penalty
}

// penalty holds one operation back longer than the rest: quotas are given out per operation, too.
type penalty struct {
	until time.Time
	wait  time.Duration // beyond the pause; doubles until a call goes well
	met   time.Time     // when it was last refused
}

func newGovernor(floor, ceiling float64) *governor {
	first := min(firstRate, ceiling)
	burst := min(max(int(math.Ceil(2*first)), 1), firstBurst)
	return &governor{
		limiter: rate.NewLimiter(rate.Limit(first), burst), floor: min(floor, ceiling), ceiling: ceiling,
		burst: burst, rate: first, step: firstStep,
	}
}

// ready is when the next call may go out: now or later. A call that no user waits for leaves the tokens that are kept
// for one.
func (g *governor) ready(now time.Time, urgent bool) time.Time {
	if g.until.After(now) {
		return g.until
	}
	g.grow(now)
	need := 1.0
	if !urgent {
		need += float64(g.limiter.Burst() / userShare)
	}
	missing := need - g.limiter.TokensAt(now)
	if missing < 1e-6 {
		return now
	}
	g.waited = true
	return now.Add(time.Duration(missing/g.rate*float64(time.Second)) + time.Microsecond)
}

// take uses one token.
func (g *governor) take(now time.Time) { g.limiter.ReserveN(now, 1) }

// grow raises the rate by what the time since the last look has earned: time in which a call had to wait. A rate that
// nobody needed was not tried, and says nothing about the quota.
func (g *governor) grow(now time.Time) {
	if g.waited && !g.grown.IsZero() {
		passed := min(now.Sub(g.grown), growAtMost).Seconds()
		step := g.step
		switch {
		case g.refused == 0 || g.rate < nearFrom*g.refused:
		case g.rate <= wellPast*g.refused:
			step *= nearStep
		default:
			g.step = min(g.step*math.Exp2(passed/60), firstStep)
		}
		g.adjust(g.rate+step*passed, now)
	}
	g.grown, g.waited = now, false
	if g.rate == g.ceiling && g.limiter.Burst() < g.burst {
		g.limiter.SetBurstAt(now, g.burst) // the quota is above the ceiling
	}
}

// adjust sets the rate within its bounds.
func (g *governor) adjust(perSecond float64, now time.Time) {
	perSecond = max(min(perSecond, g.ceiling), g.floor)
	if perSecond != g.rate {
		g.rate = perSecond
		g.limiter.SetLimitAt(now, rate.Limit(perSecond))
	}
}

// throttled rests the whole quota until then, and the operation that was refused for longer. One refusal is told by
// many answers, so the rate is halved at most once in a while, and calls that were on their way together are one
// refusal of their operation. Coming back with a burst would be refused again.
func (g *governor) throttled(o Op, asked, until, now time.Time) {
	if g.cut.IsZero() || now.Sub(g.cut) >= cutInterval {
		g.cut, g.refused = now, g.rate
		g.adjust(g.rate/2, now)
		g.step = max(g.rate/regain, leastStep)
		g.limiter.SetBurstAt(now, 1)
	}
	if until.After(g.until) {
		g.until = until
	}
	p := &g.penalties[o]
	if p.met.IsZero() || asked.After(p.met) {
		p.wait = min(max(2*p.wait, penaltyFirst), penaltyMost)
	}
	p.until, p.met = until.Add(p.wait), now
}

// answered ends the penalty of an operation that went well.
func (g *governor) answered(o Op) { g.penalties[o] = penalty{} }

// heldUntil is the end of the penalty of an operation.
func (g *governor) heldUntil(o Op) time.Time { return g.penalties[o].until }
