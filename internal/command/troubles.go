package command

import (
	"time"

	"github.com/charmbracelet/x/ansi"

	"acrwatch/api"
	"acrwatch/internal/gate"
	"acrwatch/internal/units"
	"acrwatch/poller"
)

// throttledFor is how long the service must refuse nothing before we say that it takes all calls again: one that is
// near its quota refuses some every few seconds.
const throttledFor = time.Minute

// troubles finds what stands between us and the service: each is news once when it begins and once when it ends.
type troubles struct {
	homes   []homeTrouble   // by target
	missing map[string]bool // names that were asked for and are not known
}

// homeTrouble is what was told of one target.
type homeTrouble struct {
	class     string    // of the failure that was told; empty while calls go well
	since     time.Time // when it began
	throttled time.Time // when the service last refused for want of quota; zero once it was told to take all again
	denied    [poller.Kinds]bool
}

// trouble is one thing to tell.
type trouble struct {
	event  eventKind
	name   string        // of the target, or of what was asked for by name
	err    *api.Error    // nil at its end
	kind   poller.Kind   // of tasks that are denied, or permitted again
	lasted time.Duration // of a failure, at its end
}

func newTroubles() troubles { return troubles{missing: map[string]bool{}} }

// news is what began and what ended since the snapshot before.
func (r *troubles) news(next *poller.Snapshot) []trouble {
	var all []trouble
	for len(r.homes) < len(next.Targets) {
		r.homes = append(r.homes, homeTrouble{})
	}
	for i := range next.Targets {
		t, h := &next.Targets[i], &r.homes[i]
		for k := range t.Lists {
			all = h.denial(all, t, poller.Kind(k))
		}
		all = h.throttling(all, t, next.At)
		all = h.failure(all, t, next.At)
	}
	return r.names(all, next)
}

func (h *homeTrouble) denial(all []trouble, t *poller.Target, kind poller.Kind) []trouble {
	err := t.Lists[kind].Denied
	if (err != nil) == h.denied[kind] {
		return all
	}
	h.denied[kind] = err != nil
	event := eventPermitted
	if err != nil {
		event = eventDenied
	}
	return append(all, trouble{event: event, name: gate.TargetName(t), kind: kind, err: err})
}

func (h *homeTrouble) throttling(all []trouble, t *poller.Target, at time.Time) []trouble {
	well := h.throttled.IsZero()
	switch {
	case throttled(t.Err):
		h.throttled = at
		if well {
			return append(all, trouble{event: eventThrottled, name: gate.TargetName(t), err: t.Err})
		}
	case !well && at.Sub(h.throttled) >= throttledFor:
		h.throttled = time.Time{}
		return append(all, trouble{event: eventUnthrottled, name: gate.TargetName(t)})
	}
	return all
}

// failure tells of calls that fail. One outage has many faces: what passes by itself is one trouble, told when it does
// not pass at once. What needs a person is told when it comes.
func (h *homeTrouble) failure(all []trouble, t *poller.Target, at time.Time) []trouble {
	class := ""
	switch {
	case t.Err == nil:
	case throttled(t.Err), t.Err.Temporary() && t.Failing(at) < poller.FailingAfter:
		return all
	case t.Err.Temporary():
		class = "passing"
	default:
		class = t.Err.Class.String()
	}
	if class == h.class {
		return all
	}
	if h.class == "" {
		h.since = t.FailingSince
	}
	h.class = class
	if t.Err == nil {
		return append(all, trouble{event: eventRecovered, name: gate.TargetName(t), lasted: at.Sub(h.since)})
	}
	return append(all, trouble{event: eventFailing, name: gate.TargetName(t), err: t.Err})
}

func throttled(e *api.Error) bool { return e != nil && e.Class == api.ClassThrottled }

// names tells which names that were asked for nobody knows, and which have turned up after all.
func (r *troubles) names(all []trouble, next *poller.Snapshot) []trouble {
	for i := range next.Wanted {
		w := &next.Wanted[i]
		missing := w.Over() && !w.Found
		if missing == r.missing[w.Name] {
			continue
		}
		r.missing[w.Name] = missing
		event := eventFound
		if missing {
			event = eventMissing
		}
		all = append(all, trouble{event: event, name: w.Name, err: w.Err})
	}
	return all
}

// String is the trouble as a line of standard error.
func (t trouble) String() string { return "acrwatch: " + t.name + ": " + t.words() }

func (t trouble) words() string {
	switch t.event {
	case eventDenied:
		return kindName(t.kind) + ": " + inWords(t.err)
	case eventPermitted:
		return kindName(t.kind) + " are permitted again"
	case eventThrottled:
		return "the API refuses some calls: " + inWords(t.err)
	case eventUnthrottled:
		return "the API takes all calls again"
	case eventFailing:
		return "the API fails: " + inWords(t.err)
	case eventRecovered:
		return "the API answers again after " + units.Words{}.LongDuration(t.lasted)
	case eventFound:
		return "found"
	}
	return whyMissing(t.err)
}

// missingName says why there is nothing of a name that was asked for.
func missingName(w *poller.Wanted) string {
	if !w.Over() {
		return w.Name + ": not every target has answered"
	}
	return w.Name + ": " + whyMissing(w.Err)
}

func whyMissing(err *api.Error) string {
	if err != nil {
		return inWords(err)
	}
	return "not known to any target that was asked"
}

// inWords is an error with the credential it was met with and what to do about it.
func inWords(e *api.Error) string {
	const most = 300 // columns: a gateway may answer with a page
	text := ansi.Truncate(e.Error(), most, "…")
	if e.Credential != "" {
		text += ", with " + e.Credential
	}
	return text + "; " + e.Hint()
}

func targetName(t *poller.Target) string { return gate.TargetName(t) }
