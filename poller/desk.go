package poller

import (
	"context"
	"time"

	"acrwatch/api"
)

// desk sends the calls of all targets that share a quota, through one governor.
type desk struct {
	p        *Poller
	poked    chan struct{} // one slot: look again at what to send
	governor *governor     // this and duty are guarded by Poller.mu
	duty     duty
}

func newDesk(p *Poller) *desk {
	d := &desk{p: p, poked: make(chan struct{}, 1), governor: newGovernor(p.options.Floor, p.options.Budget)}
	d.duty.held = d.governor.heldUntil
	return d
}

// run sends calls as they fall due, each in a goroutine of its own. How many are on their way is bounded by target.
func (d *desk) run(ctx context.Context, c *crew) {
	for ctx.Err() == nil {
		k, wake := d.take()
		if k.op == opNone {
			d.rest(ctx, wake)
			continue
		}
		d.p.start(c, func(ctx context.Context) { d.ask(ctx, c, k) })
	}
}

// take decides what to ask now and notes that it goes out; when that is nothing, it says when to look again.
func (d *desk) take() (call, time.Time) {
	p := d.p
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	next, wake := p.state.next(&d.duty, &p.look, now)
	if next.call.op == opNone {
		return call{}, wake
	}
	if at := d.governor.ready(now, next.urgent); at.After(now) {
		return call{}, at
	}
	d.governor.take(now)
	d.duty.take(next)
	p.state.send(next.call, now)
	return next.call, time.Time{}
}

// rest waits for wake, for a poke or for the end; a zero wake never comes.
func (d *desk) rest(ctx context.Context, wake time.Time) {
	var alarm <-chan time.Time
	if !wake.IsZero() {
		timer := time.NewTimer(time.Until(wake))
		defer timer.Stop()
		alarm = timer.C
	}
	select {
	case <-ctx.Done():
	case <-d.poked:
	case <-alarm:
	}
}

func (d *desk) ask(ctx context.Context, c *crew, k call) {
	client, instance, open := d.p.addressee(k)
	asked := time.Now()
	said, with := Answer{Asked: asked}, ctx
	if open { // making an answer readable takes as long as understanding it
		with = api.WithAnswer(ctx, &said.Answer)
	}
	body, err := k.do(with, client, instance)
	if ctx.Err() != nil {
		return
	}
	d.p.answers.keep(k.key(), said)
	a := answer{call: k, asked: asked, jitter: d.p.options.Jitter(), body: body, err: failure(err)}
	examine(client, &a)
	if a.err != nil {
		d.p.options.Log.Warn("call failed", "error", a.err.Error())
	}
	d.learn(c, a)
}

// learn folds an answer in.
func (d *desk) learn(c *crew, a answer) {
	p := d.p
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	p.state.land(a.call)
	apply(p.state, a, now)
	switch {
	case a.err == nil:
		d.governor.answered(a.call.op)
	case a.err.Class == api.ClassThrottled:
		d.governor.throttled(a.call.op, p.state.targets[a.call.target].RetryAt, now)
	}
	p.hire(c)
	if p.state.ended {
		p.state.ended = false
		poke(p.told)
	}
	poke(d.poked)
	poke(p.changed)
}
