package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"acrwatch/keymap"
)

// onKey turns a key into an action for whoever has the keys.
func (m *Model) onKey(msg tea.KeyPressMsg) tea.Cmd {
	action, known := m.opts.Keys.Action(msg)
	if known && action == keymap.ForceQuit {
		return m.act(action)
	}
	switch m.mode {
	case filtering:
		return m.onFilterKey(msg)
	case commanding:
		return m.onCommandKey(msg)
	}
	if !known {
		return nil
	}
	if m.mode == helping && !moves(action) {
		return m.onHelpKey(action)
	}
	if m.mode == recalling && !moves(action) {
		return m.onRecallKey(action)
	}
	if m.mode == browse && m.onReportKey(action) {
		return nil
	}
	return m.act(action)
}

func (m *Model) onHelpKey(a keymap.Action) tea.Cmd {
	switch a {
	case keymap.Suspend, keymap.Redraw:
		return m.act(a)
	case keymap.Help, keymap.Back, keymap.Quit, keymap.Open:
		m.mode = browse
	case keymap.Palette:
		m.mode = browse
		return m.act(a)
	}
	return nil
}

func moves(a keymap.Action) bool {
	switch a {
	case keymap.Up, keymap.Down, keymap.Top, keymap.Bottom, keymap.PageUp, keymap.PageDown, keymap.HalfUp, keymap.HalfDown:
		return true
	}
	return false
}

func (m *Model) act(a keymap.Action) tea.Cmd {
	m.touched = m.touched || moves(a) || a == keymap.Open || a == keymap.NextPane || a == keymap.PrevPane
	if moves(a) {
		m.moveBy(a)
		return nil
	}
	switch a {
	case keymap.NextPane:
		m.turn(1)
	case keymap.PrevPane:
		m.turn(-1)
	case keymap.Open:
		m.open()
	case keymap.Back:
		m.back()
	case keymap.Quit:
		if !m.leave() {
			return tea.Quit
		}
	case keymap.ForceQuit:
		return tea.Quit
	case keymap.Filter:
		return m.startFilter()
	case keymap.NextMatch:
		m.toMatch(1)
	case keymap.PrevMatch:
		m.toMatch(-1)
	case keymap.Palette:
		return m.startCommand("")
	case keymap.Refresh:
		m.refresh()
	case keymap.RefreshAll:
		m.opts.Poller.Refresh()
		m.say(m.styles.muted, "asking for everything again")
	case keymap.Pause:
		m.pause()
	case keymap.Recall:
		m.showRecall()
	case keymap.Help:
		m.mode, m.help = helping, window{}
	case keymap.Mouse:
		m.turnMouse()
	case keymap.Suspend:
		return tea.Suspend
	case keymap.Redraw:
		return tea.ClearScreen
	}
	return nil
}

func (m *Model) moveBy(a keymap.Action) {
	const far = 1 << 30
	page := max(m.pageRows()-1, 1)
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
		m.move(-page)
	case keymap.PageDown:
		m.move(page)
	case keymap.HalfUp:
		m.move(-max(page/2, 1))
	case keymap.HalfDown:
		m.move(max(page/2, 1))
	}
}

// move takes the cursor, or the text where there is none, n rows on; settle keeps it inside.
func (m *Model) move(n int) {
	switch {
	case m.mode == helping:
		m.help.offset = max(m.help.offset+n, 0)
	case m.mode == recalling:
		m.moveRecall(n)
	case m.focus == partsPane:
		m.parts.cursor = max(m.parts.cursor+n, 0)
	case m.focus == detailPane:
		m.detail.offset = max(m.detail.offset+n, 0)
	default:
		m.list.cursor = min(max(m.list.cursor+n, 0), max(m.index.len()-1, 0))
		m.selected.ID = ""
	}
}

// open goes into the task: beside the list where there is room, over it where there is not.
func (m *Model) open() {
	if m.current() == nil || m.focus != listPane {
		return
	}
	if m.layout().shape != wide {
		m.opened = true
		m.focus = detailPane
		return
	}
	m.focus = partsPane
}

// leave goes one level back and says whether there was one.
func (m *Model) leave() bool {
	if !m.opened && m.focus == listPane {
		return false
	}
	m.opened, m.focus = false, listPane
	return true
}

func (m *Model) back() {
	if m.leave() || (m.index.query.Empty() && m.filterErr == nil) {
		return
	}
	m.clearFilter()
}

func (m *Model) refresh() {
	if t := m.current(); t != nil {
		m.opts.Poller.Refresh(t.Key)
		m.say(m.styles.muted, "asking for "+t.Image()+" again")
	}
}

func (m *Model) pause() {
	paused := m.pausedAt.IsZero()
	m.opts.Poller.Pause(paused)
	if paused {
		m.pausedAt = m.now
		return
	}
	m.pausedAt = time.Time{}
}
