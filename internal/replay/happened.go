package replay

import (
	"context"
	"time"

	"acrwatch/internal/notify"
	"acrwatch/internal/past"
	"acrwatch/poller"
)

// eventsMost bounds the events that are kept; what happened after them is only marked.
const eventsMost = 100_000

const (
	readFor   = 20 * time.Millisecond  // reading ahead leaves the machine to others
	readRest  = 20 * time.Millisecond  // in between
	tellEvery = 500 * time.Millisecond // what was found
)

// readAhead goes through the whole recording once.
func (p *Player) readAhead(ctx context.Context) {
	played, err := p.recording.At(time.Time{})
	if err != nil {
		return // whoever goes there is told
	}
	defer played.Close()
	a := ahead{Player: p, since: p.recording.Header().Started, begun: time.Now()}
	err = eachTick(ctx, played, func(s *poller.Snapshot) error { return a.look(ctx, s) })
	if err == nil {
		a.next.Until = p.to
	}
	a.tell()
}

// ahead is the reading ahead.
type ahead struct {
	*Player
	since time.Time
	watch past.Watch
	last  *poller.Snapshot
	next  past.Happened

	begun, told time.Time
}

// look notes what has happened since the last look, and rests now and then.
func (a *ahead) look(ctx context.Context, s *poller.Snapshot) error {
	a.next.Marks = append(a.next.Marks, a.watch.Look(s)...)
	if a.last != nil && len(a.next.Events) < eventsMost {
		a.next.Events = append(a.next.Events, notify.Events(poller.Diff(a.last, s), a.since, s.At)...)
	}
	a.last, a.next.Until = s, s.At
	now := time.Now()
	if now.Sub(a.told) >= tellEvery {
		a.told = now
		a.tell()
	}
	if now.Sub(a.begun) < readFor {
		return nil
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(readRest):
	}
	a.begun = time.Now()
	return nil
}

func (a *ahead) tell() {
	a.mu.Lock()
	a.happened = a.next
	a.mu.Unlock()
	a.poke()
}

func (p *Player) soFar() past.Happened {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.happened
}
