package gate

import (
	"fmt"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"acrwatch/api"
	"acrwatch/internal/units"
	"acrwatch/poller"
)

// Verdict is how a wait ended and why.
type Verdict struct {
	Code Code
	Why  string // one line
}

// String is the verdict in one line: the code, what it means, and why.
func (v Verdict) String() string {
	return fmt.Sprintf("exit %d (%s): %s", v.Code, v.Code, v.Why)
}

// String is what a code means.
func (c Code) String() string {
	switch c {
	case Succeeded:
		return "succeeded"
	case Failed:
		return "some failed"
	case Usage:
		return "usage or configuration"
	case Canceled:
		return "canceled"
	case TimedOut:
		return "timed out"
	case Stalled:
		return "stalled"
	case Refused:
		return "not permitted or bad credentials"
	case NoMatch:
		return "nothing matched"
	case Unreachable:
		return "the API stayed unreachable"
	}
	return "interrupted"
}

func verdict(code Code, why string, args ...any) Verdict {
	return Verdict{code, fmt.Sprintf(why, args...)}
}

// failure names the first task that failed, or is gone when none did.
func failure(r *Roll) Verdict {
	t := r.earliest(func(t *poller.Task) bool { return t.Phase == api.PhaseFailed })
	if t == nil {
		t = r.earliest(func(t *poller.Task) bool { return t.Gone && !t.Phase.Finished() })
		return verdict(Failed, "%s is gone: the service does not know it any more; %s", nameOf(t), r.Summary())
	}
	why := nameOf(t) + " failed"
	if issue := t.Reason(); issue != "" {
		why += " with " + ansi.Truncate(issue, mostText, "…")
	}
	return verdict(Failed, "%s; %s", why, r.Summary())
}

func cancellation(r *Roll) Verdict {
	t := r.earliest(func(t *poller.Task) bool { return t.Phase == api.PhaseCanceled })
	return verdict(Canceled, "%s was canceled; %s", nameOf(t), r.Summary())
}

// refusal is the end at a target that lets us see nothing.
func refusal(t *poller.Target, e *api.Error) Verdict { return refusalOf(TargetName(t), e) }

// refusalOf is the end for want of something that a person must give: a permission, or else a right name.
func refusalOf(name string, e *api.Error) Verdict {
	code := Refused
	if e.Class == api.ClassNotFound || e.Class == api.ClassRejected {
		code = Usage
	}
	return verdict(code, "%s: %s; %s", name, errorText(e), e.Hint())
}

func unknownNames(names []string) Verdict {
	const most = 3
	why := "no target knows " + strings.Join(names[:min(len(names), most)], ", ")
	if more := len(names) - most; more > 0 {
		why += fmt.Sprintf(" and %d more", more)
	}
	return verdict(NoMatch, "%s; check the id, the instance and the region", why)
}

func stillness(t *poller.Task, at time.Time) string {
	return nameOf(t) + " has not moved a byte for " + units.Words{}.LongDuration(at.Sub(t.Flow.LastMoved.Time()))
}

const mostText = 200 // columns of the service's own words

// errorText is an error without what can be a page of a gateway; nil is that of a call that was never answered.
func errorText(e *api.Error) string {
	if e == nil {
		return api.ClassNetwork.String()
	}
	return ansi.Truncate(e.Error(), mostText, "…")
}

// nameOf is what a person calls a task: its image and where it goes, or its id.
func nameOf(t *poller.Task) string {
	name := t.Image()
	if name == "" {
		return t.ID
	}
	if _, to := t.Route(); to != "" {
		name += " → " + to
	}
	return name
}
