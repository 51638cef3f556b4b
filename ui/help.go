package ui

import (
	"acrwatch/internal/query"
	"acrwatch/keymap"
)

// helpLines is every key and what it does, from the keys as they are bound now, with the words of the screen below.
func (m *Model) helpLines(width int) []string {
	s := &m.styles
	var lines []string
	for _, g := range keymap.Groups {
		lines = append(lines, newLine(width).gap(2).text(s.strong, g.Title).String())
		for _, a := range g.Actions {
			h := m.opts.Keys.Binding(a).Help()
			lines = append(lines, newLine(width).gap(4).cell(s.accent, h.Key, 12).text(s.text, h.Desc).String())
		}
		lines = append(lines, newLine(width).String())
	}
	return append(lines, m.legend(width)...)
}

func (m *Model) legend(width int) []string {
	s := &m.styles
	lines := []string{newLine(width).gap(2).text(s.strong, "Filter").String()}
	for _, row := range query.Syntax() {
		lines = append(lines, newLine(width).gap(4).cell(s.accent, row.Example, 24).text(s.text, row.Text).String())
	}
	lines = append(lines, newLine(width).String(), newLine(width).gap(2).text(s.strong, "Words").String())
	for _, row := range [][2]string{
		{"stalled", "syncing, freshly asked, and no byte for a minute or five answers"},
		{"reported", "a figure of the service's"},
		{"measured", "from two or more of its answers"},
		{"estimated", "from what was measured in the last 3 min"},
		{"≥", "at least: some tasks have not told their size"},
		{"!", "the service contradicts itself: the task's detail says how"},
	} {
		lines = append(lines, newLine(width).gap(4).cell(s.accent, row[0], 24).text(s.text, row[1]).String())
	}
	return lines
}

// helpBody is the help in the window, in two columns where there is room.
func (m *Model) helpBody(width, rows int) []string {
	lines := m.helpLines(width)
	if width >= 130 {
		return twoColumns(m.helpLines(width/2), width, rows)
	}
	w := m.help
	w.scroll(len(lines), rows)
	lines = lines[w.offset:min(w.offset+rows, len(lines))]
	return append(lines, blankLines(width, rows-len(lines))...)
}

func twoColumns(lines []string, width, rows int) []string {
	out := make([]string, 0, rows)
	for i := range rows {
		left, right := newLine(width/2).String(), newLine(width-width/2).String()
		if i < len(lines) {
			left = lines[i]
		}
		if i+rows < len(lines) {
			right = lines[i+rows]
			if width%2 == 1 {
				right += " "
			}
		}
		out = append(out, left+right)
	}
	return out
}
