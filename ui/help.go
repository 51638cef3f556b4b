package ui

import (
	"acrwatch/internal/query"
	"acrwatch/internal/tongue"
	"acrwatch/keymap"
)

// helpBlocks is every key that does something here and what it does, from the keys as they are bound now, then the
// filter language and the words of the screen. A block stays in one column.
func (m *Model) helpBlocks(width int) [][]string {
	s := &m.styles
	var blocks [][]string
	for _, g := range keymap.Groups {
		block := []string{newLine(width).gap(2).text(s.strong, s.Say(groupText(g))).String()}
		for _, a := range g.Actions {
			if keys := m.keysOf(a); m.works(a) && keys != "" {
				block = append(block, m.helpRows(width, keyColumns, keys, s.Say(m.actionText(a)))...)
			}
		}
		if len(block) > 1 {
			blocks = append(blocks, append(block, newLine(width).String()))
		}
	}
	return append(blocks, m.legend(width)...)
}

// keyColumns and exampleColumns are the widths of what the help explains.
const keyColumns, exampleColumns = 13, 24

// helpRows explains one thing: on as many rows as it needs, or on one in each of several columns, which are there to have
// all of the help on screen at once.
func (m *Model) helpRows(width, columns int, what, means string) []string {
	const indent = 4
	s := &m.styles
	rows := []string{means}
	if width == m.width {
		rows = wrap(means, max(width-indent-columns-1, 1))
	}
	var lines []string
	for _, row := range rows {
		lines = append(lines, newLine(width).gap(indent).cell(s.accent, what, columns-1).gap(1).text(s.text, row).String())
		what = ""
	}
	return lines
}

func (m *Model) legend(width int) [][]string {
	s := &m.styles
	syntax := []string{newLine(width).gap(2).text(s.strong, s.Say("Filter")).String()}
	for _, row := range query.Syntax() {
		syntax = append(syntax, m.helpRows(width, exampleColumns, row.Example, s.Say(row.Text))...)
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
		meanings = append(meanings, m.helpRows(width, exampleColumns, s.Say(row[0]), s.Say(row[1]))...)
	}
	return [][]string{append(syntax, newLine(width).String()), meanings}
}

// helpColumn is the least width of a column of the help.
const helpColumn = 65

// helpBody is the help in the window, in columns where there is room.
func (m *Model) helpBody(width, rows int) []string {
	n := max(width/helpColumn, 1)
	each := width / n
	columns := inColumns(m.helpBlocks(each), n, rows)
	height := helpHeight(columns)
	w := m.help
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
		lines = append(lines, out+newLine(width-n*each).String())
	}
	return append(lines, blankLines(width, rows-len(lines))...)
}

// settleHelp keeps the window of the help inside it.
func (m *Model) settleHelp(l layout) {
	if m.mode != helping {
		return
	}
	n := max(l.width/helpColumn, 1)
	m.help.scroll(helpHeight(inColumns(m.helpBlocks(l.width/n), n, l.body)), l.body)
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
