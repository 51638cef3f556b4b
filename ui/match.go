package ui

import "acrwatch/internal/query"

// toMatch goes to the next row that matches the last filter, or to the one before, and on from the other end. While the
// filter stands every row matches.
func (m *Model) toMatch(step int) {
	q, rows := m.filter.last, m.index.len()
	stands := !m.index.query.Empty()
	if q.Empty() && !stands {
		m.say(m.styles.muted, noFilterYet)
		return
	}
	for n := 1; n <= rows; n++ {
		row := ((m.list.cursor+n*step)%rows + rows) % rows
		if stands || q.Match(query.About(m.index.at(row)), &m.index.moment) {
			m.cursorTo(row)
			return
		}
	}
	m.say(m.styles.muted, noMatch+q.String())
}

// cursorTo puts the cursor of the list on a row.
func (m *Model) cursorTo(row int) {
	m.touched = true
	m.list.cursor = row
	m.selected.ID = ""
}

const (
	noFilterYet = "no filter to go by yet"
	noMatch     = "no task matches "
)
