package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"acrwatch/internal/query"
)

// setQuery filters by q from now on. What the filter looks at is made once and kept while there is one, so that each
// letter typed costs only the matching.
func (x *taskIndex) setQuery(q query.Query) {
	x.query = q
	if q.Empty() {
		x.subjects, x.matches = nil, nil
		x.refill()
		return
	}
	for i := len(x.subjects); i < x.tasks.Len(); i++ {
		x.subjects, x.matches = append(x.subjects, query.About(x.tasks.At(i))), append(x.matches, false)
	}
	for i := range x.subjects {
		x.matches[i] = q.Match(x.subjects[i], &x.moment)
	}
	x.refill()
}

// pass lets time go by and says whether tasks have come in or gone out, as they do by their age.
func (x *taskIndex) pass(now time.Time) bool {
	x.moment.Now = now
	if !x.query.Timed() {
		return false
	}
	changed := false
	for i := range x.subjects {
		match := x.query.Match(x.subjects[i], &x.moment)
		changed = changed || match != x.matches[i]
		x.matches[i] = match
	}
	if changed {
		x.refill()
	}
	return changed
}

// rematch looks at one changed task again and says whether it has come in or gone out.
func (x *taskIndex) rematch(i int) bool {
	if x.query.Empty() {
		return false
	}
	if len(x.subjects) <= i {
		x.subjects, x.matches = append(x.subjects, query.Subject{}), append(x.matches, false)
	}
	before := x.matches[i]
	x.subjects[i] = query.About(x.tasks.At(i))
	x.matches[i] = x.query.Match(x.subjects[i], &x.moment)
	return before != x.matches[i]
}

// refill makes the visible rows anew from the order.
func (x *taskIndex) refill() {
	if x.query.Empty() {
		x.visible = x.order
		return
	}
	visible := make([]int32, 0, len(x.visible))
	for _, i := range x.order {
		if x.matches[i] {
			visible = append(visible, i)
		}
	}
	x.visible = visible
}

// startFilter opens the input on the filter that stands.
func (m *Model) startFilter() tea.Cmd {
	m.mode, m.filter.from = filtering, m.selected
	m.opened, m.focus = false, listPane
	m.input.CursorEnd()
	m.filter.complete(&m.input)
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
		m.filter.complete(&m.input)
	}
	return cmd
}

func (m *Model) applyFilter() {
	q, err := query.Parse(m.input.Value())
	m.filterErr = err
	if err != nil && !query.Incomplete(err) {
		return
	}
	key := m.selected
	if key.ID == "" { // nothing matched so far
		key = m.filter.from
	}
	m.index.setQuery(q)
	m.list.cursor = 0
	if at, ok := m.index.find(key, 0); ok {
		m.list.cursor = at
	}
}

// keepFilter closes the input; a filter that cannot be read is given up for the last good one only when it is typed
// over, so its text stays too.
func (m *Model) keepFilter() {
	m.mode = browse
	m.filter.went(m.index.query)
	m.filter.earlier.add(m.input.Value())
	m.input.Blur()
}

func (m *Model) clearFilter() {
	m.filter.went(m.index.query)
	m.setFilter("")
	m.keepFilter()
}

// setFilter filters by a text as if it had been typed.
func (m *Model) setFilter(text string) {
	setText(&m.input, text, len([]rune(text)))
	m.applyFilter()
}
