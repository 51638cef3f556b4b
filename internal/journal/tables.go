package journal

import "acrwatch/api"

// classNames are the classes of errors as a recording has them, by their number.
var classNames = []string{
	api.ClassRejected:       "refused",
	api.ClassThrottled:      "throttled",
	api.ClassDenied:         "denied",
	api.ClassBadCredentials: "bad-credentials",
	api.ClassExpired:        "expired",
	api.ClassClock:          "clock",
	api.ClassNotFound:       "not-found",
	api.ClassServer:         "server",
	api.ClassNetwork:        "network",
	api.ClassBadAnswer:      "bad-answer",
}

// The names that nearly every answer has are short: there are millions of them in a recording.

var layerTable = table[api.Layer]{
	key: func(l *api.Layer) *string { return &l.ID },
	fields: []field[api.Layer]{
		{"i", veilID, func(l *api.Layer) any { return &l.ID }},
		{"s", bare, func(l *api.Layer) any { return &l.Status }},
		{"m", bare, func(l *api.Layer) any { return &l.Synced }},
		{"size", bare, func(l *api.Layer) any { return &l.Size }},
		{"digest", veilDigest, func(l *api.Layer) any { return &l.Digest }},
		{"artifact", veilDigest, func(l *api.Layer) any { return &l.ArtifactDigest }},
	},
}

var syncTable = table[api.SyncTask]{
	key: func(t *api.SyncTask) *string { return &t.ID },
	fields: []field[api.SyncTask]{
		{"i", veilID, func(t *api.SyncTask) any { return &t.ID }},
		{"q", veilRequest, func(t *api.SyncTask) any { return (*requestID)(&t.RequestID) }},
		{"s", bare, func(t *api.SyncTask) any { return &t.Status }},
		{"m", bare, func(t *api.SyncTask) any { return &t.Synced }},
		{"l", bare, func(t *api.SyncTask) any { return &t.Layers }},
		{"code", bare, func(t *api.SyncTask) any { return &t.Code }},
		{"success", bare, func(t *api.SyncTask) any { return &t.Success }},
		{"rule", veilID, func(t *api.SyncTask) any { return &t.RuleID }},
		{"batch", veilID, func(t *api.SyncTask) any { return &t.BatchID }},
		{"trigger", bare, func(t *api.SyncTask) any { return &t.Trigger }},
		{"issue", bare, func(t *api.SyncTask) any { return &t.Issue }},
		{"progress", bare, func(t *api.SyncTask) any { return &t.Progress }},
		{"accelerated", bare, func(t *api.SyncTask) any { return &t.Accelerated }},
		{"cross-account", bare, func(t *api.SyncTask) any { return &t.CrossAccount }},
		{"custom-link", bare, func(t *api.SyncTask) any { return &t.CustomLink }},
		{"link", veilID, func(t *api.SyncTask) any { return &t.LinkID }},
		{"priority", bare, func(t *api.SyncTask) any { return &t.Priority }},
		{"from-region", veilRegion, func(t *api.SyncTask) any { return &t.From.RegionID }},
		{"from-instance", veilID, func(t *api.SyncTask) any { return &t.From.InstanceID }},
		{"from-namespace", veilNamespace, func(t *api.SyncTask) any { return &t.From.Namespace }},
		{"from-repo", veilRepo, func(t *api.SyncTask) any { return &t.From.Repo }},
		{"from-tag", veilTag, func(t *api.SyncTask) any { return &t.From.Tag }},
		{"to-region", veilRegion, func(t *api.SyncTask) any { return &t.To.RegionID }},
		{"to-instance", veilID, func(t *api.SyncTask) any { return &t.To.InstanceID }},
		{"to-namespace", veilNamespace, func(t *api.SyncTask) any { return &t.To.Namespace }},
		{"to-repo", veilRepo, func(t *api.SyncTask) any { return &t.To.Repo }},
		{"to-tag", veilTag, func(t *api.SyncTask) any { return &t.To.Tag }},
		{"created", bare, func(t *api.SyncTask) any { return &t.Created }},
		{"modified", bare, func(t *api.SyncTask) any { return &t.Modified }},
	},
}

