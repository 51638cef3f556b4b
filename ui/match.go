package ui

import (
	"acrwatch/internal/query"
	"acrwatch/poller"
)

// toMatch goes to the next row that matches the last filter, or to the one before, and on from the other end. While the
// filter stands every row matches.
func (m *Model) toMatch(step int) {
	q, list := m.filter.last, m.rows()
	rows, stands := list.len(), m.filtered()
	if q.Empty() && !stands {
		m.say(mutedInk, noFilterYet)
		return
	}
	for n := 1; n <= rows; n++ {
		row := ((m.list.cursor+n*step)%rows + rows) % rows
		if list.stops(row) && (stands || m.matches(q, list.tasksOf(row))) {
			m.cursorTo(row)
			return
		}
	}
	m.say(mutedInk, wordNoMatch, q.String())
}

// matches says that one of the tasks that a row stands for matches.
func (m *Model) matches(q query.Query, tasks []*poller.Task) bool {
	moment := query.Moment{Now: m.now, Targets: m.snap.Targets}
	for _, t := range tasks {
		if q.Match(t, &moment) {
			return true
		}
	}
	return false
}

// cursorTo puts the cursor of the list on a row.
func (m *Model) cursorTo(row int) {
	m.touched = true
	m.list.cursor = row
}

const (
	noFilterYet = "no filter to go by yet"
)
