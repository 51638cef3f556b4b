package ui

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"acrwatch/internal/remember"
)

// tasksView is the name under which the list of tasks is remembered.
const tasksView = "tasks"

const notRememberedText = "the view is not remembered: "

// themes are those that can be remembered; another version may know others.
var themes = []string{"auto", "dark", "light"}

// memory is what the dashboard keeps for its next start.
type memory struct {
	saved    remember.State // as it was last given away
	theme    string         // that it is about: what was only set, and not chosen on the screen, is not remembered
	settings string         // the theme that the settings name
}

// recall brings back what was remembered. A theme that somebody set wins over the remembered one.
func (m *Model) recall() {
	was := m.opts.Remembered
	m.memory = memory{saved: was, settings: m.opts.Theme}
	if !m.opts.ThemeSet && slices.Contains(themes, was.Theme) {
		m.opts.Theme = was.Theme
	}
	m.memory.theme = m.opts.Theme
	if filter := was.Views[tasksView].Filter; filter != "" {
		m.input.SetValue(filter)
		m.applyFilter()
	}
}

// Remembered is what the next start shall begin with. What this dashboard does not know of stays as it was.
func (m Model) Remembered() remember.State {
	s := m.memory.saved.Clone()
	if m.opts.Theme != m.memory.theme {
		s.Theme = m.opts.Theme
	}
	view := s.Views[tasksView]
	if m.mode != filtering && m.filterErr == nil {
		view.Filter = m.input.Value()
	}
	s.Views[tasksView] = view
	return s
}

// remember gives away what has changed since the last time.
func (m *Model) remember() tea.Cmd {
	now := m.Remembered()
	if now.Equal(m.memory.saved) {
		return nil
	}
	m.memory.saved, m.memory.theme = now, m.opts.Theme
	host := m.opts.Host
	return func() tea.Msg {
		if err := host.Remember(now); err != nil {
			return toldMsg{notRememberedText + err.Error(), true}
		}
		return nil
	}
}