var subscriptionTable = table[api.SubscriptionTask]{
	key: func(t *api.SubscriptionTask) *string { return &t.ID },
	fields: []field[api.SubscriptionTask]{
		{"i", veilID, func(t *api.SubscriptionTask) any { return &t.ID }},
		{"q", veilRequest, func(t *api.SubscriptionTask) any { return (*requestID)(&t.RequestID) }},
		{"s", bare, func(t *api.SubscriptionTask) any { return &t.Status }},
		{"result", bare, func(t *api.SubscriptionTask) any { return &t.Result }},
		{"subscribed", bare, func(t *api.SubscriptionTask) any { return &t.TagSubscribed }},
		{"tags", bare, func(t *api.SubscriptionTask) any { return &t.TagTotal }},
		{"code", bare, func(t *api.SubscriptionTask) any { return &t.Code }},
		{"success", bare, func(t *api.SubscriptionTask) any { return &t.Success }},
		{"instance", veilID, func(t *api.SubscriptionTask) any { return &t.InstanceID }},
		{"type", bare, func(t *api.SubscriptionTask) any { return &t.Type }},
		{"artifact-type", bare, func(t *api.SubscriptionTask) any { return &t.ArtifactType }},
		{"provider", bare, func(t *api.SubscriptionTask) any { return &t.SourceProvider }},
		{"from-type", bare, func(t *api.SubscriptionTask) any { return &t.SourceRepoType }},
		{"from-namespace", veilNamespace, func(t *api.SubscriptionTask) any { return &t.SourceNamespace }},
		{"from-repo", veilRepo, func(t *api.SubscriptionTask) any { return &t.SourceRepo }},
		{"namespace", veilNamespace, func(t *api.SubscriptionTask) any { return &t.Namespace }},
		{"repo", veilRepo, func(t *api.SubscriptionTask) any { return &t.Repo }},
		{"start", bare, func(t *api.SubscriptionTask) any { return &t.Start }},
		{"end", bare, func(t *api.SubscriptionTask) any { return &t.End }},
		{"message", veilMessage, func(t *api.SubscriptionTask) any { return &t.Message }},
	},
}

var tagTable = table[api.TagResult]{
	key: func(t *api.TagResult) *string { return &t.Tag },
	fields: []field[api.TagResult]{
		{"i", veilTag, func(t *api.TagResult) any { return &t.Tag }},
		{"s", bare, func(t *api.TagResult) any { return &t.Status }},
		{"result", bare, func(t *api.TagResult) any { return &t.Result }},
		{"instance", veilID, func(t *api.TagResult) any { return &t.InstanceID }},
		{"task", veilID, func(t *api.TagResult) any { return &t.TaskID }},
		{"namespace", veilNamespace, func(t *api.TagResult) any { return &t.Namespace }},
		{"repo", veilRepo, func(t *api.TagResult) any { return &t.Repo }},
		{"start", bare, func(t *api.TagResult) any { return &t.Start }},
		{"end", bare, func(t *api.TagResult) any { return &t.End }},
	},
}

var instanceTable = table[api.Instance]{
	key: func(i *api.Instance) *string { return &i.ID },
	fields: []field[api.Instance]{
		{"i", veilID, func(i *api.Instance) any { return &i.ID }},
		{"s", bare, func(i *api.Instance) any { return &i.Status }},
		{"name", veilInstance, func(i *api.Instance) any { return &i.Name }},
		{"specification", bare, func(i *api.Instance) any { return &i.Specification }},
		{"issue", bare, func(i *api.Instance) any { return &i.Issue }},
		{"region", veilRegion, func(i *api.Instance) any { return &i.RegionID }},
		{"resource-group", veilID, func(i *api.Instance) any { return &i.ResourceGroup }},
		{"created", bare, func(i *api.Instance) any { return &i.Created }},
		{"modified", bare, func(i *api.Instance) any { return &i.Modified }},
	},
}

