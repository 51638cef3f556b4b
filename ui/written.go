package ui

import (
	"bufio"
	"io"
	"strings"
	"time"

	"github.com/charmbracelet/colorprofile"

	"acrwatch/internal/units"
	"acrwatch/poller"
)

// Written is how a list is written that is no part of a screen.
type Written struct {
	Columns []string // as in the config; empty: the usual ones
	Width   int      // columns of the terminal; 0: as many as the longest texts need, and no bars
	Parts   bool     // a line for each layer and tag below its task
	Theme   string   // one of Themes
	Lang    string   // as in Options
	Locale  string   // likewise
	ASCII   bool     // plain letters for every glyph
	Now     time.Time
	Profile colorprofile.Profile
}

// WriteList writes tasks of a snapshot in their order, as the list of the dashboard has them, below a line of heads. Its
// errors are those of w.
func WriteList(w io.Writer, s *poller.Snapshot, tasks []*poller.Task, o Written) error {
	m := writtenModel(s, o)
	out := bufio.NewWriterSize(&colorprofile.Writer{Forward: w, Profile: o.Profile}, 64<<10)
	write := func(line string) error {
		if o.ASCII {
			line = plainGlyphs.Replace(line)
		}
		_, err := out.WriteString(line + "\n")
		return err
	}
	width, cells := m.writtenColumns(tasks, o)
	if err := write(trimmed(m.writtenHeads(width, cells))); err != nil {
		return err
	}
	for _, t := range tasks {
		if err := write(trimmed(m.writtenRow(width, cells, t))); err != nil {
			return err
		}
		for _, line := range m.writtenParts(width, t, o) {
			if err := write(trimmed(line)); err != nil {
				return err
			}
		}
	}
	return out.Flush()
}

// writtenModel is a dashboard that knows a snapshot, and is on no screen.
func writtenModel(s *poller.Snapshot, o Written) *Model {
	m := New(Options{Columns: o.Columns, Theme: o.Theme, ASCII: o.ASCII, Now: o.Now, Lang: o.Lang, Locale: o.Locale})
	m.snap, m.profile = s, o.Profile
	if m.look.theme == themeAuto {
		// The background is not known, and of the 16 colours only those are used that can be read on any.
		m.profile = min(m.profile, colorprofile.ANSI)
	}
	m.restyle()
	return m
}

// trimmed is a line without the blanks that fill it.
func trimmed(line string) string { return strings.TrimRight(line, " ") }

// cursorColumns is the room for a cursor and a mark, which a list off the screen does not have.
const cursorColumns = 2

// writtenColumns fits the columns to the terminal, or to what stands in them.
func (m *Model) writtenColumns(tasks []*poller.Task, o Written) (width int, cells []fitted) {
	if o.Width > 0 {
		return o.Width, m.styles.tasks.fit(m.chosenColumns(), o.Width+cursorColumns)
	}
	cells = m.styles.tasks.fit(m.chosenColumns(), 1<<12)
	for i := range cells {
		c := &cells[i]
		c.width = c.least
		switch {
		case c.name == "progress":
			c.width = len("PROGRESS") + textGap
		case !c.number:
			c.width = m.widest(tasks, c) + textGap
		}
	}
	return columnsNeed(cells) - cursorColumns, cells
}

// widest is the columns that the longest text of a column takes.
func (m *Model) widest(tasks []*poller.Task, c *fitted) int {
	most := textWidth(m.styles.Say(c.head))
	for _, t := range tasks {
		most = max(most, textWidth(m.textOf(t, c.name)))
	}
	return most
}

func (m *Model) textOf(t *poller.Task, column string) string {
	switch column {
	case "status":
		return m.styles.task(t).word
	case "image":
		return t.Image()
	}
	return m.fact(t, column)
}

func (m *Model) writtenHeads(width int, cells []fitted) string {
	out := newLine(width)
	for n := range cells {
		c := &cells[n]
		out.gap(gapBefore(cells, n))
		if n == 0 {
			out.gap(cursorColumns)
		}
		if c.number {
			out.number(m.styles.muted, m.styles.Say(c.head), c.width)
		} else {
			out.cell(m.styles.muted, m.styles.Say(c.head), c.width)
		}
	}
	return out.String()
}

func (m *Model) writtenRow(width int, cells []fitted, t *poller.Task) string {
	out := newLine(width)
	st := m.styles.task(t)
	out.text(st.ink, st.glyph).gap(1)
	m.taskCells(out, cells, t, false)
	return out.String()
}

// writtenParts are the layers and tags of a task, a line each.
func (m *Model) writtenParts(width int, t *poller.Task, o Written) []string {
	if !o.Parts {
		return nil
	}
	var lines []string
	parts := t.Parts()
	for i := range parts {
		p := &parts[i]
		out := m.writtenPart(width, m.styles.layer(p), shortDigest(p.Digest))
		share, known := p.Flow.Share(p.Phase)
		figure := units.Unknown
		if known {
			figure = units.Percent(share)
		}
		out.number(m.styles.muted, figure, percentColumns).number(m.styles.muted, bytesWords(p.Size), 11)
		lines = append(lines, out.String())
	}
	for i := range t.Tags {
		r := &t.Tags[i]
		lines = append(lines, m.writtenPart(width, m.styles.phase(r.Phase()), r.Tag).String())
	}
	return lines
}

func (m *Model) writtenPart(width int, st state, name string) *line {
	return newLine(width).gap(2).text(st.ink, st.glyph).gap(1).cell(st.ink, st.word, 9).text(m.styles.muted, name)
}

// SortTasks puts tasks into the order of a column of the list: the one behind the texts, with what needs a look first for
// status. backward turns it around, but what is unknown stays last.
func SortTasks(tasks []*poller.Task, column string, backward bool, now time.Time) {
	by := sortBy{column: column, backward: backward}
	x := ordering{keys: make([]standing, len(tasks)), order: make([]int32, len(tasks)), backward: backward}
	for i := range tasks {
		x.order[i] = int32(i)
	}
	x.rekey(func(row int32) sortKey { return keyOf(tasks[row], by, now) })
	sorted := make([]*poller.Task, len(tasks))
	for i, from := range x.order {
		sorted[i] = tasks[from]
	}
	copy(tasks, sorted)
}
