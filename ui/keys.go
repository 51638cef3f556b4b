package ui

import (
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"acrwatch/internal/units"
	"acrwatch/keymap"
	"acrwatch/poller"
)

// onKey turns a key into an action for whoever has the keys.
func (m *Model) onKey(msg tea.KeyPressMsg) tea.Cmd {
	action, known := m.opts.Keys.Action(msg)
	if !known || !moves(action) {
		m.alight()
	}
	if known && action == keymap.ForceQuit {
		return m.act(action)
	}
	switch m.mode {
	case filtering:
		return m.onFilterKey(msg)
	case commanding:
		return m.onCommandKey(msg)
	case exporting:
		return m.onExportKey(msg)
	case copying:
		return m.onCopyKey(msg)
	}
	if m.raw.typing {
		return m.onRawKey(msg)
	}
	if !known {
		return nil
	}
	if m.mode == helping && !moves(action) {
		return m.onHelpKey(action)
	}
	if m.closeBulletin(action) {
		return nil
	}
	if m.raw.open && m.mode == browse {
		if cmd, mine := m.actRaw(action); mine {
			return cmd
		}
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
		if m.works(a) {
			m.mode = browse
			return m.act(a)
		}
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
	if m.travelling() && asks(a) {
		m.say(mutedInk, wordNobodyAsked)
		return nil
	}
	m.touched = m.touched || moves(a) || a == keymap.Open || a == keymap.Raw || a == keymap.NextPane || a == keymap.PrevPane
	if moves(a) {
		m.moveBy(a)
		return m.slide()
	}
	switch a {
	case keymap.NextPane:
		m.turn(1)
	case keymap.PrevPane:
		m.turn(-1)
	case keymap.Open:
		m.open()
	case keymap.Raw:
		m.openRaw()
	case keymap.Back:
		m.back()
	case keymap.Quit:
		if !m.up() {
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
	case keymap.ViewTasks, keymap.ViewBatches, keymap.ViewFailures:
		m.show(view(slices.Index(viewActions[:], a)))
	case keymap.Sort:
		m.sortNext()
	case keymap.ReverseSort:
		m.sortBy(sortBy{m.sort().column, !m.sort().backward})
	case keymap.Mark:
		m.mark()
	case keymap.FullScreen:
		m.zoomed = !m.zoomed && m.zoomable(m.layout())
	case keymap.Refresh:
		m.refresh()
	case keymap.RefreshAll:
		m.opts.Poller.Refresh()
		m.say(mutedInk, "asking for everything again")
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
	default:
		if !m.goThrough(a) {
			return m.takeAway(a)
		}
	}
	return nil
}

func (m *Model) refresh() {
	tasks := m.pick()
	if len(tasks) == 0 {
		return
	}
	keys := make([]poller.Key, 0, poller.RefreshMost)
	for _, t := range tasks[:min(len(tasks), poller.RefreshMost)] {
		keys = append(keys, t.Key)
	}
	m.opts.Poller.Refresh(keys...)
	what := tasks[0].Image()
	switch {
	case len(tasks) > len(keys):
		what = m.styles.Say("the first %s of %s tasks", units.Count(len(keys)), units.Count(len(tasks)))
	case len(tasks) > 1:
		what = m.styles.Say("%s tasks", units.Count(len(tasks)))
	}
	m.say(mutedInk, "asking for %s again", what)
}

func (m *Model) pause() {
	if m.travel.player != nil {
		m.travel.goal = time.Time{}
		m.travel.player.Play(!m.travel.moment.Playing)
		return
	}
	paused := m.pausedAt.IsZero()
	m.opts.Poller.Pause(paused)
	if paused {
		m.pausedAt = m.wall()
		return
	}
	m.pausedAt = time.Time{}
}
