package poller

import "time"

// Fold is what is known, made of events. A Poller has the same inside: the events of Options.Record, taken in their order
// by a Fold of the same specs, Options.Keep and Options.Only, give snapshots that are equal to those that the poller
// emitted. It is not safe for concurrent use.
type Fold struct{ state *state }

// NewFold makes a fold that knows nothing yet. Specs need no API, and of their Quota it only counts which are equal. keep
// and only are those of Options; a keep of 0 is DefaultKeep.
func NewFold(specs []Spec, keep int, only Only) *Fold {
	return &Fold{newState(specs, keep, only)}
}

// Take folds in the next event. It refuses one that no poller can have made, which changes nothing.
func (f *Fold) Take(e Event) error {
	if err := e.check(len(f.state.targets)); err != nil {
		return err
	}
	f.state.take(e)
	return nil
}

// Snapshot is what is known at an instant, which should not be before the last event.
func (f *Fold) Snapshot(at time.Time) *Snapshot { return f.state.snapshot(wall(at)) }

// take is the only door through which what is known changes. It depends on nothing but the events before, and gives the
// event as it was taken.
func (s *state) take(e Event) Event {
	e = e.plain()
	s.taken++
	switch e.What {
	case Sent:
		s.calls = append(s.calls, e.At)
	case Answered:
		s.learn(&e)
	case Ticked:
		s.tick(e.At)
	case Woke:
		s.wake(e.At)
	case Paused, Unpaused:
		s.paused = e.What == Paused
	}
	return e
}
