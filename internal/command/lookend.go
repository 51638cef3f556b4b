package command

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"acrwatch/api"
	"acrwatch/internal/units"
	"acrwatch/poller"
)

// Exit codes of a look that did not see all.
const (
	exitTimedOut    = 4
	exitDenied      = 6
	exitNothing     = 7
	exitUnreachable = 8
)

// lack is something that was asked for and is not known.
type lack struct {
	text string
	told bool // by the troubles, when it began
}

// missing is all that was asked for and is not known.
func (l *looking) missing() []lack {
	var all []lack
	for i := range l.last.Targets {
		all = append(all, l.missingOf(&l.last.Targets[i])...)
	}
	for i := range l.last.Wanted {
		if w := &l.last.Wanted[i]; !w.Found {
			all = append(all, lack{missingName(w), w.Over()})
		}
	}
	lacking := 0
	for _, i := range l.picked {
		if l.lacks(l.last, l.last.Tasks.At(i)) {
			lacking++
		}
	}
	if lacking > 0 {
		all = append(all, lack{fmt.Sprintf("of %s among %s tasks the bytes or parts are not known", units.Count(lacking), units.Count(len(l.picked))), false})
	}
	return all
}

func (l *looking) missingOf(t *poller.Target) []lack {
	name := targetName(t)
	switch {
	case nobodyThere(t):
		return []lack{{name + ": no instance runs there; check --region, or give --instance", false}}
	case t.Err != nil:
		return []lack{{name + ": " + inWords(t.Err), true}}
	case l.selection.named():
		return nil
	case t.LastOK.IsZero():
		return []lack{{name + ": no answer yet", false}}
	}
	var all []lack
	for k := range t.Lists {
		list, what := &t.Lists[k], name+": "+kindName(poller.Kind(k))
		switch {
		case list.Denied != nil:
			all = append(all, lack{what + ": " + inWords(list.Denied), true})
		case !list.Complete:
			all = append(all, lack{fmt.Sprintf("%s: %s of %s read; a longer --timeout reads on", what, units.Count(list.Seen), totalWord(list)), false})
		}
		if list.Dropped > 0 && l.pages == nil {
			all = append(all, lack{fmt.Sprintf("%s: %s older ones are not kept; a larger keep in the settings does", what, units.Count(list.Dropped)), false})
		}
	}
	return all
}

func totalWord(l *poller.List) string {
	if !l.Total.Known {
		return "an unknown number"
	}
	return units.Count(int(l.Total.Value))
}

func kindName(k poller.Kind) string {
	if k == poller.Subscription {
		return "subscription tasks"
	}
	return "sync tasks"
}

// outcome is how a look ended.
func (l *looking) outcome(cause error, tasks int) error {
	var signal *interrupted
	late := errors.Is(cause, errTimeOver)
	switch refused, read := l.refused(), l.read(); {
	case errors.As(cause, &signal):
		return cause
	case !read && refused:
		return &outcome{exitDenied, "nothing could be read: not permitted, or bad credentials"}
	case !read && !l.reached():
		return &outcome{exitUnreachable, fmt.Sprintf("the service was not reached within %s", asGiven(l.flags.timeout))}
	case late:
		return &outcome{exitTimedOut, fmt.Sprintf("not all was known after %s; give a longer --timeout, or ask for less", asGiven(l.flags.timeout))}
	case l.selection.named() && tasks == 0:
		return &outcome{exitNothing, "none of the tasks that were asked for is there"}
	}
	return nil
}

// asGiven is a time as people give it: 1m, not 1m0s.
func asGiven(d time.Duration) string {
	text := d.String()
	if cut, whole := strings.CutSuffix(text, "m0s"); whole {
		text = cut + "m"
	}
	if cut, whole := strings.CutSuffix(text, "h0m"); whole {
		text = cut + "h"
	}
	return text
}

// reached says that the service answered, be it that it was asked too often.
func (l *looking) reached() bool {
	return slices.ContainsFunc(l.last.Targets, func(t poller.Target) bool {
		return !t.LastOK.IsZero() || t.Err != nil && t.Err.Class == api.ClassThrottled
	})
}

// read says that something was learnt of tasks, be it that there are none.
func (l *looking) read() bool {
	for i := range l.last.Wanted {
		if w := &l.last.Wanted[i]; w.Found || w.Unknown {
			return true
		}
	}
	if l.selection.named() {
		return false
	}
	for i := range l.last.Targets {
		t := &l.last.Targets[i]
		if nobodyThere(t) {
			return true
		}
		for k := range t.Lists {
			if t.Lists[k].Complete || t.Lists[k].Seen > 0 {
				return true
			}
		}
	}
	return false
}

// refused says that a person must mend something before anything can be read.
func (l *looking) refused() bool {
	needs := func(e *api.Error) bool { return e != nil && !e.Temporary() }
	for i := range l.last.Targets {
		t := &l.last.Targets[i]
		if needs(t.Err) || t.Lists[poller.Sync].Denied != nil || t.Lists[poller.Subscription].Denied != nil {
			return true
		}
	}
	for i := range l.last.Wanted {
		if needs(l.last.Wanted[i].Err) {
			return true
		}
	}
	return false
}
