package gate

import (
	"time"

	"acrwatch/api"
	"acrwatch/poller"
)

// keysWithin is how long credentials that once were good may be refused: a renewal can be on its way.
const keysWithin = 2 * time.Minute

// refused ends a wait for what the service does not let us see.
func (r *Rule) refused(l *Look) (Verdict, bool) {
	needed := neededTargets(l)
	for i := range l.Targets {
		t := &l.Targets[i]
		if !needed[i] {
			continue
		}
		if lasting(t, l.At) {
			return refusal(t, t.Err), true
		}
		for k := range t.Lists {
			if r.Kinds != nil && r.Kinds[k] && t.Lists[k].Denied != nil {
				return refusal(t, t.Lists[k].Denied), true
			}
		}
	}
	return Verdict{}, false
}

// neededTargets are the targets without which the end cannot be known.
func neededTargets(l *Look) []bool {
	needed := make([]bool, len(l.Targets))
	for i := range needed {
		needed[i] = open(l)
	}
	l.Roll.Running(func(t *poller.Task) { needed[t.Target] = true })
	return needed
}

// lasting says that the calls of a target fail in a way that only a person can mend.
func lasting(t *poller.Target, at time.Time) bool {
	if t.Err == nil {
		return false
	}
	switch t.Err.Class {
	case api.ClassBadCredentials, api.ClassExpired:
		return t.LastOK.IsZero() || t.Failing(at) >= keysWithin
	case api.ClassDenied, api.ClassNotFound, api.ClassRejected:
		return t.LastOK.IsZero()
	}
	return false
}

// AfterTimeout is how a wait ended whose time has run out: what is known may be old because nobody answers.
func (r *Rule) AfterTimeout(l *Look) Verdict {
	needed := neededTargets(l)
	for i := range l.Targets {
		t := &l.Targets[i]
		if !needed[i] {
			continue
		}
		heard := !t.LastOK.IsZero()
		throttled := t.Err != nil && t.Err.Class == api.ClassThrottled // it answers, if only that
		if !heard || !throttled && t.Failing(l.At) > poller.StaleAfter {
			return verdict(Unreachable, "%s: %s; %s", TargetName(t), errorText(t.Err), l.Roll.Summary())
		}
	}
	return verdict(TimedOut, "%s", l.Roll.Summary())
}
