package ui

import (
	tea "charm.land/bubbletea/v2"

	"acrwatch/internal/query"
)

// startFilter opens the input on the filter that stands.
func (m *Model) startFilter() tea.Cmd {
	m.mode = filtering
	m.opened, m.focus, m.zoomed = false, listPane, false
	m.input.CursorEnd()
	return m.input.Focus()
}

// editFilter gives a message to the input and filters by what it says now. While it cannot be read, the last good
// filter stays; a term that is still being typed does not count yet.
func (m *Model) editFilter(msg tea.Msg) tea.Cmd {
	before := m.input.Value()
	var cmd tea.Cmd
	m.input, cmd = m.input.Update(msg)
	if m.input.Value() != before {
		m.applyFilter()
	}
	return cmd
}

func (m *Model) applyFilter() {
	q, err := query.Parse(m.input.Value())
	m.filterErr = err
	if err != nil && !query.Incomplete(err) {
		return
	}
	m.setQuery(q)
	m.list.cursor = 0
	if at, ok := m.findRow(m.row); ok {
		m.list.cursor = at
	}
}

// keepFilter closes the input; a filter that cannot be read is given up for the last good one only when it is typed
// over, so its text stays too.
func (m *Model) keepFilter() {
	m.mode = browse
	m.input.Blur()
}

// filterMistake is what is wrong with the filter, nil while it may only be waiting for the next letter.
func (m *Model) filterMistake() error {
	if m.mode == filtering && query.Incomplete(m.filterErr) {
		return nil
	}
	return m.filterErr
}

func (m *Model) clearFilter() {
	m.input.SetValue("")
	m.applyFilter()
	m.keepFilter()
}
