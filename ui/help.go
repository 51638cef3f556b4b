package ui

import (
	"slices"

	"acrwatch/internal/query"
	"acrwatch/internal/tongue"
	"acrwatch/keymap"
)

// helpBlock is a few rows of the help under one title. It stays in one column.
type helpBlock struct {
	title string
	rows  []helpRow
}

// helpRow explains one thing.
type helpRow struct {
	columns     int // of what
	what, means string
	long        bool // in words that may take several rows
}

// keyColumns and exampleColumns are the widths of what the help explains.
const keyColumns, exampleColumns = 13, 24

const helpIndent = 4

// timeKeys is the title of the keys that go through a recording.
const timeKeys = "Time"

// helpBlocks is every key that does something here and what it does, from the keys as they are bound now, then the
// filter language and the words of the screen. What is for recordings comes first in one.
func (m *Model) helpBlocks() []helpBlock {
	s := &m.styles
	var blocks []helpBlock
	for _, g := range keymap.Groups {
		block := helpBlock{title: s.Say(groupText(g))}
		for _, a := range g.Actions {
			if keys := m.keysOf(a); m.works(a) && keys != "" {
				block.rows = append(block.rows, helpRow{columns: keyColumns, what: keys, means: s.Say(m.actionText(a))})
			}
		}
		switch {
		case len(block.rows) == 0:
		case g.Title == timeKeys && m.travel.player != nil:
			blocks = slices.Insert(blocks, 0, block)
		default:
			blocks = append(blocks, block)
		}
	}
	return append(blocks, s.legend()...)
}

func (s *styles) legend() []helpBlock {
	syntax, meanings := helpBlock{title: s.Say("Filter")}, helpBlock{title: s.Say("Words")}
	for _, row := range query.Syntax() {
		syntax.rows = append(syntax.rows, helpRow{exampleColumns, row.Example, s.Say(row.Text), true})
	}
	for _, row := range [][2]tongue.Text{
		{"stalled", "asked lately, and no byte for 60 s or five answers"},
		{"reported", "a figure of the service's"},
		{"measured", "from two or more of its answers"},
		{"estimated", "from what was measured in the last 3 min"},
		{"≥", "at least: some tasks have not told their size"},
		{"!", "the service contradicts itself; the detail says how"},
	} {
		meanings.rows = append(meanings.rows, helpRow{exampleColumns, s.Say(row[0]), s.Say(row[1]), true})
	}
	return []helpBlock{syntax, meanings}
}

// helpLines is a block as it stands on screen. A key has one row where there are several
// columns, which are there to have all of the help on screen at once.
func (m *Model) helpLines(b helpBlock, width int, alone bool) []string {
	s := &m.styles
	lines := []string{newLine(width).gap(2).text(s.strong, b.title).String()}
	for _, r := range b.rows {
		what, texts := r.what, []string{r.means}
		if alone || r.long {
			texts = wrap(r.means, max(width-helpIndent-r.columns-1, 1))
		}
		for _, text := range texts {
			lines = append(lines, newLine(width).gap(helpIndent).cell(s.accent, what, r.columns-1).gap(1).text(s.text, text).String())
			what = ""
		}
	}
	return lines
}

// width is what the block takes to have each row in one.
func (b helpBlock) width() int {
	most := 0
	for _, r := range b.rows {
		most = max(most, helpIndent+r.columns+textWidth(r.means)+1)
	}
	return most
}

// helpBody is the help in the window, in columns where there is room.
func (m *Model) helpBody(width, rows int) []string {
	columns := m.helpColumns(width, rows)
	w := m.help
	lines := make([]string, 0, rows)
	for i := w.offset; i < min(w.offset+rows, helpHeight(columns)); i++ {
		out := ""
		for _, c := range columns {
			if i < len(c.lines) {
				out += c.lines[i]
			} else {
				out += newLine(c.width).String()
			}
		}
		lines = append(lines, out)
	}
	return append(lines, blankLines(width, rows-len(lines))...)
}

// settleHelp keeps the window of the help inside it.
func (m *Model) settleHelp(l layout) {
	if m.mode == helping {
		m.help.scroll(helpHeight(m.helpColumns(l.width, l.body)), l.body)
	}
}
