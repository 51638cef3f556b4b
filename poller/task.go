package poller

import (
	"strings"
	"time"

	"acrwatch/api"
)

// Active says that the service can still move the task: it is not finished, and not gone.
func (t *Task) Active() bool { return !t.Phase.Finished() && !t.Gone }

// Image names what the task moves: "base/nginx:1.27" for a sync task, "quay → base/nginx" for a subscription.
func (t *Task) Image() string {
	switch {
	case t.Sync != nil:
		if name := t.Sync.From.Name(); name != "" {
			return name
		}
		return t.Sync.To.Name()
	case t.Subscription != nil:
		to := api.Image{Namespace: t.Subscription.Namespace, Repo: t.Subscription.Repo}.Name()
		if from := provider(t.Subscription); from != "" {
			return from + " → " + to
		}
		return to
	}
	return ""
}

// Route is where the task comes from and where it goes: regions, or instances when no region is told, and for a
// subscription the provider with the source repository, and the region of the instance.
func (t *Task) Route() (from, to string) {
	switch {
	case t.Sync != nil:
		return place(t.Sync.From), place(t.Sync.To)
	case t.Subscription != nil:
		source := api.Image{Namespace: t.Subscription.SourceNamespace, Repo: t.Subscription.SourceRepo}.Name()
		from = strings.Trim(provider(t.Subscription)+"/"+source, "/")
		return from, either(t.Region, t.Subscription.InstanceID)
	}
	return "", ""
}

// LastChanged is when the service says that the task last changed, or when we saw it finish if that was later; zero
// when neither is known.
func (t *Task) LastChanged() time.Time {
	var last time.Time
	switch {
	case t.Sync != nil && !t.Sync.Modified.IsZero():
		last = t.Sync.Modified.Time()
	case t.Subscription != nil && !t.Subscription.End.IsZero():
		last = t.Subscription.End
	}
	return latest(last, t.Finished.Time())
}

func place(i api.Image) string { return either(i.RegionID, i.InstanceID) }

// provider is the source of a subscription as people write it: DOCKER_HUB is docker-hub.
func provider(s *api.SubscriptionTask) string {
	return strings.ToLower(strings.ReplaceAll(s.SourceProvider, "_", "-"))
}

// StatusWord is where the task stands, in the words of the screen. A status that no document names is the service's own
// word, in lower case.
func (t *Task) StatusWord() string {
	switch {
	case t.Gone && !t.Phase.Finished():
		return "gone"
	case t.Flow.Stalled:
		return "stalled"
	case t.Kind == Subscription && t.Phase == api.PhaseRunning:
		return "pulling"
	case t.Phase == api.PhaseUnknown && t.Status() != "":
		return strings.ToLower(string(t.Status()))
	}
	return PhaseWord(t.Phase)
}

// Status is the status as the service wrote it; empty when it wrote none.
func (t *Task) Status() api.Status {
	switch {
	case t.Sync != nil:
		return t.Sync.Status
	case t.Subscription != nil:
		return t.Subscription.Status
	}
	return ""
}

// Reason is why the task failed, in the service's own words; empty when it did not fail or the service does not say.
func (t *Task) Reason() string {
	switch {
	case t.Phase != api.PhaseFailed:
		return ""
	case t.Sync != nil:
		return t.Sync.Issue
	case t.Subscription != nil:
		return strings.TrimSpace(t.Subscription.Message)
	}
	return ""
}

// Began is when the service says that the task began; zero when it did not say.
func (t *Task) Began() time.Time {
	switch {
	case t.Sync != nil:
		return t.Sync.Created.Time()
	case t.Subscription != nil:
		return t.Subscription.Start
	}
	return time.Time{}
}

// PhaseWord is a phase in the words of the screen.
func PhaseWord(p api.Phase) string {
	switch p {
	case api.PhaseQueued:
		return "queued"
	case api.PhaseRunning:
		return "syncing"
	case api.PhaseDone:
		return "done"
	case api.PhaseFailed:
		return "failed"
	case api.PhaseCanceled:
		return "canceled"
	}
	return "unknown"
}

// Settled says that there is nothing to wait for: all that was asked for is known, and no task is active.
func (s *Snapshot) Settled() bool { return s.Known() && s.Active == 0 }

// Known says that all that was asked for is known, as far as it can be: every target has answered well at least once and
// every list is complete or denied, or the search for each name of Options.Only is over.
func (s *Snapshot) Known() bool {
	for i := range s.Wanted {
		if !s.Wanted[i].Over() {
			return false
		}
	}
	if len(s.Wanted) > 0 {
		return true
	}
	for i := range s.Targets {
		t := &s.Targets[i]
		if t.LastOK.IsZero() {
			return false
		}
		for k := range t.Lists {
			if !t.Lists[k].Complete && t.Lists[k].Denied == nil {
				return false
			}
		}
	}
	return true
}
