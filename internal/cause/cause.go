// Package cause says what a failure of a task means, and whether trying again can help.
package cause

import (
	"strings"

	"acrwatch/api"
	"acrwatch/internal/tongue"
	"acrwatch/poller"
)

// Retry is whether trying a failed task again can help.
type Retry uint8

// What is known of trying again.
const (
	RetryUnknown Retry = iota
	RetryHelps
	RetryInVain
)

// Words is the answer as part of a sentence.
func (r Retry) Words() tongue.Text {
	switch r {
	case RetryHelps:
		return "a retry can help"
	case RetryInVain:
		return "a retry cannot help"
	}
	return "whether a retry helps is unknown"
}

// Cause is what a TaskIssue means. Source: GetRepoSyncTask and ListRepoSyncTask, TaskIssue; whether a retry can help is
// inferred from the meaning.
type Cause struct {
	Words tongue.Text // as part of a sentence
	More  tongue.Text // a sentence on what that implies; may be empty
	Retry Retry
}

var causes = map[string]Cause{
	"OSS_POLICY_UNAUTHORIZED": {"the destination may not write to its storage bucket", "Its service role lacks the OSS policy.", RetryInVain},
	"TAG_CONFLICT":            {"the tag exists at the destination and may not be overwritten", "", RetryInVain},
	"UNSUPPORTED_FORMAT":      {"the destination does not take this manifest or config format", "", RetryInVain},
	"INTERNAL_ERROR":          {"the service had a fault of its own", "", RetryHelps},
	"NETWORK_ERROR":           {"the link between the regions broke", "", RetryHelps},
	"DATA_LENGTH_EXCEEDED":    {"the manifest or config is too large", "", RetryInVain},
}

// What stands for a TaskIssue where the service gives none.
const (
	NoIssue      = "NO REASON GIVEN"
	Subscription = "SUBSCRIPTION " // the result follows, if there is one
)

// Known is the meaning of a TaskIssue that a document names.
func Known(code string) (Cause, bool) {
	c, known := causes[code]
	return c, known
}

// Of is the meaning of a failure's code; of one that no document names it says so.
func Of(code string) Cause {
	if c, known := causes[code]; known {
		return c
	}
	switch {
	case code == NoIssue:
		return Cause{Words: "the service says failed and nothing more"}
	case strings.HasPrefix(code+" ", Subscription):
		return Cause{Words: "the subscription ended without success", More: "Its tags tell which of them failed."}
	}
	return Cause{Words: "no document says what this code means"}
}

// Issue is why a task failed, as the service puts it, or what stands for that; empty while it has not failed.
func Issue(t *poller.Task) string {
	switch {
	case t.Phase != api.PhaseFailed:
		return ""
	case t.Subscription != nil:
		return strings.TrimSpace(Subscription + t.Subscription.Result)
	case t.Sync != nil && t.Sync.Issue != "":
		return t.Sync.Issue
	}
	return NoIssue
}

// Request is the id of the answer that told of a task, which the vendor's support asks for.
func Request(t *poller.Task) string {
	switch {
	case t.Sync != nil:
		return t.Sync.RequestID
	case t.Subscription != nil:
		return t.Subscription.RequestID
	}
	return ""
}

// Rule is the name of the rule that a task runs under, or its id while the name is not known.
func Rule(t *poller.Task) string {
	if t.RuleName == "" && t.Sync != nil {
		return t.Sync.RuleID
	}
	return t.RuleName
}
