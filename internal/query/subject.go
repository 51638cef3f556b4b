package query

import (
	"strings"

	"acrwatch/api"
	"acrwatch/poller"
)

// Status is a set of the words that status: knows.
type Status uint16

const (
	Queued Status = 1 << iota
	Syncing
	Pulling
	Stalled
	Done
	Failed
	Canceled
	Unknown
	Odd
)

const (
	active   = Queued | Syncing | Pulling | Stalled | Unknown
	finished = Done | Failed | Canceled
)

var statusNames = map[string]Status{
	"queued": Queued, "syncing": Syncing, "pulling": Pulling, "stalled": Stalled, "done": Done, "failed": Failed,
	"canceled": Canceled, "unknown": Unknown, "odd": Odd, "active": active, "finished": finished,
}

// Subject is what a filter looks at. Making one costs an allocation; keep it while the task does not change.
type Subject struct {
	Text   string // lower case: image, id, namespace, batch and route
	Status Status
}

// About is the subject of a task.
func About(t *poller.Task) Subject {
	from, to := t.Route()
	words := []string{t.Image(), t.ID, from + " → " + to, t.RuleName}
	switch {
	case t.Sync != nil:
		words = append(words, t.Sync.BatchID, t.Sync.To.Name(), t.Sync.Issue)
	case t.Subscription != nil:
		s := t.Subscription
		words = append(words, s.SourceProvider, s.SourceNamespace+"/"+s.SourceRepo)
	}
	return Subject{Text: strings.ToLower(strings.Join(words, "\n")), Status: StatusOf(t)}
}

// StatusOf is where a task stands in the words of the screen; a stalled task is also syncing.
func StatusOf(t *poller.Task) Status {
	s := phaseStatus(t)
	if t.Flow.Stalled {
		s |= Stalled
	}
	if len(t.Odd) > 0 {
		s |= Odd
	}
	return s
}

func phaseStatus(t *poller.Task) Status {
	switch t.Phase {
	case api.PhaseQueued:
		return Queued
	case api.PhaseRunning:
		if t.Kind == poller.Subscription {
			return Pulling
		}
		return Syncing
	case api.PhaseDone:
		return Done
	case api.PhaseFailed:
		return Failed
	case api.PhaseCanceled:
		return Canceled
	}
	return Unknown
}
