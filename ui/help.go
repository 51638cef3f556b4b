package ui

import (
	"acrwatch/internal/query"
	"acrwatch/internal/tongue"
	"acrwatch/keymap"
)

// helpBlocks is every key that does something here and what it does, from the keys as they are bound now, then the
// filter language and the words of the screen. A block stays in one column. Cut, everything has one row.
func (m *Model) helpBlocks(width int, cut bool) [][]string {
	s := &m.styles
	var blocks [][]string
	for _, g := range keymap.Groups {
		block := []string{newLine(width).gap(2).text(s.strong, s.Say(groupText(g))).String()}
		for _, a := range g.Actions {
			if keys := m.keysOf(a); m.works(a) && keys != "" {
				block = append(block, m.helpRows(width, cut, keyColumns, keys, s.Say(m.actionText(a)))...)
			}
		}
		if len(block) > 1 {
			blocks = append(blocks, append(block, newLine(width).String()))
		}
	}
	return append(blocks, m.legend(width, cut)...)
}

// keyColumns and exampleColumns are the widths of what the help explains.
const keyColumns, exampleColumns = 13, 24

// helpRows explains one thing, on as many rows as it needs.
func (m *Model) helpRows(width int, cut bool, columns int, what, means string) []string {
	const indent = 4
	s := &m.styles
	rows := []string{means}
	if !cut {
		rows = wrap(means, max(width-indent-columns-1, 1))
	}
	var lines []string
	for _, row := range rows {
		lines = append(lines, newLine(width).gap(indent).cell(s.accent, what, columns-1).gap(1).text(s.text, row).String())
		what = ""
	}
	return lines
}

func (m *Model) legend(width int, cut bool) [][]string {
	s := &m.styles
	syntax := []string{newLine(width).gap(2).text(s.strong, s.Say("Filter")).String()}
	for _, row := range query.Syntax() {
		syntax = append(syntax, m.helpRows(width, cut, exampleColumns, row.Example, s.Say(row.Text))...)
	}
	meanings := []string{newLine(width).gap(2).text(s.strong, s.Say("Words")).String()}
	for _, row := range [][2]tongue.Text{
		{"stalled", "asked lately, and no byte for 60 s or five answers"},
		{"reported", "a figure of the service's"},
		{"measured", "from two or more of its answers"},
		{"estimated", "from what was measured in the last 3 min"},
		{"≥", "at least: some tasks have not told their size"},
		{"!", "the service contradicts itself; the detail says how"},
	} {
		meanings = append(meanings, m.helpRows(width, cut, exampleColumns, s.Say(row[0]), s.Say(row[1]))...)
	}
	return [][]string{append(syntax, newLine(width).String()), meanings}
}

// helpColumn is the least width of a column of the help.
const helpColumn = 65

// helpBody is the help in the window, in columns where there is room.
func (m *Model) helpBody(width, rows int) []string {
	columns := m.helpColumns(width, rows)
	each, height, w := width/len(columns), helpHeight(columns), m.help
	lines := make([]string, 0, rows)
	for i := w.offset; i < min(w.offset+rows, height); i++ {
		out := ""
		for _, column := range columns {
			if i < len(column) {
				out += column[i]
			} else {
				out += newLine(each).String()
			}
		}
		lines = append(lines, out+newLine(width-each*len(columns)).String())
	}
	return append(lines, blankLines(width, rows-len(lines))...)
}

// helpColumns is the help in as many columns as there is room for. What is long is cut where that alone brings all of the
// help on screen at once.
func (m *Model) helpColumns(width, rows int) [][]string {
	n := max(width/helpColumn, 1)
	whole := inColumns(m.helpBlocks(width/n, false), n, rows)
	if n == 1 || helpHeight(whole) <= rows {
		return whole
	}
	if cut := inColumns(m.helpBlocks(width/n, true), n, rows); helpHeight(cut) <= rows {
		return cut
	}
	return whole
}

// settleHelp keeps the window of the help inside it.
func (m *Model) settleHelp(l layout) {
	if m.mode != helping {
		return
	}
	m.help.scroll(helpHeight(m.helpColumns(l.width, l.body)), l.body)
}

// inColumns sets blocks into n columns: as high as the window where that suffices, else about evenly high.
func inColumns(blocks [][]string, n, rows int) [][]string {
	all, longest := 0, 0
	for _, b := range blocks {
		all += len(b)
		longest = max(longest, len(b))
	}
	for height := max(rows, longest, (all+n-1)/n); ; height++ {
		columns := make([][]string, 1, n)
		for _, b := range blocks {
			last := len(columns) - 1
			if len(columns[last]) > 0 && len(columns[last])+len(b) > height+1 { // the last line of a block is blank
				columns = append(columns, nil)
				last++
			}
			columns[last] = append(columns[last], b...)
		}
		if len(columns) <= n {
			return append(columns, make([][]string, n-len(columns))...)
		}
	}
}

func helpHeight(columns [][]string) int {
	height := 0
	for _, c := range columns {
		height = max(height, len(c))
	}
	return height
}
