package poller

import (
	"time"

	"acrwatch/api"
)

// again folds in a row of a list that brings no news, as most rows do, and says whether it was one. It is news of an active
// task that it is still listed, and changes nothing of one that is over. A task of an earlier wave has to be weighed anew.
func (s *state) again(i int, news bool, from source) bool {
	old, r := s.tasks[i], s.records[i]
	if news || old.Gone || r.outdated(from, old.Phase, old.Phase) || old.Active() && r.wave != s.sums.wave {
		return false
	}
	r.shown, r.seen = InstantOf(from.asked), InstantOf(from.at)
	if odd := odditiesLater(old, from.at); old.Active() || old.Listed < old.Finished || odd != old.Odd {
		t := s.edit(i)
		r.stamp(t, from, false)
		t.Odd = odd
	}
	s.targets[old.Target].poll(s.records, i, old.Active() || r.confirm || r.tagsDue())
	s.ages.follow(i)
	return true
}

// edit gives the task at i to be written to: a copy, in its place, where others have it already.
func (s *state) edit(i int) *Task {
	if !s.chunks.ours(i) {
		next := *s.tasks[i]
		s.tasks[i] = &next
	}
	s.chunks.touch(i)
	return s.tasks[i]
}

// odditiesLater is what oddities gives for a task of which nothing has changed but the time.
func odditiesLater(t *Task, at time.Time) Oddities {
	if t.Began().After(at.Add(skew)) == t.Odd.Has(OddFuture) {
		return t.Odd
	}
	return oddities(t, at)
}

// newsOfSync says that a row is not what is known already.
func newsOfSync(r *api.SyncTask, t *Task) bool { return t.Sync == nil || tellsMore(r, t.Sync) }

// newsOfSubscription is the same for a subscription task. There are few of them.
func newsOfSubscription(r *api.SubscriptionTask, t *Task) bool {
	return t.Subscription == nil || mergeSubscription(*t.Subscription, *r) != *t.Subscription
}

// tellsMore says that mergeSync would make another task of the older one.
func tellsMore(newer, older *api.SyncTask) bool {
	image := func(newer, older api.Image) bool { return newer != older && mergeImage(older, newer) != older }
	return mergeReply(older.Reply, newer.Reply) != older.Reply || newer.Layers != nil ||
		newer.Issue != older.Issue && (newer.Issue != "" || older.Phase() != api.PhaseFailed) ||
		either(newer.ID, older.ID) != older.ID || either(newer.Status, older.Status) != older.Status ||
		either(newer.RuleID, older.RuleID) != older.RuleID || either(newer.BatchID, older.BatchID) != older.BatchID ||
		either(newer.Trigger, older.Trigger) != older.Trigger || either(newer.LinkID, older.LinkID) != older.LinkID ||
		known(newer.Progress, older.Progress) != older.Progress || known(newer.Synced, older.Synced) != older.Synced ||
		known(newer.Accelerated, older.Accelerated) != older.Accelerated ||
		known(newer.CrossAccount, older.CrossAccount) != older.CrossAccount ||
		known(newer.CustomLink, older.CustomLink) != older.CustomLink || known(newer.Priority, older.Priority) != older.Priority ||
		image(newer.From, older.From) || image(newer.To, older.To) ||
		dated(newer.Created, older.Created) != older.Created || dated(newer.Modified, older.Modified) != older.Modified
}
