package ui

import (
	"strings"

	"acrwatch/internal/units"
)

// commandLine is the line of the palette, and the column in which its text begins.
func (m *Model) commandLine(l layout) (out *line, begin int) {
	out = newLine(l.width).gap(1).text(m.styles.accent, ": ")
	begin = m.styles.typed(out, &m.command.input, out.room()-1)
	return out, begin
}

// paletteMost is how many commands are offered at once.
const paletteMost = 12

// commandDrop is what hangs under the line of the palette: what was wrong with it, then what can be typed.
func (m *Model) commandDrop(width, begin, rows int) []string {
	c := &m.command
	var lines []string
	if c.wrong != nil {
		lines = m.styles.marked(*c.wrong, &c.input, width, begin)
	}
	choices, lit := c.completion.choices, c.shownLit()
	rows = min(rows-len(lines), paletteMost)
	if len(choices) == 0 || rows <= 0 {
		return lines
	}
	w := window{cursor: max(lit, 0)}
	w.fit(len(choices), rows)
	columns := newChoiceColumns(choices, width)
	for i := w.offset; i < min(w.offset+rows, len(choices)); i++ {
		lines = append(lines, m.choiceRow(choices[i], columns, width, i == lit))
	}
	return append(lines, m.choicesEnd(width, len(choices)-min(w.offset+rows, len(choices))))
}

// choiceColumns are the widths of what is offered; the keys go first when there is no room for all of it.
type choiceColumns struct{ text, keys int }

func newChoiceColumns(choices []choice, width int) choiceColumns {
	var c choiceColumns
	for i := range choices {
		text := textWidth(choices[i].text)
		if choices[i].argument != "" {
			text += 1 + textWidth(choices[i].argument)
		}
		c.text = max(c.text, text)
		c.keys = max(c.keys, textWidth(choices[i].keys))
	}
	c.text = min(c.text, max(width/2-3, 0)) + 2
	if c.keys > 0 {
		c.keys = min(c.keys, 16) + 2
	}
	if width-3-c.text-c.keys < 24 {
		c.keys = 0
	}
	return c
}

func (m *Model) choiceRow(each choice, c choiceColumns, width int, lit bool) string {
	s := &m.styles
	out := newLine(width)
	out.selected = lit
	name, keys, help := s.text, s.accent, s.muted
	if lit {
		out.text(s.accent, "▌")
		name = s.strong
	}
	if each.faint {
		name, keys, help = s.faint, s.faint, s.faint
	}
	out.to(3)
	end := out.used + c.text
	out.upTo(name, each.text, c.text-1)
	if each.argument != "" {
		out.gap(1).upTo(s.faint, each.argument, max(end-1-out.used, 0))
	}
	out.to(end).cell(keys, each.keys, max(c.keys-1, 0)).to(end+c.keys).text(help, each.help)
	if lit {
		return out.filled(s.cursor)
	}
	return out.String()
}

// choicesEnd parts what is offered from the list below it, and counts what is not seen.
func (m *Model) choicesEnd(width, unseen int) string {
	out := newLine(width)
	if unseen > 0 {
		out.text(m.styles.track, "── ").text(m.styles.faint, "↓ "+units.Count(unseen)).gap(1)
	}
	return out.text(m.styles.track, strings.Repeat(barEmpty, max(out.room(), 0))).String()
}
