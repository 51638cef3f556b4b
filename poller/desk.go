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
		k, at := d.take()
		if k.Op == OpNone {
			d.rest(ctx, at)
			continue
		}
		d.p.start(c, func(ctx context.Context) { d.ask(ctx, c, k, at) })
	}
}

// take decides what to ask now and notes that it goes out, and when; when that is nothing, it says when to look again.
func (d *desk) take() (Call, time.Time) {
	p := d.p
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.clock.now()
	next, wake := p.state.next(&d.duty, &p.look, now)
	if next.call.Op == OpNone {
		return Call{}, wake
	}
	if at := d.governor.ready(now, next.urgent); at.After(now) {
		return Call{}, at
	}
	d.governor.take(now)
	d.duty.take(next)
	p.state.send(next.call, now)
	p.take(Event{What: Sent, At: now, Call: next.call})
	return next.call, now
}

// rest waits for wake, for a poke or for the end; a zero wake never comes.
func (d *desk) rest(ctx context.Context, wake time.Time) {
	var alarm <-chan time.Time
	if !wake.IsZero() {
		timer := time.NewTimer(wake.Sub(d.p.clock.now()))
		defer timer.Stop()
		alarm = timer.C
	}
	select {
	case <-ctx.Done():
	case <-d.poked:
	case <-alarm:
	}
}

func (d *desk) ask(ctx context.Context, c *crew, k Call, asked time.Time) {
	client, instance, open := d.p.addressee(k)
	said, with := Answer{Asked: asked}, ctx
	if open { // making an answer readable takes as long as understanding it
		with = api.WithAnswer(ctx, &said.Answer)
	}
	body, err := k.do(with, client, instance)
	if ctx.Err() != nil {
		return
	}
	d.p.answers.keep(k.key(), said)
	e := Event{What: Answered, Call: k, Asked: asked, Jitter: d.p.options.Jitter(), Body: body, Err: failure(err)}
	examine(client, &e)
	if e.Err != nil {
		d.p.options.Log.Warn("call failed", "error", e.Err.Error())
	}
	d.learn(c, e)
}

// learn folds an answer in.
func (d *desk) learn(c *crew, e Event) {
	p := d.p
	p.mu.Lock()
	defer p.mu.Unlock()
	e.At = p.clock.now()
	p.state.land(e.Call)
	p.take(e)
	switch {
	case e.Err == nil:
		d.governor.answered(e.Call.Op)
	case e.Err.Class == api.ClassThrottled:
		d.governor.throttled(e.Call.Op, e.Asked, p.state.targets[e.Call.Target].RetryAt, e.At)
	}
	p.hire(c)
	if p.state.ended {
		p.state.ended = false
		poke(p.told)
	}
	poke(d.poked)
	poke(p.changed)
}
