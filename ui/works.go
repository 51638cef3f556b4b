package ui

import "acrwatch/keymap"

// works says whether an action does something in this pane and this state. The help shows those that do, the palette
// puts the others last.
func (m *Model) works(a keymap.Action) bool {
	switch a {
	case keymap.Open:
		return m.current() != nil && m.focus == listPane && !m.opened
	case keymap.Back:
		return m.opened || m.focus != listPane || m.input.Value() != ""
	case keymap.NextPane, keymap.PrevPane:
		return len(m.panes(m.layout())) > 1
	case keymap.NextMatch, keymap.PrevMatch:
		return !m.filter.last.Empty() || !m.index.query.Empty()
	case keymap.Refresh:
		return m.current() != nil
	case keymap.Up, keymap.Down, keymap.Top, keymap.Bottom, keymap.PageUp, keymap.PageDown, keymap.HalfUp, keymap.HalfDown:
		return m.focus != listPane || m.index.len() > 0
	}
	return true
}
