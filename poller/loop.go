package poller

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"acrwatch/api"
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
	hired  int // goroutines for targets; only touched under Poller.mu
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

// hire starts a goroutine for every target that has none. Callers hold mu.
func (p *Poller) hire(c *crew) {
	p.equip()
	for ; c.hired < len(p.state.targets); c.hired++ {
		target, poked := c.hired, p.pokes[c.hired]
		t := p.state.targets[target]
		client, share := t.spec.API, p.budgets[t.spec.Quota]
		p.start(c, func(ctx context.Context) {
			w := worker{p: p, c: c, target: target, poked: poked, client: client, budget: share}
			w.run(ctx)
		})
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
		emit(p.snapshot(time.Now()))
		hasty = p.rest(ctx, hasty)
	}
}

// rest waits between two snapshots: shortly until hasty, and from the moment on that the user does something.
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
	case <-p.acted:
		hasty = time.Now().Add(firstPhase)
		sleep(ctx, emitFirst)
	}
	return hasty
}

// watchTime lets what is known age while no answer comes.
func (p *Poller) watchTime(ctx context.Context) {
	for sleep(ctx, tickEvery) {
		p.mu.Lock()
		p.state.tick(time.Now())
		p.mu.Unlock()
		poke(p.changed)
	}
}

// worker asks one target, one call after the other.
type worker struct {
	p      *Poller
	c      *crew
	target int
	poked  chan struct{}
	client API
	budget *budget
}

func (w *worker) run(ctx context.Context) {
	for w.await(ctx) && w.budget.wait(ctx) {
		// What is worth asking may have changed while the budget made us wait.
		if k, instance := w.take(); k.op != opNone {
			w.ask(ctx, k, instance)
		}
	}
}

// await waits until there is something to ask, and says whether ctx is still alive.
func (w *worker) await(ctx context.Context) bool {
	for ctx.Err() == nil {
		k, wake := w.next()
		if k.op != opNone {
			return true
		}
		if !w.rest(ctx, wake) {
			return false
		}
	}
	return false
}

func (w *worker) next() (call, time.Time) {
	w.p.mu.Lock()
	defer w.p.mu.Unlock()
	return w.p.state.next(w.target, w.p.look, time.Now())
}

// rest waits for wake, for a poke or for the end; a zero wake never comes.
func (w *worker) rest(ctx context.Context, wake time.Time) bool {
	var alarm <-chan time.Time
	if !wake.IsZero() {
		timer := time.NewTimer(time.Until(wake))
		defer timer.Stop()
		alarm = timer.C
	}
	select {
	case <-ctx.Done():
		return false
	case <-w.poked:
	case <-alarm:
	}
	return true
}

// take decides what to ask now and notes that it goes out.
func (w *worker) take() (call, string) {
	p := w.p
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	k, _ := p.state.next(w.target, p.look, now)
	if k.op != opNone {
		p.state.send(k, now)
	}
	return k, p.state.targets[w.target].Instance
}

func (w *worker) ask(ctx context.Context, k call, instance string) {
	asked := time.Now()
	body, err := k.do(ctx, w.client, instance)
	if ctx.Err() != nil {
		return
	}
	a := answer{call: k, asked: asked, jitter: w.p.options.Jitter(), body: body, err: failure(err)}
	examine(w.client, &a)
	if a.err != nil {
		w.p.options.Log.Warn("call failed", "error", a.err.Error())
	}
	w.p.learn(w.c, w.budget, a)
}

// learn folds an answer in.
func (p *Poller) learn(c *crew, share *budget, a answer) {
	p.mu.Lock()
	defer p.mu.Unlock()
	apply(p.state, a, time.Now())
	if a.err != nil && a.err.Class == api.ClassThrottled {
		share.pause(p.state.targets[a.call.target].RetryAt, time.Now())
	}
	p.hire(c)
	poke(p.changed)
}
