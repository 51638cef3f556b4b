package ui

import (
	"fmt"

	"acrwatch/api"
	"acrwatch/internal/units"
	"acrwatch/poller"
)

// columns are the widths of the task list; 0 leaves a column out.
type columns struct {
	word, image, to, bar, percent, rate, left int
}

const (
	imageLeast, imageGood, imageMost = 16, 24, 40
	barLeast, barGood, barMost       = 8, 17, 24
)

// newColumns fits the columns to a width. Given up in this order: the rate, the bar, the destination, the time left,
// the status word, the percentage. What remains goes to the image and to the bar.
func newColumns(width int) columns {
	c := columns{word: 9, image: imageLeast, to: 15, bar: barLeast, percent: 6, rate: 10, left: 8}
	if c.need()+imageGood-imageLeast > width { // a whole name is worth more than the rate
		c.rate = 0
	}
	for _, drop := range []*int{&c.bar, &c.to, &c.left, &c.word, &c.percent} {
		if c.need() <= width {
			break
		}
		*drop = 0
	}
	if c.need() > width {
		c.image = max(width-5-c.word, 0)
		return c
	}
	c.grow(&c.image, imageGood, width)
	if c.bar > 0 {
		c.grow(&c.bar, barGood, width)
		c.grow(&c.bar, min(c.bar+(width-c.need())/2, barMost), width)
	}
	c.grow(&c.image, imageMost, width)
	return c
}

// need is the columns that a row takes.
func (c *columns) need() int {
	return 4 + c.word + c.image + 1 + c.to + c.bar + c.percent + c.rate + c.left
}

// grow gives a column what is spare, up to most.
func (c *columns) grow(column *int, most, width int) {
	*column += max(min(width-c.need(), most-*column), 0)
}

// listLines is the task list: heads, then the rows of the window.
func (m *Model) listLines(l layout) []string {
	c := newColumns(l.list)
	var lines []string
	if l.heads {
		lines = append(lines, m.listHeads(l.list, c))
	}
	if m.index.len() == 0 {
		return append(lines, m.place(m.nothingMatches(l.list), l.list, l.listRows())...)
	}
	for row := m.list.offset; row < min(m.list.offset+l.listRows(), m.index.len()); row++ {
		lines = append(lines, m.listRow(l.list, c, m.index.at(row), row == m.list.cursor))
	}
	return lines
}

func (m *Model) listHeads(width int, c columns) string {
	i := m.styles.muted
	if m.focus == listPane && m.layout().shape == wide {
		i = m.styles.text
	}
	out := newLine(width).gap(2)
	if c.word > 0 {
		out.cell(i, "STATUS", c.word+2)
	} else {
		out.gap(2)
	}
	out.cell(i, "IMAGE", c.image+1)
	if c.to > 0 {
		out.cell(i, "TO", c.to)
	}
	if c.bar > 0 {
		out.cell(i, "PROGRESS", c.bar+c.percent)
	} else {
		out.gap(c.percent)
	}
	if c.rate > 0 {
		out.number(i, "RATE", c.rate)
	}
	if c.left > 0 {
		out.number(i, "LEFT", c.left)
	}
	return out.String()
}

func (m *Model) listRow(width int, c columns, t *poller.Task, selected bool) string {
	s := &m.styles
	out := newLine(width)
	out.selected = selected
	if selected {
		marker := s.accent
		if m.focus != listPane {
			marker = s.muted
		}
		out.text(marker, "▌")
	}
	st, old := s.task(t), m.freshness(t)
	out.to(2).text(st.ink, st.glyph).gap(1)
	if c.word > 0 {
		out.cell(st.ink, st.word, c.word-1)
		oddMark(out, s, t)
	}
	_, to := t.Route()
	out.cell(m.imageInk(t, old, selected), cutMiddle(t.Image(), c.image), c.image).gap(1).cell(s.muted, to, max(c.to-1, 0))
	if c.to > 0 {
		out.gap(1)
	}
	if old != "" {
		st.ink = s.muted
	}
	m.progressCells(out, c, t, st)
	m.paceCells(out, c, t, old)
	if selected {
		return out.filled(s.cursor)
	}
	return out.String()
}

// oddMark is one column that says whether the service contradicts itself about the task; the detail says how.
func oddMark(out *line, s *styles, t *poller.Task) {
	if len(t.Odd) == 0 {
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

func (m *Model) progressCells(out *line, c columns, t *poller.Task, st state) {
	s := &m.styles
	if t.Kind == poller.Subscription {
		i := st.ink
		if t.Phase.Finished() {
			i = s.muted
		}
		if c.bar == 0 {
			out.number(i, tagCount(t), c.percent)
			return
		}
		out.cell(i, "tags "+tagCount(t), c.bar+c.percent)
		return
	}
	share, known := t.Flow.Share(t.Phase)
	full, figure := st.ink, s.text
	if t.Phase.Finished() {
		figure = s.muted
	}
	if t.Phase == api.PhaseDone {
		full = s.doneBar
	}
	if !known {
		out.unknownBar(s.track, c.bar).number(s.muted, units.Unknown, c.percent)
		return
	}
	out.bar(full, s.track, share, c.bar).number(figure, units.Percent(share), c.percent)
}

// tagCount is how far a subscription task is: tags, never bytes.
func tagCount(t *poller.Task) string {
	sub := t.Subscription
	if sub == nil || !sub.TagTotal.Known && !sub.TagSubscribed.Known {
		return units.Unknown
	}
	return count(sub.TagSubscribed) + "/" + count(sub.TagTotal)
}

func count(n api.Optional[int64]) string {
	if !n.Known {
		return units.Unknown
	}
	return fmt.Sprint(n.Value)
}

// paceCells are rate and time left, or the reason why neither can be told.
func (m *Model) paceCells(out *line, c columns, t *poller.Task, old string) {
	s := &m.styles
	if old != "" && c.rate+c.left > 0 {
		if textWidth(old) > c.rate+c.left {
			old = "old " + units.Duration(m.now.Sub(t.Heard()))
		}
		out.number(s.stalled, old, c.rate+c.left)
		return
	}
	rate, rateInk := units.Unknown, s.muted
	switch {
	case t.Flow.Stalled:
		rate, rateInk = "0", s.stalled
	case t.Flow.RateKnown && !t.Phase.Finished():
		rate, rateInk = units.ShortRate(t.Flow.Rate), s.text
	}
	left, leftInk := units.Unknown, s.muted
	if t.Flow.Left.Known && !t.Phase.Finished() {
		left, leftInk = units.Left(t.Flow.Left.Low, t.Flow.Left.High), s.text
	}
	if c.rate > 0 {
		out.number(rateInk, rate, c.rate)
	}
	if c.left > 0 {
		out.number(leftInk, left, c.left)
	}
}
