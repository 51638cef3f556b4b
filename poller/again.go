package poller

import "acrwatch/api"

// again folds in a row of a list that says of a task that is over what is known already, as most rows do, and says whether
// it was one. Only when the task was listed is news then, and what follows from that.
func (s *state) again(i int, row *api.SyncTask, from source) bool {
	old, r := s.tasks[i], s.records[i]
	if !from.listed || old.Gone || !old.Phase.Finished() || old.Sync == nil || tellsMore(row, old.Sync) ||
		r.outdated(from, old.Phase, old.Phase) {
		return false
	}
	home := s.targets[old.Target]
	t := *old
	r.stamp(&t, from, false)
	r.shown, r.seen = InstantOf(from.asked), InstantOf(from.at)
	t.RuleName = home.rules.names[t.Sync.RuleID]
	t.Odd = oddities(&t, from.at)
	s.tasks[i] = &t
	s.chunks.touch(i)
	home.poll(s.records, i, r.confirm || r.tagsDue())
	s.ages.follow(i, &t, r)
	return true
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
