package ui

import (
	"acrwatch/poller"
)

// partCount is how many parts a task has.
func partCount(t *poller.Task) int {
	if t == nil {
		return 0
	}
	if t.Kind == poller.Subscription {
		return len(t.Tags)
	}
	return len(t.Parts)
}

// settleParts keeps the window of the parts inside what it shows.
func (m *Model) settleParts(rows int) {
	t := m.current()
	if t != nil && t.Kind == poller.Sync {
		m.parts = m.layers.fit(m.parts, max(rows, 1))
		return
	}
	m.parts.fit(partCount(t), max(rows, 1))
}

// headed says whether the parts have a line of heads; between list and layers the divider serves as one.
func (m *Model) headed() bool { return m.sideAlone() || m.layout().shape != stacked }

// partsLines is the layer or tag table in exactly rows rows: a head, the window, and what the cursor's row has more.
func (m *Model) partsLines(t *poller.Task, width, rows int) []string {
	if rows <= 0 || t == nil {
		return nil
	}
	var lines []string
	if t.Kind == poller.Subscription {
		lines = m.tagLines(t, width, rows)
	} else {
		lines = m.layerLines(t, width, rows)
	}
	for len(lines) < rows {
		lines = append(lines, newLine(width).String())
	}
	return lines[:rows]
}

// beside is how many of rows are left for the parts when more stands under them, and what of more fits. A card that was
// asked for leaves the parts one row at least; anything else goes when there are few.
func (m *Model) beside(rows int, more []string) (int, []string) {
	const few = 3
	if fit := rows - len(more); fit >= few {
		return fit, more
	}
	if !m.carded() || rows < 2 {
		return rows, nil
	}
	return 1, more[:min(rows-1, len(more))]
}

// carded says that the part under the cursor is shown in full.
func (m *Model) carded() bool { return m.card && m.focus == partsPane }
