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
	return t.LayerCount()
}

// partsView is which rows of the table of parts are on screen, without its head.
type partsView struct {
	offset, height int
	rows           int // all of them: parts, and the headings of manifests
}

func (m *Model) partsView(l layout) partsView {
	_, rows, _ := m.sideHeights(l)
	return m.partsViewIn(l, rows)
}

// partsViewIn is that of a table that has so many rows, with its head.
func (m *Model) partsViewIn(l layout, rows int) partsView {
	if m.headed() {
		rows--
	}
	t, width := m.current(), m.sideWidth(l)
	switch {
	case partCount(t) == 0:
		return partsView{}
	case t.Kind == poller.Subscription:
		height, _ := m.beside(rows, m.tagMore(t, width))
		w := m.parts
		w.fit(len(t.Tags), height)
		return partsView{w.offset, height, len(t.Tags)}
	}
	height, _ := m.beside(rows, m.layerMore(m.styles.layerColumns(width), width))
	return partsView{m.layers.fit(m.parts, height).offset, height, len(m.layers.rows)}
}

// settleParts keeps the window of the parts inside what it shows.
func (m *Model) settleParts(v partsView) {
	t, height := m.current(), max(v.height, 1)
	if t != nil && t.Kind == poller.Sync {
		m.parts = m.layers.fit(m.parts, height)
		return
	}
	m.parts.fit(partCount(t), height)
}

// partAt is the part in a row of the table on screen, -1 where there is none.
func (m *Model) partAt(l layout, y int) int {
	v := m.partsView(l)
	row := v.offset + y
	switch {
	case y < 0 || y >= v.height || row >= v.rows:
		return -1
	case m.current().Kind == poller.Subscription:
		return row
	}
	return max(m.layers.rows[row], -1)
}

// wheelParts moves what is seen of the parts by n rows; the cursor goes along only as far as it must to stay in sight.
func (m *Model) wheelParts(l layout, n int) {
	v := m.partsView(l)
	m.parts.offset = max(min(v.offset+n, v.rows-v.height), 0)
	first, last := m.parts.offset, m.parts.offset+v.height-1
	if t := m.current(); t != nil && t.Kind == poller.Sync {
		first, last = m.layers.within(first, last)
	}
	m.parts.cursor = max(min(max(m.parts.cursor, first), last), 0)
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
