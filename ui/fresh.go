package ui

import (
	"time"

	"acrwatch/api"
	"acrwatch/internal/units"
	"acrwatch/poller"
)

const (
	// staleAfter is three of the longest intervals between two questions about an active task.
	staleAfter = 45 * time.Second
	// failingAfter lets a single lost answer pass without a word.
	failingAfter = 3 * time.Second
)

// freshness says in words why a task's figures are old, and nothing while they are not. Finished tasks do not age.
func (m *Model) freshness(t *poller.Task) string {
	if t.Phase.Finished() || t.Gone {
		return ""
	}
	if d := m.denied(t); d != nil {
		return "not permitted"
	}
	if home := m.target(t); m.failing(home) > failingAfter {
		return failingWord(home.Err) + " " + units.Duration(m.failing(home))
	}
	last := heard(t)
	if last.IsZero() {
		return "not asked yet"
	}
	if age := m.now.Sub(last); age > staleAfter {
		return "not asked " + units.Duration(age)
	}
	return ""
}

// heard is when the service last said something about a task.
func heard(t *poller.Task) time.Time {
	if t.Listed.After(t.Answered) {
		return t.Listed
	}
	return t.Answered
}

func (m *Model) denied(t *poller.Task) *api.Error {
	return m.target(t).Lists[t.Kind].Denied
}

func (m *Model) target(t *poller.Task) *poller.Target { return &m.snap.Targets[t.Target] }

// failing is for how long a target's calls have been failing.
func (m *Model) failing(t *poller.Target) time.Duration {
	if t.Err == nil || t.FailingSince.IsZero() {
		return 0
	}
	return m.now.Sub(t.FailingSince)
}

// age is how old the oldest target's last good answer is, and whether each has given one.
func (m *Model) age() (time.Duration, bool) {
	var oldest time.Duration
	for i := range m.snap.Targets {
		last := m.snap.Targets[i].LastOK
		if last.IsZero() {
			return 0, false
		}
		oldest = max(oldest, m.now.Sub(last))
	}
	return oldest, true
}
