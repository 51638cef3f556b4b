package ui

import "acrwatch/keymap"

func (m *Model) moveBy(a keymap.Action) {
	const far = 1 << 30
	switch a {
	case keymap.Up:
		m.move(-1)
	case keymap.Down:
		m.move(1)
	case keymap.Top:
		m.move(-far)
	case keymap.Bottom:
		m.move(far)
	case keymap.PageUp:
		m.move(-m.page())
	case keymap.PageDown:
		m.move(m.page())
	case keymap.HalfUp:
		m.move(-max(m.page()/2, 1))
	case keymap.HalfDown:
		m.move(max(m.page()/2, 1))
	}
}

// page is how many rows on a page goes: one of the last ones stays in sight.
func (m *Model) page() int { return max(m.pageRows()-1, 1) }

// move takes the cursor, or the text where there is none, n rows on; settle keeps it inside.
func (m *Model) move(n int) {
	switch {
	case m.mode == helping:
		m.help.offset = max(m.help.offset+n, 0)
	case m.raw.open:
		m.raw.offset = max(m.raw.offset+n, 0)
	case m.mode == recalling:
		m.moveRecall(n)
	case m.focus == partsPane:
		m.parts.cursor = max(m.parts.cursor+n, 0)
	case m.focus == detailPane:
		m.detail.offset = max(m.detail.offset+n, 0)
	default:
		m.list.cursor = min(max(m.list.cursor+n, 0), max(m.rows().len()-1, 0))
		m.rest(n < 0)
	}
}

// open goes into the task: beside the list where there is room, over it where there is not.
func (m *Model) open() {
	if m.focus == partsPane {
		m.card = !m.card && partCount(m.current()) > 0
		return
	}
	if m.focus != listPane || m.unfold() || m.current() == nil {
		return
	}
	m.zoomed = false
	if m.layout().shape != wide || m.view != tasksView {
		m.opened = true
		m.focus = detailPane
		return
	}
	m.focus = partsPane
}

// up closes the card of a part, or else goes one level back, and says whether there was one.
func (m *Model) up() bool {
	if m.carded() {
		m.card = false
		return true
	}
	return m.leave()
}

// leave goes one level back and says whether there was one.
func (m *Model) leave() bool {
	if m.zoomed {
		m.zoomed = false
		return true
	}
	if !m.opened && m.focus == listPane {
		return m.fold()
	}
	m.opened, m.focus = false, listPane
	return true
}

func (m *Model) back() {
	switch {
	case m.up(), m.unmark():
	case m.filtered(), m.filterErr != nil:
		m.clearFilter()
	default:
		m.toNow()
	}
}
