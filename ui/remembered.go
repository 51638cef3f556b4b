package ui

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"acrwatch/internal/remember"
)

// viewKeys are the names under which the views are remembered.
var viewKeys = [viewCount]string{"tasks", "batches", "failures"}

const notRememberedText = "the view is not remembered: %s"

// memory is what the dashboard keeps for its next start.
type memory struct {
	saved remember.State // as it was last given away
	taste                // that it is about: what was only set, and not chosen on the screen, is not remembered

	settings taste // what the settings name
}

// taste is what the settings name and the screen can change.
type taste struct{ theme, lang string }

// recall brings back what was remembered. A theme or a language that somebody set wins over the
// remembered one.
func (m *Model) recall() {
	was := m.opts.Remembered
	m.memory = memory{saved: was, settings: taste{m.opts.Theme, m.opts.Lang}}
	if !m.opts.ThemeSet {
		m.setTheme(was.Theme) // another version may know others, which stay as they are
	}
	if !m.opts.LangSet {
		m.setLang(was.Lang)
	}
	m.memory.taste = taste{m.look.theme, m.look.lang}
	m.mouse.split.across = 10 * min(max(was.Divider, 0), 100)
	for v := range viewCount {
		m.show(v)
		m.recallView(was.Views[viewKeys[v]])
	}
	m.show(view(max(slices.Index(viewKeys[:], was.View), 0)))
}

func (m *Model) recallView(was remember.View) {
	if by := (sortBy{was.Sort, was.Reverse}); m.sortable(by.column) {
		m.rows().sortBy(by, m.now)
	}
	filter := was.Filter
	if m.opts.FilterSet {
		filter = m.opts.Filter
	}
	if filter != "" {
		m.input.SetValue(filter)
		m.applyFilter()
	}
}

// sortable says that the view that is shown can be sorted by a column, wherever it stands.
func (m *Model) sortable(column string) bool {
	switch m.view {
	case batchesView:
		return slices.Contains(batchColumns.names(), column)
	case failuresView:
		return slices.Contains(m.sortColumns(), column)
	}
	return slices.Contains(taskColumns.names(), column)
}

// Remembered is what the next start shall begin with. What this dashboard does not know of stays as it was.
func (m *Model) Remembered() remember.State {
	s := m.memory.saved.Clone()
	if m.look.theme != m.memory.theme {
		s.Theme = m.look.theme
	}
	if m.look.lang != m.memory.lang {
		s.Lang = m.look.lang
	}
	s.View = ""
	if m.view != tasksView {
		s.View = viewKeys[m.view]
	}
	s.Divider = m.mouse.split.across / 10
	for v := range viewCount {
		was := s.Views[viewKeys[v]]
		was.Sort, was.Reverse = m.sorted(v)
		switch filter, err := m.kept[v].filter, m.kept[v].filterErr; {
		case v != m.view && err == nil:
			was.Filter = m.rememberedFilter(filter, was.Filter)
		case v == m.view && m.mode != filtering && m.filterErr == nil:
			was.Filter = m.rememberedFilter(m.input.Value(), was.Filter)
		}
		s.Views[viewKeys[v]] = was
	}
	return s
}

// rememberedFilter is the filter to keep: one that was set for this run alone leaves the earlier one.
func (m *Model) rememberedFilter(now, before string) string {
	if m.opts.FilterSet && now == m.opts.Filter {
		return before
	}
	return now
}

// sorted is how a view is sorted, empty when as by default.
func (m *Model) sorted(v view) (column string, backward bool) {
	by, usual := m.index.by(), attentionColumn
	switch v {
	case batchesView:
		by = m.batches.by()
	case failuresView:
		by, usual = m.failures.by, byCount
	}
	if by == (sortBy{column: usual}) {
		return "", false
	}
	return by.column, by.backward
}

// remember gives away what has changed since the last time.
func (m *Model) remember() tea.Cmd {
	now := m.Remembered()
	if now.Equal(m.memory.saved) {
		return nil
	}
	m.memory.saved, m.memory.taste = now, taste{m.look.theme, m.look.lang}
	host := m.opts.Host
	return func() tea.Msg {
		if err := host.Remember(now); err != nil {
			return toldMsg{notRememberedText, err}
		}
		return nil
	}
}
