package ui

import (
	"time"

	"acrwatch/poller"
)

// freshness says in words why a task's figures are old, and nothing while they are not.
func (m *Model) freshness(t *poller.Task) string {
	home := m.target(t)
	switch why, age := t.Freshness(home, m.now); why {
	case poller.NotPermitted:
		return m.styles.Say("not permitted")
	case poller.CallsFail:
		return m.styles.Say("%s %s", failingText(home.Err), m.styles.Duration(age))
	case poller.NeverHeard:
		return m.styles.Say("not asked yet")
	case poller.NotHeard:
		return m.styles.Say("not asked %s", m.styles.Duration(age))
	}
	return ""
}

func (m *Model) target(t *poller.Task) *poller.Target { return &m.snap.Targets[t.Target] }

// age is how old the last good answer is of the target that was heard of least lately, and how many targets have given one.
func (m *Model) age() (oldest time.Duration, answered int) {
	for i := range m.snap.Targets {
		if last := m.snap.Targets[i].LastOK; !last.IsZero() {
			oldest, answered = max(oldest, m.now.Sub(last)), answered+1
		}
	}
	return oldest, answered
}
