package query

import (
	"slices"
	"strings"

	"acrwatch/api"
	"acrwatch/internal/nearest"
	"acrwatch/internal/tongue"
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
	Gone
	Unknown
	Odd
	stale // never of a task alone: time can bring it
)

// Every task is in one of these, and in one only. A status that no document names is never taken as finished.
const (
	active   = Queued | Syncing | Pulling | Unknown
	finished = Done | Failed | Canceled | Gone
)

// statusWords are the words of status:, in the order in which they are offered. What they are called on the screen is
// taken too, in any language.
var statusWords = []struct {
	Value
	set    Status
	called tongue.Text
}{
	{Value{"active", "queued, syncing, pulling or of an unknown status, stalled or not"}, active, "active"},
	{Value{"finished", "done, failed, canceled or gone"}, finished, "finished"},
	{Value{"queued", "waits for its turn"}, Queued, "queued"},
	{Value{"syncing", "an image on its way, stalled or not"}, Syncing, "syncing"},
	{Value{"pulling", "a subscription on its way"}, Pulling, "pulling"},
	{Value{"stalled", "syncing, and no byte moves"}, Stalled, "stalled"},
	{Value{"done", "ended well"}, Done, "done"},
	{Value{"failed", "ended, not well"}, Failed, "failed"},
	{Value{"canceled", "somebody stopped it"}, Canceled, "canceled"},
	{Value{"gone", "the service does not know it any more"}, Gone, "gone"},
	{Value{"stale", "could not be refreshed: not asked lately, calls fail, not permitted"}, stale, "stale"},
	{Value{"odd", "the service contradicts itself"}, Odd, "odd"},
	{Value{"unknown", "the service uses a word that no document names"}, Unknown, "unknown"},
}

// StatusOf is where a task stands in the words of the screen. A stalled task is also syncing, and a finished one that
// is gone is still what it ended as.
func StatusOf(t *poller.Task) Status {
	s := phaseStatus(t)
	if t.Gone {
		s = s&finished | Gone
	} else if t.Flow.Stalled {
		s |= Stalled
	}
	if t.Odd != 0 {
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

// compileStatus makes the test of status:. A word that is not known is compared with the beginning of the service's
// own, so that one which no document names can be filtered for, unless it is close to a known one.
func compileStatus(values []value) (t term, flaw *Error) {
	var set Status
	var own []string
	for _, v := range values {
		word := strings.ToLower(v.text)
		known, bad := statusWord(v, word)
		if bad != nil {
			flaw = bad
			break
		}
		if known == 0 {
			own = append(own, word)
		}
		set |= known
		t.used++
	}
	if t.used == 0 {
		return t, flaw
	}
	timed := set&stale != 0
	t.timed = timed
	t.matches = func(t *poller.Task, m *Moment) bool {
		return StatusOf(t)&set != 0 || timed && isStale(t, m) || len(own) > 0 && begins(t.Status(), own)
	}
	return t, flaw
}

func statusWord(v value, word string) (Status, *Error) {
	if v.form == pattern {
		return 0, mistake(v.start, v.end-v.start, "status: takes words, no regular expression")
	}
	known := make([]string, 0, len(statusWords))
	for _, w := range statusWords {
		if w.Name == word || called(w.called, word) {
			return w.set, nil
		}
		known = append(known, w.Name)
	}
	if v.form == quoted {
		return 0, nil
	}
	meant, found := begun(word, known)
	near := found
	if !near {
		meant, near = nearest.Word(word, known, 2)
	}
	if !near {
		return 0, nil
	}
	flaw := mistake(v.start, v.end-v.start, `unknown status "%s", did you mean %s?`, shown(word), meant)
	flaw.Incomplete = found
	return 0, flaw
}

// called says that a status has a name in some language.
func called(text tongue.Text, name string) bool {
	return slices.ContainsFunc(tongue.Names(), func(language string) bool { return tongue.New(language).Say(text) == name })
}

// begun is the first known word that begins with what is written.
func begun(word string, known []string) (string, bool) {
	for _, k := range known {
		if strings.HasPrefix(k, word) {
			return k, true
		}
	}
	return "", false
}

func begins(status api.Status, words []string) bool {
	for _, w := range words {
		if strings.HasPrefix(strings.ToLower(string(status)), w) {
			return true
		}
	}
	return false
}

func isStale(t *poller.Task, m *Moment) bool {
	why, _ := t.Freshness(m.home(t), m.Now)
	return why != poller.Fresh
}
