package poller

import (
	"time"

	"acrwatch/api"
)

// learn folds one answer in.
func (s *state) learn(e *Event) {
	s.begin(e.At)
	t := s.targets[e.Call.Target]
	t.LastTry, t.ClockOff, t.Keys = e.At, e.Clock, e.Keys
	if s.narrowed() {
		defer s.heed(e)
	}
	if e.Err != nil {
		s.fail(t, e)
		return
	}
	t.succeed(e)
	defer s.step()
	if s.quest(e.Call).knownElsewhere(e.Call.Target) {
		return
	}
	s.learnBody(t, e)
}

// learnBody folds in what a good answer tells.
func (s *state) learnBody(t *target, e *Event) {
	switch body := e.Body.(type) {
	case api.Page[api.SyncTask]:
		if e.Call.Op == OpBatch {
			s.learnBatch(e, body)
			return
		}
		learnPage(s, t, e, body, syncRow, newsOfSync, s.learnSync)
	case api.Page[api.SubscriptionTask]:
		learnPage(s, t, e, body, subscriptionRow, newsOfSubscription, s.learnSubscription)
	case api.SyncTask:
		t.allowGets(e.Call.Kind)
		s.learnSync(s.slot(e.Call.key()), e.Call.key(), &body, got(e))
		s.date(e.Call.key())
	case api.SubscriptionTask:
		t.allowGets(e.Call.Kind)
		s.learnSubscription(s.slot(e.Call.key()), e.Call.key(), &body, got(e))
	case api.Page[api.TagResult]:
		s.learnTags(t, e, body)
	case api.Page[api.SyncRule]:
		s.learnRules(t, e, body)
	case api.Page[api.Instance]:
		s.discover(t, e, body)
	}
}

// begin moves the time of what is known. Answers come one by one, but several targets ask at once.
func (s *state) begin(at time.Time) {
	if at.After(s.at) {
		s.at = at
	}
	s.sums.idle = s.sums.active == 0
}

// tick lets time pass without an answer: claims about the present that nothing fresh supports any more end.
func (s *state) tick(at time.Time) {
	s.begin(at)
	s.calls = append(s.calls[:0], s.recent(s.at)...)
	for _, home := range s.targets {
		s.calmStale(home)
	}
	if !s.paused {
		s.step()
	}
}

func (s *state) calmStale(home *target) {
	now := InstantOf(s.at)
	for _, i := range home.polled {
		if t := s.tasks[i]; !fresh(t.Answered, now, s.records[i].gap) && claimsStall(t) {
			next := *t
			calm(&next)
			s.replace(i, &next)
		}
	}
}

// source says where a task answer comes from.
type source struct {
	asked, at time.Time
	listed    bool
}

func got(e *Event) source    { return source{asked: e.Asked, at: e.At} }
func listed(e *Event) source { return source{asked: e.Asked, at: e.At, listed: true} }

// outdated says that an answer must not overwrite what is shown: it was asked for earlier, or it says that a task
// still runs and was asked for before the news came that the task had finished. A status that no document names is no
// news about a finished task either.
func (r *record) outdated(from source, shown, said api.Phase) bool {
	if from.asked.Before(r.shown.Time()) || shown.Finished() && said == api.PhaseUnknown {
		return true
	}
	return shown.Finished() && !said.Finished() && from.asked.Before(r.seen.Time())
}

// learnSync folds in what is said of a task, which is not known yet when its slot is none, and gives its slot; none when it
// is not kept.
func (s *state) learnSync(i int, key Key, row *api.SyncTask, from source) int {
	if i == none {
		alone := *row
		var kept bool
		if i, kept = s.place(&Task{Key: key, Phase: row.Phase(), Sync: &alone}, from); !kept {
			return none
		}
	}
	if from.listed && s.again(i, newsOfSync(row, s.tasks[i]), from) {
		return i
	}
	r, t := s.records[i], *s.tasks[i].loosened()
	merged, stale := *row, false
	if t.Sync != nil {
		if stale = r.outdated(from, t.Phase, row.Phase()); stale {
			merged = mergeSync(*row, *t.Sync)
		} else {
			merged = mergeSync(*t.Sync, *row)
		}
	}
	t.Sync, t.Phase = &merged, merged.Phase()
	t.RuleName = s.targets[key.Target].rules.names[merged.RuleID]
	s.settle(i, &t, from, stale)
	return i
}

// learnSubscription does the same for a subscription task.
func (s *state) learnSubscription(i int, key Key, row *api.SubscriptionTask, from source) int {
	if i == none {
		alone := *row
		var kept bool
		if i, kept = s.place(&Task{Key: key, Phase: row.Phase(), Subscription: &alone}, from); !kept {
			return none
		}
	}
	if from.listed && s.again(i, newsOfSubscription(row, s.tasks[i]), from) {
		return i
	}
	r, t := s.records[i], *s.tasks[i]
	if r.tags == nil {
		r.tags = &tagReading{}
	}
	merged, stale := *row, false
	if t.Subscription != nil {
		if stale = r.outdated(from, t.Phase, row.Phase()); stale {
			merged = mergeSubscription(*row, *t.Subscription)
		} else {
			merged = mergeSubscription(*t.Subscription, *row)
		}
	}
	t.Subscription, t.Phase = &merged, merged.Phase()
	if !from.listed && !stale {
		r.tags.want(&merged, t.Phase, from.at)
	}
	s.settle(i, &t, from, stale)
	return i
}

// settle does what every answer about a task needs, whatever its kind, and puts the task in place.
func (s *state) settle(i int, t *Task, from source, stale bool) {
	old, r := s.tasks[i], s.records[i]
	first := old.Sync == nil && old.Subscription == nil
	if !stale {
		r.stamp(t, from, first)
		r.shown, r.seen = InstantOf(from.asked), InstantOf(from.at)
		r.pass(old, t, from, first)
	}
	if t.Active() {
		t.Watched = true
	}
	if t.Sync != nil && !from.listed && !stale {
		s.measure(old, t, r, from.at)
	}
	if !moving(t.Phase) || t.Gone {
		rest(t)
	}
	t.Odd = oddities(t, from.at)
	s.replace(i, t)
}

// stamp notes when the answer came and what it says about the asking itself.
func (r *record) stamp(t *Task, from source, first bool) {
	if from.listed {
		t.Listed = InstantOf(from.at)
		// The list may hold a task that a get denies; after a few rounds of that the get is believed.
		if t.Gone && (first || r.lost < lostAtMost) {
			t.Gone = false
		}
		return
	}
	if !t.Answered.IsZero() {
		r.gap = nextGap(r.gap, from.at.Sub(t.Answered.Time()))
	}
	t.Asked, t.Answered, t.Err, t.Gone = InstantOf(from.asked), InstantOf(from.at), r.tagsErr, false
	r.lost = 0
}

// lostAtMost is how often a task that the service denied comes back because a list holds it.
const lostAtMost = 3

// pass notes that a task finished, was confirmed, or went back to work.
func (r *record) pass(old, t *Task, from source, first bool) {
	was := !first && old.Phase.Finished()
	switch is := t.Phase.Finished(); {
	case is && !first && !was:
		t.Finished, r.confirm = InstantOf(from.at), true
	case is && !from.listed:
		r.confirm = false
	case !is:
		t.Finished, r.confirm = 0, false
	}
}
