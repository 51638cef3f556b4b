package poller

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"time"
)

const (
	emitEvery  = 500 * time.Millisecond // between snapshots: each costs a frame, and figures that flicker cannot be read
	emitFirst  = 50 * time.Millisecond  // the same while the screen fills, or somebody waits for what was just asked
	firstPhase = 2 * time.Second        // how long that is
	tickEvery  = 2 * time.Second        // between looks at what time alone has changed
)

// crew runs goroutines until one of them panics or the context ends.
type crew struct {
	ctx    context.Context
	cancel context.CancelCauseFunc
	group  sync.WaitGroup
	hired  int // goroutines for desks; only touched under Poller.mu
}

// panicked is the cause with which a panic ends everything.
type panicked struct{ value any }

func (e *panicked) Error() string { return fmt.Sprintf("poller: internal fault: %v", e.value) }

// Run asks until ctx ends, and hands whole snapshots to emit from one goroutine at a time. Polling never waits for
// emit: while it runs, answers gather in the next snapshot. Run returns when its goroutines and the last emit have
// returned: nil when ctx ended, an error when one of them panicked.
func (p *Poller) Run(ctx context.Context, emit func(*Snapshot)) error {
	c := &crew{}
	c.ctx, c.cancel = context.WithCancelCause(ctx)
	defer c.cancel(nil)
	p.start(c, func(ctx context.Context) { p.deliver(ctx, emit) })
	p.start(c, p.watchTime)
	p.mu.Lock()
	p.hire(c)
	p.mu.Unlock()
	poke(p.changed)
	<-c.ctx.Done()
	c.group.Wait()
	if fault, found := errors.AsType[*panicked](context.Cause(c.ctx)); found {
		return fault
	}
	return nil
}

// start runs work in a goroutine of its own. Its panic must not kill the process: the terminal would stay raw.
func (p *Poller) start(c *crew, work func(context.Context)) {
	c.group.Go(func() {
		defer func() {
			if value := recover(); value != nil {
				p.options.Log.Error("panic", "value", fmt.Sprint(value), "stack", string(debug.Stack()))
				c.cancel(&panicked{value})
			}
		}()
		work(c.ctx)
	})
}

// hire starts a goroutine for every desk that has none. Callers hold mu.
func (p *Poller) hire(c *crew) {
	p.equip()
	for ; c.hired < len(p.desks); c.hired++ {
		d := p.desks[c.hired]
		p.start(c, func(ctx context.Context) { d.run(ctx, c) })
	}
}

// deliver emits what is new, at a pace that the eye can follow.
func (p *Poller) deliver(ctx context.Context, emit func(*Snapshot)) {
	hasty := time.Now().Add(firstPhase)
	for {
		select {
		case <-ctx.Done():
			return
		case <-p.changed:
		}
		if ctx.Err() != nil {
			return
		}
		emit(p.snapshot())
		hasty = p.rest(ctx, hasty)
	}
}

// rest waits between two snapshots: shortly until hasty, and from the moment on that the user does something or a task ends.
func (p *Poller) rest(ctx context.Context, hasty time.Time) time.Time {
	pace := emitEvery
	if time.Now().Before(hasty) {
		pace = emitFirst
	}
	timer := time.NewTimer(pace)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	case <-p.told:
		sleep(ctx, emitFirst)
	case <-p.acted:
		hasty = time.Now().Add(firstPhase)
		sleep(ctx, emitFirst)
	}
	return hasty
}

// watchTime lets what is known age while no answer comes.
func (p *Poller) watchTime(ctx context.Context) {
	for before := time.Now(); sleep(ctx, tickEvery); {
		now := time.Now()
		p.passTime(slept(before, now, tickEvery))
		poke(p.changed)
		before = now
	}
}

// passTime lets what is known age until now, after a suspend or not.
func (p *Poller) passTime(slept bool) {
	if slept {
		defer p.pokeAll() // the timers stood still with the machine: what they wait for may be due
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.clock.now()
	if slept {
		p.take(Event{What: Woke, At: now})
	}
	p.take(Event{What: Ticked, At: now})
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
