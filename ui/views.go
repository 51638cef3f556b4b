package ui

import (
	"time"

	"acrwatch/internal/query"
	"acrwatch/internal/tongue"
	"acrwatch/keymap"
	"acrwatch/poller"
)

// view is one way to look at the tasks.
type view uint8

const (
	tasksView view = iota
	batchesView
	failuresView
	viewCount
)

// viewActions are the actions that show the views, in their order.
var viewActions = [viewCount]keymap.Action{keymap.ViewTasks, keymap.ViewBatches, keymap.ViewFailures}

// viewNames are the views as the tabs and the palette call them.
var viewNames = [viewCount]tongue.Text{"Tasks", "Batches", "Failures"}

// viewMemory is what a view keeps while another one is shown. Its order and its filter stay in its index.
type viewMemory struct {
	list      window
	row       rowID
	filter    string
	filterErr error
}

// lister is the rows of a view.
type lister interface {
	len() int
	at(row int) *poller.Task         // nil where a row is no task
	name(row int) rowID              // what the row is for good
	tasksOf(row int) []*poller.Task  // the tasks that it stands for
	stops(row int) bool              // the cursor can rest on it
	setQuery(q query.Query)          // shows only what matches
	pass(now time.Time) bool         // lets time go by; true when rows have moved
	sortBy(by sortBy, now time.Time) // sorts by what the rows are now
	rematchAll(anew bool)            // shows what matches now, all of it anew where the rows are
}

func (x *taskIndex) name(row int) rowID {
	if t := x.at(row); t != nil {
		return rowID{task: t.Key}
	}
	return rowID{}
}

func (x *taskIndex) tasksOf(row int) []*poller.Task {
	if t := x.at(row); t != nil {
		return []*poller.Task{t}
	}
	return nil
}

func (x *taskIndex) stops(int) bool  { return true }
func (x *batchIndex) stops(int) bool { return true }

// rows are those of the view that is shown.
func (m *Model) rows() lister {
	switch m.view {
	case batchesView:
		return &m.batches
	case failuresView:
		return &m.failures
	}
	return &m.index
}

// query is the filter of the view that is shown.
func (m *Model) query() query.Query {
	switch m.view {
	case batchesView:
		return m.batches.query
	case failuresView:
		return m.failures.query
	}
	return m.index.query
}

// filtered says that the view that is shown has a filter.
func (m *Model) filtered() bool { q := m.query(); return !q.Empty() }

// findRow is where a row of the view that is shown stands now.
func (m *Model) findRow(id rowID) (int, bool) {
	if m.view == tasksView {
		return m.index.find(id.task, m.list.cursor)
	}
	r := m.rows()
	return spiral(m.list.cursor, r.len(), func(row int) bool { return r.name(row) == id })
}

// show goes to another view, which is as it was left.
func (m *Model) show(v view) {
	m.opened, m.focus, m.zoomed = false, listPane, false
	if v == m.view {
		return
	}
	m.kept[m.view] = viewMemory{m.list, m.row, m.input.Value(), m.filterErr}
	m.view = v
	kept := m.kept[v]
	m.list, m.row, m.filterErr = kept.list, kept.row, kept.filterErr
	m.input.SetValue(kept.filter)
	m.failures.watch(v == failuresView && !m.travelling())
	m.rows().pass(m.now)
	if at, found := m.findRow(m.row); found {
		m.list.cursor = at
	}
}

// takeSnapshot brings every view up to date and says whether rows of the one that is shown have moved.
func (m *Model) takeSnapshot(s *poller.Snapshot) bool {
	m.marks = m.marks.following(m.index.tasks, s.Tasks)
	moved := [viewCount]bool{
		tasksView: m.index.update(s, m.now), batchesView: m.batches.update(s, m.now), failuresView: m.failures.update(s, m.now),
	}
	return moved[m.view]
}

// setQuery filters the view that is shown.
func (m *Model) setQuery(q query.Query) { m.rows().setQuery(q) }

// rest takes the cursor from a row that it cannot stay on to the next one that it can, back is up when it came from below.
func (m *Model) rest(up bool) {
	r, n := m.rows(), m.rows().len()
	step := 1
	if up {
		step = -1
	}
	for _, way := range []int{step, -step} {
		for row := m.list.cursor; row >= 0 && row < n; row += way {
			if r.stops(row) {
				m.list.cursor = row
				return
			}
		}
	}
}

// emptyList fills the list while the view has nothing to show, with the reason.
func (m *Model) emptyList(width, height int) []string {
	s := &m.styles
	var block [][]piece
	switch {
	case m.view == tasksView:
		block = m.nothingMatches(wordNoMatch, m.snap.Tasks.Len(), width)
	case m.view == batchesView && m.batches.total() > 0:
		block = m.nothingMatches("no batch matches %s", m.batches.total(), width)
	case m.view == batchesView:
		block = append(m.sentence(s.text, s.Say("no batches here yet"), width-4), m.sentence(s.muted, s.Say("a push that goes to several destinations makes one"), width-4)...)
	case m.failures.all > 0:
		block = m.nothingMatches("no failure matches %s", m.failures.all, width)
	default:
		block = m.sentence(s.done, "✓ "+s.Say("nothing has failed"), width-4)
	}
	return m.place(block, width, height)
}
