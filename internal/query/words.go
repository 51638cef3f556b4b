package query

import "acrwatch/poller"

// Each of these asks has about one text after the other, until it says yes.

func namespaceTexts(t *poller.Task, _ *poller.Target, has func(string) bool) bool {
	if t.Sync != nil {
		return has(t.Sync.From.Namespace) || has(t.Sync.To.Namespace)
	}
	return t.Subscription != nil && (has(t.Subscription.Namespace) || has(t.Subscription.SourceNamespace))
}

func repoTexts(t *poller.Task, _ *poller.Target, has func(string) bool) bool {
	if t.Sync != nil {
		return has(t.Sync.From.Repo) || has(t.Sync.To.Repo)
	}
	return t.Subscription != nil && (has(t.Subscription.Repo) || has(t.Subscription.SourceRepo))
}

func tagTexts(t *poller.Task, _ *poller.Target, has func(string) bool) bool {
	if t.Sync != nil {
		return has(t.Sync.From.Tag) || has(t.Sync.To.Tag)
	}
	for i := range t.Tags {
		if has(t.Tags[i].Tag) {
			return true
		}
	}
	return false
}

func fromTexts(t *poller.Task, _ *poller.Target, has func(string) bool) bool {
	if t.Sync != nil {
		return has(t.Sync.From.RegionID) || has(t.Sync.From.InstanceID)
	}
	from, _ := t.Route()
	return has(from)
}

func toTexts(t *poller.Task, _ *poller.Target, has func(string) bool) bool {
	if t.Sync != nil {
		return has(t.Sync.To.RegionID) || has(t.Sync.To.InstanceID)
	}
	return has(t.Region) || t.Subscription != nil && has(t.Subscription.InstanceID)
}

func regionTexts(t *poller.Task, _ *poller.Target, has func(string) bool) bool {
	return has(t.Region) || t.Sync != nil && (has(t.Sync.From.RegionID) || has(t.Sync.To.RegionID))
}

func ruleTexts(t *poller.Task, _ *poller.Target, has func(string) bool) bool {
	return has(t.RuleName) || t.Sync != nil && has(t.Sync.RuleID)
}

func batchTexts(t *poller.Task, _ *poller.Target, has func(string) bool) bool {
	return t.Sync != nil && has(t.Sync.BatchID)
}

// issueTexts leaves out what a subscription says while all is well.
func issueTexts(t *poller.Task, _ *poller.Target, has func(string) bool) bool {
	if t.Sync != nil {
		return has(t.Sync.Issue)
	}
	return t.Subscription != nil && StatusOf(t)&Failed != 0 && (has(t.Subscription.Result) || has(t.Subscription.Message))
}

func targetTexts(_ *poller.Task, home *poller.Target, has func(string) bool) bool {
	return has(home.Name) || has(home.Instance)
}

func idTexts(t *poller.Task, _ *poller.Target, has func(string) bool) bool { return has(t.ID) }
