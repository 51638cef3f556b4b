package ui

import (
	"strings"
	"time"

	"acrwatch/api"
	"acrwatch/poller"
)

// retry is whether trying a failed task again can help.
type retry uint8

const (
	retryUnknown retry = iota
	retryHelps
	retryInVain
)

// cause is what a TaskIssue means. Source: GetRepoSyncTask and ListRepoSyncTask, TaskIssue; whether a retry can help is
// inferred from the meaning.
type cause struct {
	words string // as part of a sentence
	more  string // a sentence on what that implies; may be empty
	retry retry
}

var causes = map[string]cause{
	"OSS_POLICY_UNAUTHORIZED": {"the destination may not write to its storage bucket", "Its service role lacks the OSS policy.", retryInVain},
	"TAG_CONFLICT":            {"the tag exists at the destination and may not be overwritten", "", retryInVain},
	"UNSUPPORTED_FORMAT":      {"the destination does not take this manifest or config format", "", retryInVain},
	"INTERNAL_ERROR":          {"the service had a fault of its own", "", retryHelps},
	"NETWORK_ERROR":           {"the link between the regions broke", "", retryHelps},
	"DATA_LENGTH_EXCEEDED":    {"the manifest or config is too large", "", retryInVain},
}

// What stands for a TaskIssue where the service gives none.
const (
	noIssue           = "NO REASON GIVEN"
	subscriptionIssue = "SUBSCRIPTION "
)

// causeOf is the meaning of a failure's code; one that no document names speaks for itself.
func causeOf(code string) cause {
	if c, known := causes[code]; known {
		return c
	}
	switch {
	case code == noIssue:
		return cause{words: "the service says failed and nothing more"}
	case strings.HasPrefix(code, subscriptionIssue):
		return cause{words: "the subscription ended without success", more: "Its tags tell which of them failed."}
	}
	return cause{words: "no document says what this code means"}
}

// issue is a TaskIssue in words; one that is not known speaks for itself.
func issue(code string) string {
	if c, known := causes[code]; known {
		return c.words
	}
	return code
}

var retryWords = map[retry]string{
	retryUnknown: "whether a retry helps is unknown",
	retryHelps:   "a retry can help",
	retryInVain:  "a retry cannot help",
}

// issueOf is why a task failed, as the service puts it; empty while it has not failed.
func issueOf(t *poller.Task) string {
	switch {
	case t.Phase != api.PhaseFailed:
		return ""
	case t.Subscription != nil:
		return strings.TrimSpace(subscriptionIssue + t.Subscription.Result)
	case t.Sync != nil && t.Sync.Issue != "":
		return t.Sync.Issue
	}
	return noIssue
}

// requestOf is the id of the answer that told of a task, which the vendor's support asks for.
func requestOf(t *poller.Task) string {
	switch {
	case t.Sync != nil:
		return t.Sync.RequestID
	case t.Subscription != nil:
		return t.Subscription.RequestID
	}
	return ""
}

// groupKey is what the failures of one group have in common.
type groupKey struct {
	issue, from, to, rule string

	mixed bool // each failure has another rule
}

func groupOf(t *poller.Task) groupKey {
	from, to := t.Route()
	return groupKey{issue: issueOf(t), from: from, to: to, rule: ruleWord(t)}
}

// group is the failures of one cause on one route under one rule, the newest first.
type group struct {
	key            groupKey
	members        []int32
	moved          int64 // bytes reached by all of them, reported
	slow           bool  // none of them was accelerated
	oldest, newest time.Time
}

// add sums the members up.
func (g *group) add(tasks poller.Tasks) {
	g.moved, g.slow, g.oldest, g.newest = 0, true, time.Time{}, time.Time{}
	for _, i := range g.members {
		t := tasks.At(int(i))
		g.moved += t.Flow.Moved
		g.slow = g.slow && t.Sync != nil && t.Sync.Accelerated.Known && !t.Sync.Accelerated.Value
		g.span(t.LastChanged())
	}
}

func (g *group) span(at time.Time) {
	if at.IsZero() {
		return
	}
	if g.oldest.IsZero() || at.Before(g.oldest) {
		g.oldest = at
	}
	if at.After(g.newest) {
		g.newest = at
	}
}
