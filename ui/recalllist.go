package ui

import (
	tea "charm.land/bubbletea/v2"

	"acrwatch/internal/notify"
	"acrwatch/keymap"
)

// recallHead is the rows over the events: the heading, and air where there is room for it.
func recallHead(rows int) int {
	if rows < 10 {
		return 1
	}
	return 2
}

// recallRows is how many events fit.
func (m *Model) recallRows() int {
	rows := m.layout().body
	return max(rows-recallHead(rows), 1)
}

func (m *Model) moveRecall(n int) {
	r := &m.away.recall
	r.window.cursor = max(r.window.cursor+n, 0)
	r.window.fit(len(r.events), m.recallRows())
}

// recallAt is the event in a row of the body; below 0 or beyond the last where there is none.
func (m *Model) recallAt(y int) int {
	w, rows := m.away.recall.window, m.recallRows()
	w.fit(len(m.away.recall.events), rows)
	if y -= recallHead(m.layout().body); y < 0 || y >= rows {
		return -1
	}
	return w.offset + y
}

// clickRecall takes the cursor to an event, or goes to its task when the cursor is there already.
func (m *Model) clickRecall(row int) tea.Cmd {
	switch r := &m.away.recall; {
	case row < 0 || row >= len(r.events):
	case row == r.window.cursor:
		return m.onRecallKey(keymap.Open)
	default:
		r.window.cursor = row
	}
	return nil
}

func (m *Model) recallBody(width, rows int) []string {
	r := &m.away.recall
	lines := append([]string{m.recallTitle(width)}, blankLines(width, recallHead(rows)-1)...)
	if len(r.events) == 0 {
		lines = append(lines, newLine(width).gap(4).text(m.styles.muted, m.styles.Say(wordsNothing)).String())
	}
	w, fit, c := r.window, max(rows-len(lines), 1), m.recallColumns(width)
	w.fit(len(r.events), fit)
	for row := w.offset; row < min(w.offset+fit, len(r.events)); row++ {
		lines = append(lines, m.recallRow(r.events[row], c, width, row == w.cursor))
	}
	if r.dropped > 0 && w.offset+fit > len(r.events) {
		lines = append(lines, newLine(width).gap(4).text(m.styles.faint, m.styles.droppedText(r.dropped)).String())
	}
	return fill(lines, width, rows)
}

// recallTitle leaves out what does not fit: the span first, then the title, for the counts tell most.
func (m *Model) recallTitle(width int) string {
	s, r := &m.styles, &m.away.recall
	title, span := []piece{{s.strong, r.title + "  "}}, []piece{{s.muted, r.span + "  "}}
	out := newLine(width).gap(2)
	toll := r.toll.pieces(s)
	room := width - 2 - piecesWidth(toll)
	if len(toll) == 0 || piecesWidth(title) <= room {
		out.text(title[0].ink, title[0].text)
		if piecesWidth(title)+piecesWidth(span) <= room {
			out.text(span[0].ink, span[0].text)
		}
	}
	for _, p := range toll {
		out.text(p.ink, p.text)
	}
	return out.String()
}

// recallColumns are the widths of an event's pieces; those that are 0 are left out, first why, then where to, then when.
type recallColumns struct{ time, word, name, to int }

func (m *Model) recallColumns(width int) recallColumns {
	c := recallColumns{word: m.eventColumns(), to: min(m.away.recall.farthest, 16)}
	switch {
	case width < 40:
		c.to = 0
	case width < stackedColumns:
		c.time, c.to = len("15:04"), 0
	default:
		c.time = len("15:04:05")
		if n := len(m.away.recall.events); n > 0 {
			c.time = max(c.time, textWidth(m.clock(m.away.recall.events[n-1].At)))
		}
	}
	c.name = max(min(width-c.time-c.word-c.to-10, m.away.recall.widest), 0)
	return c
}

// eventColumns is the width of the widest word for an event.
func (m *Model) eventColumns() int {
	widest := 0
	for k := range notify.Gone + 1 {
		widest = max(widest, textWidth(m.styles.event(k).word))
	}
	return widest
}

// leastWhy is the columns in which a reason still makes sense.
const leastWhy = 20

func (m *Model) recallRow(e notify.Event, c recallColumns, width int, selected bool) string {
	s := &m.styles
	out := newLine(width)
	out.selected = selected
	if selected {
		out.text(s.accent, "▌")
	}
	look := s.event(e.Kind)
	out.to(2)
	if at := e.At.In(m.opts.Location); c.time > 0 {
		text := m.clock(at)
		if c.time < len("15:04:05") {
			text = at.Format("15:04")
		}
		out.number(s.muted, text, c.time).gap(2)
	}
	out.text(look.ink, look.glyph).gap(1).cell(look.ink, look.word, c.word).gap(2)
	name := s.text
	if e.Kind == notify.Done || e.Kind == notify.Canceled {
		name = s.muted
	}
	out.cell(name, cutMiddle(e.Image, c.name), c.name)
	if c.to > 0 {
		out.gap(2).cell(s.muted, e.To, c.to)
	}
	if out.room() > leastWhy {
		out.gap(2).text(s.muted, s.issue(e.Reason))
	}
	if selected {
		return out.filled(s.cursor)
	}
	return out.String()
}
