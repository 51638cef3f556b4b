package poller

import "acrwatch/api"

// mergeSync lays a newer answer over an older one. The list gives times and links, the get gives bytes and layers:
// what the newer one leaves out is kept, because leaving out is not denying.
func mergeSync(older, newer api.SyncTask) api.SyncTask {
	m := newer
	m.Reply = mergeReply(older.Reply, newer.Reply)
	m.ID = kept(newer.ID, older.ID)
	m.RuleID = kept(newer.RuleID, older.RuleID)
	m.BatchID = kept(newer.BatchID, older.BatchID)
	m.Status = kept(newer.Status, older.Status)
	m.Trigger = kept(newer.Trigger, older.Trigger)
	m.LinkID = kept(newer.LinkID, older.LinkID)
	m.Progress = known(newer.Progress, older.Progress)
	m.Synced = known(newer.Synced, older.Synced)
	m.Accelerated = known(newer.Accelerated, older.Accelerated)
	m.CrossAccount = known(newer.CrossAccount, older.CrossAccount)
	m.CustomLink = known(newer.CustomLink, older.CustomLink)
	m.Priority = known(newer.Priority, older.Priority)
	m.From = mergeImage(older.From, newer.From)
	m.To = mergeImage(older.To, newer.To)
	m.Created = dated(newer.Created, older.Created)
	m.Modified = dated(newer.Modified, older.Modified)
	if m.Layers == nil {
		m.Layers = older.Layers
	}
	// Only one of the two answers is documented to give the reason of a failure, and only a failure has one.
	if m.Issue == "" && m.Phase() == api.PhaseFailed {
		m.Issue = older.Issue
	}
	return m
}

// mergeSubscription lays a newer answer over an older one. The result and the end belong to the status they came
// with, so an older one is kept only for a task that is over.
func mergeSubscription(older, newer api.SubscriptionTask) api.SubscriptionTask {
	m := newer
	m.Reply = mergeReply(older.Reply, newer.Reply)
	m.ID = kept(newer.ID, older.ID)
	m.InstanceID = kept(newer.InstanceID, older.InstanceID)
	m.Status = kept(newer.Status, older.Status)
	m.Type = kept(newer.Type, older.Type)
	m.ArtifactType = kept(newer.ArtifactType, older.ArtifactType)
	m.SourceProvider = kept(newer.SourceProvider, older.SourceProvider)
	m.SourceRepoType = kept(newer.SourceRepoType, older.SourceRepoType)
	m.SourceNamespace = kept(newer.SourceNamespace, older.SourceNamespace)
	m.SourceRepo = kept(newer.SourceRepo, older.SourceRepo)
	m.Namespace = kept(newer.Namespace, older.Namespace)
	m.Repo = kept(newer.Repo, older.Repo)
	m.TagTotal = known(newer.TagTotal, older.TagTotal)
	m.TagSubscribed = known(newer.TagSubscribed, older.TagSubscribed)
	m.Start = dated(newer.Start, older.Start)
	m.Message = kept(newer.Message, older.Message)
	if m.Status == older.Status && m.Phase().Finished() {
		m.Result = kept(newer.Result, older.Result)
		m.End = dated(newer.End, older.End)
	}
	return m
}

func mergeReply(older, newer api.Reply) api.Reply {
	if newer.RequestID == "" && newer.Code == "" {
		return older
	}
	return newer
}

func mergeImage(older, newer api.Image) api.Image {
	return api.Image{
		RegionID:   kept(newer.RegionID, older.RegionID),
		InstanceID: kept(newer.InstanceID, older.InstanceID),
		Namespace:  kept(newer.Namespace, older.Namespace),
		Repo:       kept(newer.Repo, older.Repo),
		Tag:        kept(newer.Tag, older.Tag),
	}
}

// kept is the newer text unless it says nothing, or nothing new: the older one is often shared with the rows of a page.
func kept[T ~string](newer, older T) T {
	if newer == "" || newer == older {
		return older
	}
	return newer
}

func either[T ~string](a, b T) T {
	if a != "" {
		return a
	}
	return b
}

func known[T any](a, b api.Optional[T]) api.Optional[T] {
	if a.Known {
		return a
	}
	return b
}

func dated[T interface{ IsZero() bool }](a, b T) T {
	if !a.IsZero() {
		return a
	}
	return b
}
