// Package gate decides when a wait for tasks is over, and how it ended.
package gate

import (
	"cmp"
	"slices"
	"time"

	"acrwatch/api"
	"acrwatch/poller"
)

// Code is how a wait ended, as the shell is told.
type Code int

// The codes. Of those with a signal, 128 plus its number is told.
const (
	Succeeded   Code = 0
	Failed      Code = 1
	Usage       Code = 2
	Canceled    Code = 3
	TimedOut    Code = 4
	Stalled     Code = 5
	Refused     Code = 6
	NoMatch     Code = 7
	Unreachable Code = 8
)

// Rule is when a wait ends. The zero value waits for the end of all tasks.
type Rule struct {
	Any      bool                // one task that succeeds is enough
	FailFast bool                // one that does not succeed is enough, too
	MaxStall time.Duration       // longest time that a task may stand still; 0: any
	Appear   time.Duration       // how long the first task may take to appear
	Kinds    *[poller.Kinds]bool // kinds that were asked for; nil: whatever there is
}

// Look is what is known at one instant.
type Look struct {
	*poller.Snapshot
	Roll  *Roll
	Began time.Time // when the wait did
}

// settleWithin bounds what is still asked once the last task has ended: its last figures, and whether more tasks have
// appeared meanwhile.
const settleWithin = 10 * time.Second

// Decide says whether the wait is over, and how it ended.
func (r *Rule) Decide(l *Look) (Verdict, bool) {
	steps := []func(*Look) (Verdict, bool){r.refused, r.missing, r.soon, r.stalled}
	for _, step := range steps {
		if v, over := step(l); over {
			return v, true
		}
	}
	if l.Roll.Active() > 0 || !r.whole(l) || !r.settled(l) || l.Roll.Len() == 0 && r.early(l) {
		return Verdict{}, false
	}
	return r.end(l), true
}

// soon ends a wait that need not see the end of all tasks.
func (r *Rule) soon(l *Look) (Verdict, bool) {
	roll := l.Roll
	switch {
	case r.Any && roll.Done > 0:
		return verdict(Succeeded, "%s is done; %s", nameOf(roll.earliest(done)), roll.Summary()), true
	case !r.FailFast:
	case roll.Failed > 0:
		return failure(roll), true
	case roll.Canceled > 0:
		return cancellation(roll), true
	case roll.Gone > 0 && r.settled(l):
		return failure(roll), true
	}
	return Verdict{}, false
}

// end is how it went when all is over.
func (r *Rule) end(l *Look) Verdict {
	roll := l.Roll
	switch {
	case roll.Len() == 0:
		return r.nothing(l)
	case roll.Failed+roll.Gone > 0:
		return failure(roll)
	case roll.Canceled > 0:
		return cancellation(roll)
	}
	return verdict(Succeeded, "%s", roll.Summary())
}

// nothing is the end without a task. A list that may not be read could have held some.
func (r *Rule) nothing(l *Look) Verdict {
	for i := range l.Targets {
		t := &l.Targets[i]
		for k := range t.Lists {
			if r.wants(k) && t.Lists[k].Denied != nil {
				return refusal(t, t.Lists[k].Denied)
			}
		}
	}
	return verdict(NoMatch, "no task is like that; every list was read to its end")
}

// wants says that tasks of a kind can match.
func (r *Rule) wants(kind int) bool { return r.Kinds == nil || r.Kinds[kind] }

// missing ends a wait for names that nobody knows, or that somebody may not tell. For Any the others will do.
func (r *Rule) missing(l *Look) (Verdict, bool) {
	var unknown []string
	for i := range l.Wanted {
		w := &l.Wanted[i]
		switch {
		case r.Any && (l.Roll.Len() > 0 || !l.Known()):
		case w.Err != nil:
			return refusalOf(w.Name, w.Err), true
		case w.Unknown:
			unknown = append(unknown, w.Name)
		}
	}
	if len(unknown) == 0 || r.early(l) {
		return Verdict{}, false
	}
	return unknownNames(unknown), true
}

// early says that more tasks may be about to appear: a push takes a while to become tasks.
func (r *Rule) early(l *Look) bool { return l.At.Sub(l.Began) < r.Appear }

// open says that tasks may match which are not known yet. Of what is asked for by id alone, all is known in the end.
func open(l *Look) bool {
	return len(l.Wanted) == 0 || slices.ContainsFunc(l.Wanted, func(w poller.Wanted) bool { return w.Batch || !w.Found })
}

// whole says that every task that can match now is known: the search for each name is over, or each list of a kind that
// can was read to its end or is denied.
func (r *Rule) whole(l *Look) bool {
	if len(l.Wanted) > 0 {
		unknown := slices.ContainsFunc(l.Wanted, func(w poller.Wanted) bool { return w.Unknown })
		return l.Known() && (!unknown || !r.early(l))
	}
	for i := range l.Targets {
		for k, list := range l.Targets[i].Lists {
			if r.wants(k) && !list.Complete && list.Denied == nil {
				return false
			}
		}
	}
	return len(l.Targets) > 0
}

// settled says that the last end is confirmed and that the lists were read since, or that it took too long.
func (r *Rule) settled(l *Look) bool {
	roll := l.Roll
	if roll.ended.IsZero() || l.At.Sub(roll.ended) >= settleWithin {
		return true
	}
	for i := range l.Targets {
		for k, list := range l.Targets[i].Lists {
			if open(l) && r.wants(k) && list.Denied == nil && list.LastOK.Before(roll.ended) {
				return false
			}
		}
	}
	return roll.Gone == 0 && roll.earliest(unconfirmed) == nil
}

// unconfirmed says that a task was seen to end, and not asked since for how far it came.
func unconfirmed(t *poller.Task) bool {
	return t.Phase.Finished() && !t.Gone && t.Answered < t.Finished && t.Asked < t.Finished
}

// stalled ends a wait for a task that stands still, as long as that is a claim about now: the poller takes it back when
// it has not asked lately. With Any the others can still do it.
func (r *Rule) stalled(l *Look) (Verdict, bool) {
	if r.MaxStall <= 0 {
		return Verdict{}, false
	}
	var worst *poller.Task
	stalled := 0
	l.Roll.Running(func(t *poller.Task) {
		if !t.Flow.Stalled || l.At.Sub(t.Flow.LastMoved.Time()) < r.MaxStall {
			return
		}
		stalled++
		if worst == nil || cmp.Or(cmp.Compare(t.Flow.LastMoved, worst.Flow.LastMoved), order(t, worst)) < 0 {
			worst = t
		}
	})
	if worst == nil || r.Any && stalled < l.Roll.Active() {
		return Verdict{}, false
	}
	return verdict(Stalled, "%s; %s", stillness(worst, l.At), l.Roll.Summary()), true
}

func done(t *poller.Task) bool { return t.Phase == api.PhaseDone }