var ruleTable = table[api.SyncRule]{
	key: func(r *api.SyncRule) *string { return &r.ID },
	fields: []field[api.SyncRule]{
		{"i", veilID, func(r *api.SyncRule) any { return &r.ID }},
		{"name", veilRule, func(r *api.SyncRule) any { return &r.Name }},
		{"scope", bare, func(r *api.SyncRule) any { return &r.Scope }},
		{"trigger", bare, func(r *api.SyncRule) any { return &r.Trigger }},
		{"direction", bare, func(r *api.SyncRule) any { return &r.Direction }},
		{"tag-filter", veilFilter, func(r *api.SyncRule) any { return &r.TagFilter }},
		{"repo-filter", veilFilter, func(r *api.SyncRule) any { return &r.RepoFilter }},
		{"local-region", veilRegion, func(r *api.SyncRule) any { return &r.LocalRegion }},
		{"local-instance", veilID, func(r *api.SyncRule) any { return &r.LocalInstance }},
		{"local-namespace", veilNamespace, func(r *api.SyncRule) any { return &r.LocalNamespace }},
		{"local-repo", veilRepo, func(r *api.SyncRule) any { return &r.LocalRepo }},
		{"target-region", veilRegion, func(r *api.SyncRule) any { return &r.TargetRegion }},
		{"target-instance", veilID, func(r *api.SyncRule) any { return &r.TargetInstance }},
		{"target-namespace", veilNamespace, func(r *api.SyncRule) any { return &r.TargetSpace }},
		{"target-repo", veilRepo, func(r *api.SyncRule) any { return &r.TargetRepo }},
		{"cross-account", bare, func(r *api.SyncRule) any { return &r.CrossAccount }},
		{"created", bare, func(r *api.SyncRule) any { return &r.Created }},
		{"modified", bare, func(r *api.SyncRule) any { return &r.Modified }},
	},
}

// head is what a page says beside its rows.
type head struct {
	api.Reply
	number, size int
	total        api.Optional[int64]
}

var headTable = table[head]{
	fields: []field[head]{
		{"q", veilRequest, func(h *head) any { return (*requestID)(&h.RequestID) }},
		{"code", bare, func(h *head) any { return &h.Code }},
		{"success", bare, func(h *head) any { return &h.Success }},
		{"page", bare, func(h *head) any { return &h.number }},
		{"size", bare, func(h *head) any { return &h.size }},
		{"total", bare, func(h *head) any { return &h.total }},
	},
}

var errorTable = table[api.Error]{
	fields: []field[api.Error]{
		{"class", bare, func(e *api.Error) any { return &e.Class }},
		{"operation", bare, func(e *api.Error) any { return &e.Operation }},
		{"code", bare, func(e *api.Error) any { return &e.Code }},
		{"message", veilMessage, func(e *api.Error) any { return &e.Message }},
		{"q", veilRequest, func(e *api.Error) any { return (*requestID)(&e.RequestID) }},
		{"http", bare, func(e *api.Error) any { return &e.HTTPStatus }},
		{"retry-after", bare, func(e *api.Error) any { return &e.RetryAfter }},
		{"action", bare, func(e *api.Error) any { return &e.Action }},
		{"resource", veilAccount, func(e *api.Error) any { return &e.Resource }},
		{"credential", veilAccount, func(e *api.Error) any { return &e.Credential }},
	},
}

var keysTable = table[api.CredentialState]{
	fields: []field[api.CredentialState]{
		{"source", veilAccount, func(k *api.CredentialState) any { return &k.Source }},
		{"file", veilAccount, func(k *api.CredentialState) any { return &k.File }},
		{"refreshed", bare, func(k *api.CredentialState) any { return &k.Refreshed }},
		{"failing-since", bare, func(k *api.CredentialState) any { return &k.FailingSince }},
		{"reason", veilMessage, func(k *api.CredentialState) any { return &k.Reason }},
		{"expiry", bare, func(k *api.CredentialState) any { return &k.Expiry }},
	},
}
