package ui

import "acrwatch/keymap"

// works says whether an action does something in this pane and this state. The help shows those that do, the palette
// puts the others last.
func (m *Model) works(a keymap.Action) bool {
	if m.raw.open {
		return worksInRaw(a)
	}
	switch a {
	case keymap.Open:
		return m.rows().len() > 0 && (m.focus == listPane && !m.opened || m.focus == partsPane)
	case keymap.Back:
		return m.opened || m.zoomed || m.focus != listPane || m.input.Value() != "" || m.marks.len() > 0 || m.unfolded() || m.travel.back
	case keymap.NextPane, keymap.PrevPane:
		return len(m.panes(m.layout())) > 1
	case keymap.NextMatch, keymap.PrevMatch:
		return !m.filter.last.Empty() || m.filtered() || m.raw.open
	case keymap.RefreshAll:
		return !m.travelling()
	case keymap.Raw:
		return m.current() != nil && !m.travelling()
	case keymap.Refresh:
		return m.anyChosen() && !m.travelling()
	case keymap.StepBack, keymap.StepOn, keymap.EventBefore, keymap.EventAfter, keymap.Now, keymap.Slower, keymap.Faster:
		return m.goesThrough(a)
	case keymap.Copy, keymap.CopyMenu, keymap.Console:
		return m.anyChosen()
	case keymap.Export:
		return m.rows().len() > 0
	case keymap.Mark:
		return m.rows().len() > 0 && m.focus == listPane
	case keymap.FullScreen:
		return m.zoomed || m.zoomable(m.layout())
	case keymap.Up, keymap.Down, keymap.Top, keymap.Bottom, keymap.PageUp, keymap.PageDown, keymap.HalfUp, keymap.HalfDown:
		return m.focus != listPane || m.rows().len() > 0
	}
	return true
}

// saysWhy says that an action that finds nothing to do says so itself, in better words than those for all.
func saysWhy(a keymap.Action) bool {
	return a == keymap.StepBack || a == keymap.EventBefore || a == keymap.EventAfter
}

// goesThrough says whether an action that goes through time does something now.
func (m *Model) goesThrough(a keymap.Action) bool {
	live := m.travel.player == nil
	switch a {
	case keymap.Slower, keymap.Faster:
		return !live
	case keymap.StepBack, keymap.EventBefore:
		return !live || m.snap != nil && m.travel.past.Before(m.shownAt()) != nil
	}
	return m.travelling()
}
