package ui

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"acrwatch/api"
	"acrwatch/internal/units"
	"acrwatch/poller"
)

// layerColumns are the widths of the layer table; 0 leaves a column out.
type layerColumns struct {
	bar, size, rate, left int
	long                  bool // rates with their whole unit
}

func newLayerColumns(width int) layerColumns {
	c := layerColumns{size: 11, rate: 13, left: 7, long: true}
	fixed := func() int { return 3 + 13 + 6 + c.size + c.rate + c.left }
	const barLeast = 6
	if fixed()+barLeast > width {
		c.rate, c.long = 9, false
	}
	for _, drop := range []*int{&c.left, &c.size, &c.rate} {
		if fixed()+barLeast <= width {
			break
		}
		*drop = 0
	}
	c.bar = max(width-fixed()-1, 0)
	return c
}

func (m *Model) layerLines(t *poller.Task, width, rows int) []string {
	c := newLayerColumns(width)
	var lines []string
	if m.headed() {
		lines = append(lines, m.layerHeads(t, c, width))
		rows--
	}
	if len(t.Parts) == 0 {
		return append(lines, newLine(width).gap(1).text(m.styles.muted, noLayers(t)).String())
	}
	order := partOrder(t.Parts)
	w, fit, more := m.layerWindow(t, order, width, rows)
	for row := w.offset; row < min(w.offset+fit, len(order)); row++ {
		lines = append(lines, m.layerRow(&t.Parts[order[row]], c, width, m.focus == partsPane && row == w.cursor))
	}
	return append(lines, more...)
}

// layerWindow is which layers are seen in some rows, without their heads, and what is said below them.
func (m *Model) layerWindow(t *poller.Task, order []int, width, rows int) (w window, fit int, more []string) {
	more = m.layerMore(t, order, width)
	fit = rows - len(more)
	if fit < 3 {
		more, fit = nil, rows
	}
	w = m.parts
	w.fit(len(order), fit)
	return w, fit, more
}

func noLayers(t *poller.Task) string {
	switch {
	case t.Answered.IsZero() && t.Err == nil:
		return "not asked yet"
	case t.Answered.IsZero():
		return "no answer yet"
	case t.Phase == api.PhaseQueued:
		return "no layers yet: the task is queued"
	}
	return "the service gives no layers"
}

func (m *Model) layerHeads(t *poller.Task, c layerColumns, width int) string {
	s := &m.styles
	head := s.muted
	if m.focus == partsPane {
		head = s.text
	}
	out := newLine(width).gap(1).text(head, "LAYERS  ")
	room := width - out.used - c.size - c.rate - c.left - 1
	counts := layerCounts(t, " done")
	if textWidth(counts) >= room {
		counts = layerCounts(t, "")
	}
	out.cell(s.text, counts, max(room, 0))
	if c.size > 0 {
		out.number(head, "SIZE", c.size)
	}
	if c.rate > 0 {
		out.number(head, "RATE", c.rate)
	}
	if c.left > 0 {
		out.number(head, "LEFT", c.left)
	}
	return out.String()
}

// layerCounts is how many layers are done, and how many are not well; what names what is counted.
func layerCounts(t *poller.Task, what string) string {
	if len(t.Parts) == 0 {
		return ""
	}
	var done, stalled, failed int
	for i := range t.Parts {
		switch p := &t.Parts[i]; {
		case p.Phase == api.PhaseDone:
			done++
		case p.Phase == api.PhaseFailed:
			failed++
		case p.Flow.Stalled:
			stalled++
		}
	}
	words := fmt.Sprintf("%d of %d%s", done, len(t.Parts), what)
	if stalled > 0 {
		words += fmt.Sprintf(" · %d stalled", stalled)
	}
	if failed > 0 {
		words += fmt.Sprintf(" · %d failed", failed)
	}
	return words
}

func (m *Model) layerRow(p *poller.Part, c layerColumns, width int, selected bool) string {
	s := &m.styles
	out := newLine(width)
	out.selected = selected
	st := s.phase(p.Phase)
	if p.Flow.Stalled {
		st = state{"◌", "stalled", s.stalled}
	}
	text, figure, full := s.text, s.text, st.ink
	if p.Phase.Finished() {
		text, figure = s.muted, s.muted
	}
	if p.Phase == api.PhaseDone {
		full = s.doneBar
	}
	if selected {
		out.text(s.accent, "▌")
	}
	out.to(1).text(st.ink, st.glyph).gap(1).cell(text, shortDigest(p.Digest), 12).gap(1)
	if share, known := p.Flow.Share(p.Phase); known && p.Phase != api.PhaseQueued {
		out.bar(full, s.track, share, c.bar).number(figure, units.Percent(share), 6)
	} else {
		out.unknownBar(s.track, c.bar).number(s.muted, units.Unknown, 6)
	}
	size := units.Unknown
	if p.Size.Known {
		size = units.Bytes(p.Size.Value)
	}
	out.number(s.muted, size, c.size)
	m.layerPace(out, p, c)
	if selected {
		return out.filled(s.cursor)
	}
	return out.String()
}

// quietAfter is how long a layer stands still before its row says so; stalled is said later and by the poller.
const quietAfter = 10 * time.Second

func (m *Model) layerPace(out *line, p *poller.Part, c layerColumns) {
	s := &m.styles
	rate, rateInk, left := units.Unknown, s.muted, units.Unknown
	quiet := m.now.Sub(p.Flow.LastMoved)
	switch {
	case p.Phase != api.PhaseRunning || p.Flow.LastMoved.IsZero():
	case p.Flow.Stalled || quiet > quietAfter:
		rate = "no bytes " + units.Duration(quiet)
		if !c.long {
			rate = "still " + units.Duration(quiet)
		}
		if p.Flow.Stalled {
			rateInk = s.stalled
		}
	case p.Flow.RateKnown:
		rate, rateInk = units.ShortRate(p.Flow.Rate), s.text
		if c.long {
			rate = units.Rate(p.Flow.Rate)
		}
	}
	leftInk := s.muted
	if p.Flow.Left.Known && p.Phase == api.PhaseRunning {
		left, leftInk = units.Left(p.Flow.Left.Low, p.Flow.Left.High), s.text
	}
	if c.rate > 0 {
		out.number(rateInk, rate, c.rate)
	}
	if c.left > 0 {
		out.number(leftInk, left, c.left)
	}
}

// layerMore is what a row has no room for: the cursor's layer in full, or that a layer is shared.
func (m *Model) layerMore(t *poller.Task, order []int, width int) []string {
	s := &m.styles
	if m.focus != partsPane {
		most := slices.MaxFunc(t.Parts, func(a, b poller.Part) int { return cmp.Compare(a.Also, b.Also) })
		if most.Also == 0 {
			return nil
		}
		return []string{newLine(width).gap(3).text(s.faint, shortDigest(most.Digest)+" is "+alsoWords(most.Also)).String()}
	}
	p := &t.Parts[order[min(m.parts.cursor, len(order)-1)]]
	d := &sheet{styles: s, width: width}
	d.air()
	d.long("layer", s.text, p.Digest)
	d.long("artifact", s.text, p.ArtifactDigest)
	moved := units.Unknown
	if p.Flow.SizeKnown {
		moved = units.Progress(p.Flow.Moved, p.Flow.Size, false)
	}
	d.facts("task", s.text, p.ID, string(p.Status), moved, alsoWords(p.Also))
	return d.lines
}

func alsoWords(n int) string {
	switch n {
	case 0:
		return ""
	case 1:
		return "also in 1 other task"
	}
	return fmt.Sprintf("also in %d other tasks", n)
}
