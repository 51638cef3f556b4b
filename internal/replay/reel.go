package replay

import (
	"context"
	"io"
	"time"

	"acrwatch/internal/journal"
	"acrwatch/internal/past"
)

// errEnd is what a journal says behind its last event.
var errEnd = io.EOF

// reel is a recording that is being played. It belongs to the goroutine of Run.
type reel struct {
	*Player
	played *journal.Player
	at     time.Time // the recording's clock
	orders orders
	turned time.Time // when the clock was last moved on

	jumped bool
	shown  past.Moment
	when   time.Time // when that was
	notes  []string
}

func (r *reel) close() {
	if r.played != nil {
		r.played.Close()
	}
}

// turn does what is ordered, and lets the recording's clock go on for as long as that of the machine has.
func (r *reel) turn(now time.Time) error {
	was := r.orders
	r.mu.Lock()
	r.orders = r.Player.orders
	r.Player.orders.seek = false
	r.mu.Unlock()
	gone := now.Sub(r.turned)
	r.turned = now
	switch {
	case r.orders.seek:
		return r.goTo(r.inside(r.orders.to))
	case !r.orders.playing:
		return nil
	case !was.playing && !r.at.Before(r.to):
		return r.goTo(r.from)
	case !was.playing:
		return nil // from now on
	}
	at := r.inside(r.at.Add(r.passed(gone, was.speed)))
	if !at.Before(r.to) {
		r.mu.Lock()
		r.Player.orders.playing = false
		r.mu.Unlock()
		r.orders.playing = false
	}
	return r.goTo(at)
}

// passed is the recorded time that passes in some of our own: never more than there is, however fast it goes.
func (r *reel) passed(gone time.Duration, speed float64) time.Duration {
	return time.Duration(min(float64(gone)*speed, float64(r.to.Sub(r.from))))
}

func (r *reel) inside(at time.Time) time.Time {
	switch {
	case at.Before(r.from):
		return r.from
	case at.After(r.to):
		return r.to
	}
	return at
}

// goTo plays on to an instant, or jumps where that is back or far ahead.
func (r *reel) goTo(at time.Time) error {
	r.at = at
	if ahead := at.Sub(r.shownAt()); r.played != nil && ahead >= 0 && (ahead <= farAhead || !r.orders.seek) {
		return r.played.PlayTo(at)
	}
	played, err := r.recording.At(at)
	if err != nil {
		return err
	}
	r.close()
	r.keepNotes()
	r.played, r.jumped = played, true
	return nil
}

// shownAt is up to when the events are played.
func (r *reel) shownAt() time.Time {
	if r.played == nil {
		return time.Time{}
	}
	return r.played.Now()
}

func (r *reel) keepNotes() {
	if r.played != nil {
		r.notes = append(r.notes[:len(r.notes):len(r.notes)], r.played.Notes()...)
	}
}

// moment is what is to be shown now, and whether it is worth a frame.
func (r *reel) moment(now time.Time) (m past.Moment, news bool) {
	m = past.Moment{Jumped: r.jumped, From: r.from, To: r.to, Playing: r.orders.playing, Speed: r.orders.speed, Happened: r.soFar()}
	m.Notes = append(r.notes[:len(r.notes):len(r.notes)], r.played.Notes()...)
	before := &r.shown
	told := r.orders.seek || r.jumped || before.Snapshot == nil || m.Playing != before.Playing || m.Speed != before.Speed ||
		len(m.Notes) != len(before.Notes) || !m.Happened.Until.Equal(before.Happened.Until)
	if !told && r.at.Equal(before.Snapshot.At) {
		return m, false
	}
	m.Snapshot = r.played.Fold().Snapshot(r.at)
	if !told && m.Snapshot.Events == before.Snapshot.Events && now.Sub(r.when) < quietEvery {
		return m, false
	}
	r.shown, r.when, r.jumped = m, now, false
	return m, true
}

// rest waits for the next frame or for orders, and says whether ctx is still alive.
func (r *reel) rest(ctx context.Context) bool {
	var alarm <-chan time.Time
	if r.orders.playing {
		timer := time.NewTimer(frameEvery)
		defer timer.Stop()
		alarm = timer.C
	}
	select {
	case <-ctx.Done():
		return false
	case <-r.poked:
	case <-alarm:
	}
	return true
}
