// Package replay plays a recording: it keeps the recording's clock, goes where it is told, and gives what was known at
// each instant, out of the same fold that a live dashboard has inside.
package replay

import (
	"context"
	"errors"
	"sync"
	"time"

	"acrwatch/internal/journal"
	"acrwatch/internal/past"
	"acrwatch/poller"
)

const (
	frameEvery = 100 * time.Millisecond // between two moments while it plays, however fast that is
	quietEvery = 500 * time.Millisecond // the same while nothing happens
	farAhead   = time.Minute            // of recorded time: what lies further ahead is jumped to
)

// Options say how the playing begins. The zero value is paused at the beginning, at its own speed.
type Options struct {
	At      time.Time // zero: the beginning
	Speed   float64   // times as fast as it was; 0: 1
	Playing bool
}

// Player plays one recording. Its methods may be called from any goroutine and never wait; while it is run, they take
// effect with the next moment.
type Player struct {
	recording *journal.Recording
	from, to  time.Time
	poked     chan struct{} // one slot: there are orders, or news of what happened

	mu       sync.Mutex
	orders   orders
	happened past.Happened
}

// orders are what the user wants.
type orders struct {
	seek    bool
	to      time.Time // where to go, when seek is set
	playing bool
	speed   float64
}

// New makes a player of a recording, which it does not close.
func New(r *journal.Recording, o Options) *Player {
	p := &Player{recording: r, poked: make(chan struct{}, 1)}
	p.from, p.to = r.Span()
	if o.Speed <= 0 {
		o.Speed = 1
	}
	p.orders = orders{seek: true, to: o.At, playing: o.Playing, speed: o.Speed}
	return p
}

// Span is when the recording begins and ends.
func (p *Player) Span() (from, to time.Time) { return p.from, p.to }

// Play plays on, or stops. At the end it begins anew.
func (p *Player) Play(on bool) { p.order(func(o *orders) { o.playing = on }) }

// Pace sets how many times as fast as it was the recording is played.
func (p *Player) Pace(speed float64) { p.order(func(o *orders) { o.speed = speed }) }

// Seek stops at an instant, or at the end that is nearer to it.
func (p *Player) Seek(to time.Time) {
	p.order(func(o *orders) { o.seek, o.to, o.playing = true, to, false })
}

func (p *Player) order(change func(*orders)) {
	p.mu.Lock()
	change(&p.orders)
	p.mu.Unlock()
	p.poke()
}

func (p *Player) poke() {
	select {
	case p.poked <- struct{}{}:
	default:
	}
}

// Run gives moments to show until ctx ends. An error is that of the recording.
func (p *Player) Run(ctx context.Context, show func(past.Moment)) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var reading sync.WaitGroup
	defer reading.Wait()
	defer stop()
	reading.Go(func() { p.readAhead(ctx) })
	r := reel{Player: p}
	defer r.close()
	for {
		if err := r.turn(time.Now()); err != nil {
			return err
		}
		if m, news := r.moment(time.Now()); news && ctx.Err() == nil {
			show(m)
		}
		if !r.rest(ctx) {
			return nil
		}
	}
}

// Each gives what was known each time that the live dashboard looked at the clock, from an instant on to the end.
func (p *Player) Each(ctx context.Context, show func(*poller.Snapshot) error) error {
	played, err := p.recording.At(p.orders.to)
	if err != nil {
		return err
	}
	defer played.Close()
	return eachTick(ctx, played, show)
}

// eachTick plays to the end and gives what is known with every tick, and at the end of each recording.
func eachTick(ctx context.Context, played *journal.Player, look func(*poller.Snapshot) error) error {
	for ctx.Err() == nil {
		fold, at := played.Fold(), played.Now()
		e, err := played.Next()
		end := errors.Is(err, errEnd)
		if err != nil && !end {
			return err
		}
		if end || played.Fold() != fold { // the fold goes with its recording
			if err := look(fold.Snapshot(at)); err != nil {
				return err
			}
		}
		switch {
		case end:
			return nil
		case e.What != poller.Ticked:
			continue
		}
		if err := look(played.Fold().Snapshot(played.Now())); err != nil {
			return err
		}
	}
	return ctx.Err()
}
