package ui

import (
	tea "charm.land/bubbletea/v2"

	"acrwatch/internal/query"
)

// startFilter opens the input on the filter that stands.
func (m *Model) startFilter() tea.Cmd {
	m.mode, m.filter.from = filtering, m.row
	m.opened, m.focus, m.zoomed = false, listPane, false
	m.input.CursorEnd()
	m.filter.complete(&m.styles, &m.input)
	return m.input.Focus()
}

// editFilter gives a message to the input and filters by what it says now. While it cannot be read, the last good
// filter stays; a term that is still being typed does not count yet.
func (m *Model) editFilter(msg tea.Msg) tea.Cmd {
	text, at := m.input.Value(), m.input.Position()
	var cmd tea.Cmd
	m.input, cmd = m.input.Update(msg)
	if m.input.Value() != text {
		m.applyFilter()
	}
	if m.input.Value() != text || m.input.Position() != at {
		m.filter.complete(&m.styles, &m.input)
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
	id := m.row
	if id == (rowID{}) { // nothing matched so far
		id = m.filter.from
	}
	m.list.cursor = 0
	if at, ok := m.findRow(id); ok {
		m.list.cursor = at
	}
}

// keepFilter closes the input; a filter that cannot be read is given up for the last good one only when it is typed
// over, so its text stays too.
func (m *Model) keepFilter() {
	m.mode = browse
	m.filter.went(m.query())
	m.filter.earlier.add(m.input.Value())
	m.input.Blur()
}

func (m *Model) clearFilter() {
	m.filter.went(m.query())
	m.setFilter("")
	m.keepFilter()
}

// setFilter filters by a text as if it had been typed.
func (m *Model) setFilter(text string) {
	setText(&m.input, text, len([]rune(text)))
	m.applyFilter()
}
