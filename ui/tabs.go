package ui

import (
	"charm.land/bubbles/v2/textinput"
	"github.com/charmbracelet/x/ansi"

	"acrwatch/internal/units"
)

// tabsLine tells how many tasks there are and which of them are shown; while a filter is typed, its input.
func (m *Model) tabsLine(l layout) string {
	s := &m.styles
	out := newLine(l.width).gap(1)
	right := m.shown()
	limit := max(l.width-textWidth(right)-2, 0)
	out.upTo(s.strong, "Tasks ", limit).upTo(s.strong, m.known(), limit-out.used)
	out.gap(3)
	if m.mode == filtering || m.input.Value() != "" {
		out.text(s.accent, "/ ")
		m.inputText(out, max(limit-out.used, 0))
	}
	if err := m.filterMistake(); err != nil {
		out.gap(2).upTo(s.failed, err.Error(), max(limit-out.used, 0))
	}
	out.to(l.width-textWidth(right)-1).text(s.muted, right)
	return out.String()
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
		return units.Count(seen) + " of " + units.Count(int(total)) + ", reading on"
	case dropped > 0:
		return units.Count(seen) + " newest kept, " + units.Count(dropped) + " older not shown"
	}
	return units.Count(seen)
}

func (m *Model) shown() string {
	if m.snap == nil || m.index.query.Empty() {
		return ""
	}
	return ratio(m.index.len(), m.snap.Tasks.Len())
}

// inputText shows the filter as it is typed.
func (m *Model) inputText(out *line, room int) {
	typed(out, &m.styles, m.input, m.mode == filtering, room)
}

// typed shows what stands in an input, with a cursor in it while it has the keys, cut from the left when it is too long.
func typed(out *line, s *styles, input textinput.Model, active bool, room int) {
	runes := []rune(input.Value())
	if !active {
		out.upTo(s.text, string(runes), room)
		return
	}
	at := min(input.Position(), len(runes))
	before, under, after := string(runes[:at]), " ", ""
	if at < len(runes) {
		under, after = string(runes[at:at+1]), string(runes[at+1:])
	}
	if over := textWidth(before) + 2 - room; over > 0 {
		before = ansi.TruncateLeft(before, over+1, "…")
	}
	out.upTo(s.text, before, room)
	out.text(reversed, under).text(s.text, after)
}
