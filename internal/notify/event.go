// Package notify decides what somebody who does not look should be told, when, and in which escape sequence. It is
// pure: the time, the settings and what is known of the terminal are given to it, and it writes nothing itself.
package notify

import (
	"time"

	"acrwatch/api"
	"acrwatch/poller"
)

// EventKind says what became of a task.
type EventKind uint8

const (
	Done EventKind = iota
	Failed
	Canceled
	Stalled
	Resumed
	Gone
)

// Event is a change that somebody who was away wants to know of. It holds no task, so that keeping it keeps little.
type Event struct {
	Kind   EventKind
	Key    poller.Key
	Image  string
	To     string // where it goes: a region, or an instance
	Batch  string // the SyncBatchTaskId; empty for a task without one
	Reason string // the TaskIssue of a failed sync task; may be empty
	At     time.Time
}

// Events picks out of the changes of a snapshot what is worth keeping: how tasks ended, and where they stand still or
// move again. A task that was over when it was first seen counts only when it began after since, when watching began:
// older ones are history that the lists bring in.
func Events(changes []poller.Change, since, at time.Time) []Event {
	var events []Event
	for _, c := range changes {
		if kind, worth := eventKind(c, since); worth {
			events = append(events, newEvent(kind, c.Task, at))
		}
	}
	return events
}

func newEvent(kind EventKind, t *poller.Task, at time.Time) Event {
	_, to := t.Route()
	e := Event{Kind: kind, Key: t.Key, Image: t.Image(), To: to, At: at}
	if t.Sync != nil {
		e.Batch = t.Sync.BatchID
		if kind == Failed {
			e.Reason = t.Sync.Issue
		}
	}
	return e
}

func eventKind(c poller.Change, since time.Time) (EventKind, bool) {
	switch c.Kind {
	case poller.Added:
		if !c.Task.Began().After(since) {
			return 0, false
		}
		return ending(c.Task.Phase)
	case poller.StatusChanged:
		return ending(c.Task.Phase)
	case poller.Stalled:
		return Stalled, true
	case poller.Resumed:
		return Resumed, true
	case poller.Gone:
		return Gone, !c.Task.Phase.Finished()
	}
	return 0, false
}

func ending(p api.Phase) (EventKind, bool) {
	switch p {
	case api.PhaseDone:
		return Done, true
	case api.PhaseFailed:
		return Failed, true
	case api.PhaseCanceled:
		return Canceled, true
	}
	return 0, false
}
