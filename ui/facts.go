package ui

import (
	"strings"

	"acrwatch/internal/cause"
	"acrwatch/internal/units"
	"acrwatch/poller"
)

// factCell writes what the service says of a task and what does not move.
func (m *Model) factCell(out *line, c *fitted, t *poller.Task) {
	value := m.fact(t, c.name)
	if value == "" {
		value = units.Unknown
	}
	if c.number {
		out.number(m.styles.muted, value, c.width)
		return
	}
	out.cell(m.styles.muted, value, max(c.width-1, 0)).gap(1)
}

func (m *Model) fact(t *poller.Task, column string) string {
	from, to := t.Route()
	switch column {
	case "from":
		return from
	case "to":
		return to
	case "rule":
		return cause.Rule(t)
	case "moved":
		return sizeWord(t, t.Flow.Moved)
	case "size":
		return sizeWord(t, t.Flow.Size)
	case "age":
		if !t.Began().IsZero() {
			return m.styles.Duration(m.now.Sub(t.Began()))
		}
	case "priority":
		if t.Sync != nil {
			return count(t.Sync.Priority)
		}
	case "issue":
		return m.styles.issueName(cause.Issue(t))
	case "kind":
		return m.styles.Say(kindWord(t.Kind))
	case "batch":
		head, _, _ := strings.Cut(batchOf(t).id, "-")
		return head
	case "target":
		return m.target(t).Name
	case "id":
		return t.ID
	}
	return ""
}

// sizeWord is bytes of a task, unknown while it has not told its size.
func sizeWord(t *poller.Task, bytes int64) string {
	if !t.Flow.SizeKnown {
		return ""
	}
	return units.Bytes(bytes)
}
