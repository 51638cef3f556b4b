package report

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"acrwatch/api"
	"acrwatch/internal/cause"
	"acrwatch/poller"
)

// failureKey is what the failures of a group have in common.
type failureKey struct{ issue, from, to, rule string }

// toldFailures are the failures in groups, the largest first.
func (a *analysis) toldFailures() []FailureGroup {
	groups := []FailureGroup{}
	places := map[failureKey]int{}
	for _, k := range a.order {
		t := k.task
		if t.Phase != api.PhaseFailed {
			continue
		}
		key := failureKey{issue: cause.Issue(t), rule: cause.Rule(t)}
		key.from, key.to = t.Route()
		i, known := places[key]
		if !known {
			i = len(groups)
			places[key] = i
			groups = append(groups, groupOf(key))
		}
		groups[i].Tasks = append(groups[i].Tasks, failureOf(k))
	}
	for i := range groups {
		groups[i].sum()
	}
	slices.SortStableFunc(groups, func(a, b FailureGroup) int {
		return cmp.Or(-cmp.Compare(len(a.Tasks), len(b.Tasks)), strings.Compare(a.Issue, b.Issue))
	})
	return groups
}

func groupOf(key failureKey) FailureGroup {
	c := cause.Of(key.issue)
	meaning := capital(string(c.Words)) + "."
	if c.More != "" {
		meaning += " " + string(c.More)
	}
	return FailureGroup{
		Issue: key.issue, Meaning: meaning, Retry: retryName(c.Retry), From: key.from, To: key.to, Rule: key.rule,
	}
}

// retryName is whether a retry can help, for programs.
func retryName(r cause.Retry) string {
	switch r {
	case cause.RetryHelps:
		return "helps"
	case cause.RetryInVain:
		return "in vain"
	}
	return "unknown"
}

func failureOf(k *track) Failure {
	t := k.task
	f := Failure{ID: t.ID, Kind: kindWord(t.Kind), Image: t.Image(), RequestID: cause.Request(t), At: Time{k.ended}}
	f.Reached, f.Size = bytesOf(t)
	f.Tags, f.TagsOf = tagsOf(t)
	if t.Subscription != nil {
		f.Message = t.Subscription.Message
	}
	return f
}

// sum orders the failures by their time, and sums up how far they came.
func (g *FailureGroup) sum() {
	slices.SortStableFunc(g.Tasks, func(a, b Failure) int { return a.At.Compare(b.At.Time) })
	g.Reached = some(int64(0))
	for _, f := range g.Tasks {
		if f.Reached == nil {
			g.Reached = nil
			return
		}
		g.Reached = plus(g.Reached, f.Reached)
	}
}

// toldStalls are the stalls, the longest first.
func (a *analysis) toldStalls() []Stall {
	stalls := []Stall{}
	for _, k := range a.order {
		for _, span := range k.stalls {
			stalls = append(stalls, a.stallOf(k.task, span))
		}
	}
	slices.SortStableFunc(stalls, func(a, b Stall) int {
		return cmp.Or(-cmp.Compare(a.Seconds, b.Seconds), a.Since.Compare(b.Since.Time))
	})
	return stalls
}

func (a *analysis) stallOf(t *poller.Task, span stallSpan) Stall {
	s := Stall{ID: t.ID, Image: t.Image(), Since: Time{span.since}, Until: Time{span.until}, End: span.end, Layers: span.layers}
	s.From, s.To = t.Route()
	until := span.until
	if until.IsZero() {
		until, s.End = a.to, "open"
	}
	s.Seconds = max(seconds(until.Sub(span.since)), 0)
	return s
}

// capital begins a sentence with a capital letter.
func capital(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:]
}
