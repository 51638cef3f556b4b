package ui

import (
	"strings"
	"time"

	"acrwatch/internal/cause"
	"acrwatch/poller"
)

// issue is a TaskIssue in words; one that is not known speaks for itself.
func (s *styles) issue(code string) string {
	if c, known := cause.Known(code); known {
		return s.Say(c.Words)
	}
	return code
}

// issueName is what stands for a TaskIssue at the head of its failures: the code, or what we call a failure without one.
func (s *styles) issueName(code string) string {
	if code == cause.NoIssue {
		return s.Say(cause.NoIssue)
	}
	if result, ok := strings.CutPrefix(code+" ", cause.Subscription); ok {
		return strings.TrimSpace(s.Say("SUBSCRIPTION %s", result))
	}
	return code
}

// groupKey is what the failures of one group have in common.
type groupKey struct {
	issue, from, to, rule string

	mixed bool // each failure has another rule
}

func groupOf(t *poller.Task) groupKey {
	from, to := t.Route()
	return groupKey{issue: cause.Issue(t), from: from, to: to, rule: cause.Rule(t)}
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
