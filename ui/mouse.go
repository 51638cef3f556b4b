package ui

import (
	tea "charm.land/bubbletea/v2"

	"acrwatch/internal/past"
)

// mouseState is what the mouse does and has done.
type mouseState struct {
	off      bool // the terminal has it, to select text
	dragging bool // the divider is held
	split    split
}

// wheelRows is how far a notch of the wheel goes.
const wheelRows = 3

func (m *Model) turnMouse() {
	m.mouse.off, m.mouse.dragging = !m.mouse.off, false
	if m.mouse.off {
		m.say(mutedInk, "the mouse selects text now")
		return
	}
	m.say(mutedInk, "the mouse is back: click, wheel, drag the divider")
}

func (m *Model) onMouse(msg tea.MouseMsg) tea.Cmd {
	at := msg.Mouse()
	switch msg.(type) {
	case tea.MouseWheelMsg:
		switch at.Button {
		case tea.MouseWheelUp:
			m.onWheel(at, -wheelRows)
		case tea.MouseWheelDown:
			m.onWheel(at, wheelRows)
		}
	case tea.MouseClickMsg:
		if at.Button == tea.MouseLeft {
			return m.onClick(at)
		}
	case tea.MouseMotionMsg:
		if m.mouse.dragging {
			l := m.layout()
			m.mouse.split = l.dividedAt(m.mouse.split, at.X, at.Y-l.above())
		}
	case tea.MouseReleaseMsg:
		m.mouse.dragging = false
	}
	return nil
}

// onWheel scrolls the pane under the mouse, wherever the focus is.
func (m *Model) onWheel(at tea.Mouse, n int) {
	if m.mode == copying || m.mode == exporting {
		return
	}
	l := m.layout()
	switch s := m.spot(l, at.X, at.Y); s.zone {
	case onHelp:
		m.help.offset = max(m.help.offset+n, 0)
	case onRecall:
		m.moveRecall(n)
	case onRaw:
		m.raw.offset = max(m.raw.offset+n, 0)
	case onList, onHeads:
		before := m.list.cursor
		m.list.wheel(n, m.rows().len(), l.listRows())
		m.touched = true
		if m.list.cursor != before {
			m.cursorTo(m.list.cursor)
		}
	case onDetail:
		m.detail.offset = max(m.detail.offset+n, 0)
	case onParts:
		m.wheelParts(l, n)
	}
}

// onClick selects what is under the mouse. A second click on a row goes into it.
func (m *Model) onClick(at tea.Mouse) tea.Cmd {
	l := m.layout()
	s := m.spot(l, at.X, at.Y)
	switch m.mode {
	case helping, exporting:
		return nil
	case recalling:
		if s.zone == onRecall {
			return m.clickRecall(s.row)
		}
		return nil
	case copying:
		return m.clickCopyMenu(l, at.Y)
	case commanding:
		m.endCommand()
		return nil
	case filtering:
		m.keepFilter()
	}
	m.touched = m.touched || s.zone != nowhere
	switch s.zone {
	case onDivider:
		m.mouse.dragging = true
	case onHeads:
		return m.clickHead(l, at.X)
	case onList:
		m.clickRow(l, s.row)
	case onDetail, onParts:
		m.clickSide(s)
	case onTime:
		m.clickTime(l, s.row)
	}
	return nil
}

func (m *Model) clickRow(l layout, row int) {
	m.focus = listPane
	if row >= m.rows().len() || !m.rows().stops(row) {
		return
	}
	if row == m.list.cursor && (l.shape != wide || m.view != tasksView) {
		m.open()
		return
	}
	m.cursorTo(row)
}

// clickTime goes to the time in a column of the line of time, or to what is seen to have happened there.
func (m *Model) clickTime(l layout, column int) {
	if m.snap == nil {
		return
	}
	out, _, n := m.timeLineStart(l.width)
	column -= out.used
	if column < 0 || column >= n {
		return
	}
	x := m.timeAxis(n)
	var seen *past.Mark
	marks := m.pastMarks()
	for i := range marks {
		if x.column(marks[i].At) == column && (seen == nil || gravity(marks[i].Kind) > gravity(seen.Kind)) {
			seen = &marks[i]
		}
	}
	if seen != nil {
		m.goToMark(*seen)
		return
	}
	m.goToTime(x.at(column))
}

func (m *Model) clickSide(s spot) {
	if s.zone == onDetail {
		if m.opened {
			m.focus = detailPane
		}
		return
	}
	if m.current() == nil {
		return
	}
	m.focus = partsPane
	if s.row >= 0 && s.row < partCount(m.current()) {
		m.parts.cursor = s.row
	}
}

// clickHead sorts by the column whose head is in column x or nearest to it; a second click sorts the other way round.
func (m *Model) clickHead(l layout, x int) tea.Cmd {
	cells := m.fittedColumns(l.list)
	if at := headAt(cells, x); at >= 0 {
		cmd, _ := runSort(m, cells[at].name)
		return cmd
	}
	return nil
}

// headAt is which of the columns is in column x of the list; those beyond the last belong to it.
func headAt(cells []fitted, x int) int {
	right := 2
	for n := range cells {
		right += gapBefore(cells, n) + cells[n].width
		if n == 0 {
			right += 2
		}
		if x < right {
			return n
		}
	}
	return len(cells) - 1
}
