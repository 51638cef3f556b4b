package ui

import (
	"fmt"

	"acrwatch/api"
	"acrwatch/internal/units"
	"acrwatch/poller"
)

// listLines is the list of the view: heads, then the rows of the window.
func (m *Model) listLines(l layout) []string {
	cells := m.fittedColumns(l.list)
	var lines []string
	if l.heads {
		lines = append(lines, m.listHeads(l.list, cells))
	}
	rows := m.rows()
	if rows.len() == 0 {
		return append(lines, m.emptyList(l.list, l.listRows())...)
	}
	for row := m.list.offset; row < min(m.list.offset+l.listRows(), rows.len()); row++ {
		lines = append(lines, m.viewRow(l.list, cells, row))
	}
	return lines
}

// viewRow draws one row of the view that is shown.
func (m *Model) viewRow(width int, cells []fitted, row int) string {
	selected := row == m.list.cursor
	switch m.view {
	case batchesView:
		return m.batchRowLine(width, cells, row, selected)
	case failuresView:
		return m.failureLine(width, row, selected)
	}
	if line, kept := m.glide.still.rows[row]; kept && !selected {
		return line
	}
	return m.listRow(width, cells, m.index.at(row), selected)
}

// startRow begins a row with its cursor and mark.
func (m *Model) startRow(width int, selected, marked bool) *line {
	out := newLine(width)
	out.selected = selected
	if selected {
		marker := m.styles.accent
		if m.focus != listPane {
			marker = m.styles.muted
		}
		out.text(marker, "▌")
	}
	if marked {
		out.to(1).text(m.styles.accent, markGlyph)
	}
	return out.to(2)
}

// endRow fills a row, on the cursor's background where it is there.
func (m *Model) endRow(out *line) string {
	if out.selected {
		return out.filled(m.styles.cursor)
	}
	return out.String()
}

func (m *Model) listRow(width int, cells []fitted, t *poller.Task, selected bool) string {
	out := m.startRow(width, selected, m.marks.has(t.Key))
	st := m.styles.task(t)
	out.text(st.ink, st.glyph).gap(1)
	m.taskCells(out, cells, t, selected)
	return m.endRow(out)
}

// taskCells writes a task into its columns.
func (m *Model) taskCells(out *line, cells []fitted, t *poller.Task, selected bool) {
	st, old := m.styles.task(t), m.freshness(t)
	for i := 0; i < len(cells); i++ {
		c := &cells[i]
		out.gap(gapBefore(cells, i))
		switch c.name {
		case "status":
			out.cell(st.ink, st.word, c.width-1)
			oddMark(out, &m.styles, t)
		case "image":
			out.cell(m.imageInk(t, old, selected), cutMiddle(t.Image(), c.width-1), c.width)
		case "progress":
			if old != "" {
				st.ink = m.styles.muted
			}
			m.progressCells(out, c.width, t, st)
		case "rate", "left":
			var width int
			width, i = paceColumns(cells, i, old)
			m.paceCell(out, c.name, width, t, old)
		default:
			m.factCell(out, c, t)
		}
	}
}

// oddMark is one column that says whether the service contradicts itself about the task; the detail says how.
func oddMark(out *line, s *styles, t *poller.Task) {
	if t.Odd == 0 {
		out.gap(1)
		return
	}
	out.text(s.stalled, "!")
}

// imageInk lets finished work and what could not be refreshed recede.
func (m *Model) imageInk(t *poller.Task, old string, selected bool) ink {
	switch {
	case selected:
		return m.styles.strong
	case old != "", t.Gone, t.Phase == api.PhaseDone, t.Phase == api.PhaseCanceled:
		return m.styles.muted
	}
	return m.styles.text
}

// progressCells is a bar with its percentage, or the percentage alone where there is no room.
func (m *Model) progressCells(out *line, width int, t *poller.Task, st state) {
	s := &m.styles
	if t.Kind == poller.Subscription {
		i := st.ink
		if t.Phase.Finished() {
			i = s.muted
		}
		if width <= percentColumns {
			out.number(i, tagCount(t), width)
			return
		}
		out.cell(i, s.Say("tags %s", tagCount(t)), width)
		return
	}
	share, known := t.Flow.Share(t.Phase)
	m.shareCells(out, width, t.Phase, st.ink, share, known)
}

// shareCells draws a share of a phase in the ink of its state.
func (m *Model) shareCells(out *line, width int, phase api.Phase, full ink, share float64, known bool) {
	s, figure := &m.styles, m.styles.text
	if phase.Finished() {
		figure = s.muted
	}
	if phase == api.PhaseDone {
		full = s.doneBar
	}
	bar := width - percentColumns
	if !known {
		out.unknownBar(s.track, bar).number(s.muted, units.Unknown, percentColumns)
		return
	}
	out.bar(full, s.track, share, bar).number(figure, units.Percent(share), percentColumns)
}

// tagCount is how far a subscription task is: tags, never bytes.
func tagCount(t *poller.Task) string {
	sub := t.Subscription
	if sub == nil || !sub.TagTotal.Known && !sub.TagSubscribed.Known {
		return units.Unknown
	}
	return count(sub.TagSubscribed) + "/" + count(sub.TagTotal)
}

func count[T int64 | uint8](n api.Optional[T]) string {
	if !n.Known {
		return units.Unknown
	}
	return fmt.Sprint(n.Value)
}

// paceColumns is how wide the rate or the time left in column i is, and the last column that it takes: why they are old
// stands once, in the room of both.
func paceColumns(cells []fitted, i int, old string) (width, last int) {
	if old != "" && cells[i].name == "rate" && i+1 < len(cells) && cells[i+1].name == "left" {
		return cells[i].width + cells[i+1].width, i + 1
	}
	return cells[i].width, i
}

// paceCell is the rate or the time left, or the reason why it cannot be told.
func (m *Model) paceCell(out *line, name string, width int, t *poller.Task, old string) {
	s := &m.styles
	if old != "" {
		if textWidth(old) > width {
			old = s.Say("old %s", s.Duration(m.now.Sub(t.Heard())))
		}
		out.number(s.stalled, old, width)
		return
	}
	value, i := units.Unknown, s.muted
	switch {
	case name == "left":
		if t.Flow.Left.Known() && !t.Phase.Finished() {
			value, i = m.styles.Left(t.Flow.Left.Low, t.Flow.Left.High), s.text
		}
	case t.Flow.Stalled:
		value, i = "0", s.stalled
	case t.Flow.RateKnown && !t.Phase.Finished():
		value, i = units.ShortRate(t.Flow.Rate), s.text
	}
	out.number(i, value, width)
}
