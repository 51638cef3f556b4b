package command

import (
	"errors"
	"fmt"
	"syscall"
	"time"

	"acrwatch/internal/gate"
	"acrwatch/poller"
)

// errEnded is the good end of a watch that was not ended by the user.
var errEnded = errors.New("ended")

// heartbeatEvery is how long nothing is told at most: builds that are silent are killed.
const heartbeatEvery = 30 * time.Second

// teller finds in snapshots what is worth telling, and tells it one event after the other.
type teller struct {
	tell      func(*event) error
	selection selection
	settles   bool // end when everything has ended

	roll     gate.Roll
	troubles troubles
	last     *poller.Snapshot
	quarters map[poller.Key]int // the highest quarter of each running task that was told
	summed   bool               // the first look was told
	told     time.Time          // when something was told last
}

func newTeller(tell func(*event) error, which selection, settles bool) *teller {
	return &teller{
		tell: tell, selection: which, settles: settles,
		roll: gate.Roll{Forget: true}, quarters: map[poller.Key]int{}, troubles: newTroubles(),
	}
}

// show tells what is new in a snapshot. It gives errEnded when nobody reads any more, or when all there was to wait
// for is over.
func (l *teller) show(next *poller.Snapshot) error {
	m := momentOf(next)
	l.roll.Update(next, l.selection.filter.Timed(), func(t *poller.Task) bool { return l.selection.matches(t, m) })
	var err error
	for _, step := range []func(*poller.Snapshot) error{l.hardships, l.changes, l.quarterSteps, l.firstLook, l.heartbeat} {
		if err = step(next); err != nil {
			break
		}
	}
	l.last = next
	switch {
	case errors.Is(err, syscall.EPIPE):
		return errEnded
	case err != nil:
		return fmt.Errorf("write a line: %w", err)
	case l.settles && l.over(next):
		return errEnded
	}
	return nil
}

// over says that nothing is left to watch.
func (l *teller) over(s *poller.Snapshot) bool { return s.Known() && l.roll.Active() == 0 }

// end tells how things stand at the end, if anything is known of it: an error is not an empty registry.
func (l *teller) end() error {
	if l.last == nil || !l.summed && l.roll.Len() == 0 {
		return nil
	}
	return l.send(&event{kind: eventEnded, now: l.last})
}

func (l *teller) send(e *event) error {
	e.roll, l.told = &l.roll, e.at()
	if t := e.task; t != nil && t.Active() {
		l.quarters[t.Key] = max(l.quarters[t.Key], quarterOf(t))
	}
	return l.tell(e)
}

func (l *teller) hardships(next *poller.Snapshot) error {
	for _, n := range l.troubles.news(next) {
		if err := l.send(&event{kind: n.event, now: next, trouble: &n}); err != nil {
			return err
		}
	}
	return nil
}

func (l *teller) changes(next *poller.Snapshot) error {
	for _, c := range poller.Diff(l.last, next) {
		kind, tell := taskEvents[c.Kind]
		if !tell || !l.roll.Has(c.Task.Key) || !l.worthwhile(c) {
			continue
		}
		if err := l.send(&event{kind: kind, now: next, task: c.Task, before: c.Before}); err != nil {
			return err
		}
	}
	return nil
}

// worthwhile says that a change is news: work that ended before we looked is only counted.
func (l *teller) worthwhile(c poller.Change) bool {
	switch c.Kind {
	case poller.Added:
		return c.Task.Active() || l.summed && !c.Task.Finished.IsZero()
	case poller.TagsAdded:
		return c.Task.Active()
	}
	return true
}

// quarterSteps tells when a running task passes 25, 50 and 75 percent, unless another event has just told how far it is.
func (l *teller) quarterSteps(next *poller.Snapshot) error {
	var before poller.Tasks
	if l.last != nil {
		before = l.last.Tasks
	}
	for i, t := range next.Tasks.Changed(before) {
		var was *poller.Task
		if i < before.Len() {
			was = before.At(i)
			if was.Key != t.Key { // the one that had the slot is not kept any more
				delete(l.quarters, was.Key)
				was = nil
			}
		}
		if !t.Active() {
			delete(l.quarters, t.Key)
			continue
		}
		if quarterOf(t) <= l.quarters[t.Key] || !l.roll.Has(t.Key) {
			continue
		}
		if err := l.send(&event{kind: eventProgress, now: next, task: t, before: was}); err != nil {
			return err
		}
	}
	return nil
}

func quarterOf(t *poller.Task) int {
	share, _ := t.Flow.Share(t.Phase)
	return int(share * 4)
}

// firstLook sums up once, when all that was asked for is known or cannot be.
func (l *teller) firstLook(next *poller.Snapshot) error {
	if l.summed || !looked(next) {
		return nil
	}
	l.summed = true
	return l.send(&event{kind: eventLooked, now: next})
}

// looked says that every list was read or cannot be, or that the search for every name is over.
func looked(s *poller.Snapshot) bool {
	if len(s.Wanted) > 0 {
		return s.Known()
	}
	for i := range s.Targets {
		for _, list := range s.Targets[i].Lists {
			if !list.Complete && list.Denied == nil {
				return false
			}
		}
	}
	return len(s.Targets) > 0
}

// heartbeat tells that there is nothing to tell.
func (l *teller) heartbeat(next *poller.Snapshot) error {
	if l.told.IsZero() {
		l.told = next.At
	}
	if next.At.Sub(l.told) < heartbeatEvery {
		return nil
	}
	return l.send(&event{kind: eventHeartbeat, now: next})
}
