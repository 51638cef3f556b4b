package ui

import (
	"strings"

	"acrwatch/internal/tongue"
	"acrwatch/internal/units"
)

// tabsLine names the views and tells what is shown of the one in front; while a filter is typed, its input.
func (m *Model) tabsLine(l layout) string {
	out, _ := m.tabsRow(l)
	return out.String()
}

// tightColumns are those below which the line has room for one thing: the filter, or else the view in front.
const tightColumns = 40

// tabsRow is the line, and the column in which the text of the filter begins.
func (m *Model) tabsRow(l layout) (out *line, begin int) {
	s := &m.styles
	out = newLine(l.width).gap(1)
	right := m.shown()
	filters := m.mode == filtering || m.input.Value() != ""
	if l.width < tightColumns && !filters && m.marks.len() == 0 {
		right = ""
	}
	limit := max(l.width-textWidth(right)-2, 0)
	if l.width >= tightColumns || !filters {
		m.tabs(out, limit, l.width >= wideColumns)
		out.gap(3)
	}
	switch {
	case m.mode == filtering:
		out.text(s.accent, "/ ")
		begin = s.typed(out, &m.input, max(limit-out.used, 0))
	case m.input.Value() != "":
		out.text(s.accent, "/ ").upTo(s.text, m.input.Value(), max(limit-out.used, 0))
	}
	if err := m.filterErr; err != nil && m.mode != filtering {
		out.gap(2).upTo(s.failed, s.filterTrouble(err), max(limit-out.used, 0))
	}
	out.to(l.width-textWidth(right)-1).text(s.muted, right)
	return out, begin
}

// tabs are the views with their keys and how much is in them; where there is no room for all, the one in front.
func (m *Model) tabs(out *line, limit int, all bool) {
	s := &m.styles
	for v := range viewCount {
		key, name, n := s.muted, s.muted, m.viewTotal(v)
		switch {
		case v == m.view:
			key, name = s.accent, s.strong
			if v == tasksView {
				n = m.known()
			}
		case !all:
			continue
		}
		if out.used > 1 {
			out.gap(min(3, max(limit-out.used, 0)))
		}
		out.upTo(key, m.viewKey(v), limit-out.used).upTo(name, s.Say(viewNames[v])+" "+n, limit-out.used)
	}
}

// viewKey is the key of a view, empty when it has none.
func (m *Model) viewKey(v view) string {
	keys := m.opts.Keys.Binding(viewActions[v]).Keys()
	if len(keys) == 0 {
		return ""
	}
	return keys[0] + " "
}

// viewTotal is how many things a view holds, without its filter.
func (m *Model) viewTotal(v view) string {
	switch {
	case !m.listed():
		return units.Unknown
	case v == batchesView:
		return units.Count(m.batches.total())
	case v == failuresView:
		return units.Count(m.failures.all)
	}
	return units.Count(m.index.tasks.Len())
}

// known is how many tasks there are, as far as the lists have been read.
func (m *Model) known() string {
	if !m.listed() {
		return units.Unknown
	}
	seen, dropped, total, complete := 0, 0, int64(0), true
	for i := range m.snap.Targets {
		for k := range m.snap.Targets[i].Lists {
			list := &m.snap.Targets[i].Lists[k]
			seen += list.Seen
			dropped += list.Dropped
			total += max(list.Total.Or(0), int64(list.Seen+list.Dropped))
			complete = complete && (list.Complete || list.Denied != nil)
		}
	}
	switch {
	case !complete && total > int64(seen+dropped):
		return m.styles.Say("%s of %s, reading on", units.Count(seen), units.Count(int(total)))
	case dropped > 0:
		return m.styles.Say("%s newest kept, %s older not shown", units.Count(seen), units.Count(dropped))
	}
	return units.Count(seen)
}

// shown is how much of the view in front is shown, and how many tasks are marked.
func (m *Model) shown() string {
	if !m.listed() {
		return ""
	}
	marked := ""
	if n := m.marks.len(); n > 0 {
		marked = m.styles.Say("%s marked", units.Count(n))
	}
	return strings.Join(nonEmpty(marked, m.shownRows()), " · ")
}

func (m *Model) shownRows() string {
	s := &m.styles
	switch {
	case m.view == batchesView && m.filtered():
		return s.ratio(len(m.batches.visible), m.batches.total())
	case m.view == batchesView:
		return s.Say("%s, %s open", s.some(m.batches.total(), "1 batch", "%s batches"), units.Count(m.batches.active))
	case m.view == failuresView && m.filtered():
		return s.ratio(m.failures.count, m.failures.all)
	case m.view == failuresView:
		return s.Say("%s in %s", s.some(m.failures.count, "1 failure", "%s failures"), s.some(len(m.failures.problems), "1 group", "%s groups"))
	case m.filtered():
		return s.ratio(m.index.len(), m.snap.Tasks.Len())
	}
	return ""
}

// some is a count of things: one, or many with the count in it.
func (s *styles) some(n int, one, many tongue.Text) string {
	if n == 1 {
		return s.Say(one)
	}
	return s.Say(many, units.Count(n))
}

// ratio is some of a number of things.
func (s *styles) ratio(a, b int) string { return s.Say("%s of %s", units.Count(a), units.Count(b)) }
