package ui

import "slices"

// sort is how the view that is shown is sorted.
func (m *Model) sort() sortBy {
	switch m.view {
	case batchesView:
		return m.batches.by()
	case failuresView:
		return m.failures.by
	}
	return m.index.by()
}

// sortColumns are what the view can be sorted by here: the columns on screen.
func (m *Model) sortColumns() []string {
	if m.view == failuresView {
		return failureOrders
	}
	cells := m.fittedColumns(m.layout().list)
	names := make([]string, len(cells))
	for i, c := range cells {
		names[i] = c.name
	}
	if len(names) == 0 || !slices.Contains(names, attentionColumn) {
		names = append([]string{attentionColumn}, names...)
	}
	return names
}

// sortNext sorts by the next column.
func (m *Model) sortNext() {
	names := m.sortColumns()
	at := slices.Index(names, m.sort().column)
	m.sortBy(sortBy{column: names[(at+1)%len(names)]})
}

// sortBy sorts the view that is shown by what its rows are now. The cursor stays on its row.
func (m *Model) sortBy(by sortBy) {
	m.rows().sortBy(by, m.now)
	if at, found := m.findRow(m.row); found {
		m.list.cursor = at
	}
	m.sayOrder(by)
}
