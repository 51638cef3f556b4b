package ui

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"acrwatch/api"
	"acrwatch/internal/units"
	"acrwatch/poller"
)

// layerColumns are the widths of the layer table; 0 leaves a column out.
type layerColumns struct {
	word, bar, synced, size, rate, left, also int
	long                                      bool // rates with their whole unit
}

const (
	layerBarLeast = 6
	layerBarGood  = 16 // more columns come only when the bar keeps this
)

// newLayerColumns fits the columns to a width. Given up in this order: the tasks that share the layer, the status word,
// the bytes moved, the units of the rate, the time left, the size, the rate.
func newLayerColumns(width int) layerColumns {
	c := layerColumns{size: 11, rate: 13, left: 7, long: true}
	if c.need()+layerBarLeast > width {
		c.rate, c.long = 9, false
	}
	for _, drop := range []*int{&c.left, &c.size, &c.rate} {
		if c.need()+layerBarLeast <= width {
			break
		}
		*drop = 0
	}
	for _, more := range []struct {
		column *int
		width  int
	}{{&c.synced, 11}, {&c.word, 9}, {&c.also, 19}} {
		if c.need()+layerBarGood+more.width > width {
			break
		}
		*more.column = more.width
	}
	c.bar = max(width-c.need(), 0)
	return c
}

// need is the columns that a row takes without its bar.
func (c *layerColumns) need() int {
	return 3 + 13 + 6 + 1 + c.word + c.synced + c.size + c.rate + c.left + c.also
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
	o := &m.layers
	fit, more := m.beside(rows, m.layerMore(t, c, width))
	w := o.fit(m.parts, fit)
	for row := w.offset; row < min(w.offset+fit, len(o.rows)); row++ {
		n := o.rows[row]
		if n < 0 {
			lines = append(lines, m.layerHeading(&o.groups[^n], width))
			continue
		}
		lines = append(lines, m.layerRow(&t.Parts[o.layers[n]], c, width, m.focus == partsPane && n == w.cursor))
	}
	return append(lines, more...)
}

// layerHeading names the manifest that the layers below it belong to.
func (m *Model) layerHeading(g *layerGroup, width int) string {
	digest := shortDigest(g.digest)
	if digest == "" {
		digest = units.Unknown
	}
	words := fmt.Sprintf("%d of %d done", g.done, len(g.layers))
	if g.sizeKnown {
		words += " · " + units.Progress(g.moved, g.size, false)
	}
	return newLine(width).gap(1).text(m.styles.muted, "manifest "+digest+"  ").text(m.styles.faint, words).String()
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
	room := width - out.used - c.synced - c.size - c.rate - c.left - c.also - 1
	counts := layerCounts(t, " done")
	if textWidth(counts) >= room {
		counts = layerCounts(t, "")
	}
	out.cell(s.text, counts, max(room, 0))
	for _, h := range []struct {
		word  string
		width int
	}{{"SYNCED", c.synced}, {"SIZE", c.size}, {"RATE", c.rate}, {"LEFT", c.left}} {
		if h.width > 0 {
			out.number(head, h.word, h.width)
		}
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
	st := s.layer(p)
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
	out.to(1).text(st.ink, st.glyph).gap(1)
	if c.word > 0 {
		out.cell(st.ink, st.word, c.word-1).gap(1)
	}
	out.cell(text, shortDigest(p.Digest), 12).gap(1)
	if share, known := p.Flow.Share(p.Phase); known && p.Phase != api.PhaseQueued {
		out.bar(full, s.track, share, c.bar).number(figure, units.Percent(share), 6)
	} else {
		out.unknownBar(s.track, c.bar).number(s.muted, units.Unknown, 6)
	}
	out.number(figure, bytesWords(p.Synced), c.synced).number(s.muted, bytesWords(p.Size), c.size)
	m.layerPace(out, p, c)
	if c.also > 0 && p.Also > 0 {
		out.gap(2).text(s.faint, alsoWords(p.Also))
	}
	if selected {
		return out.filled(s.cursor)
	}
	return out.String()
}

// layer is the status of a layer as it is shown.
func (s *styles) layer(p *poller.Part) state {
	if p.Flow.Stalled {
		return state{"◌", "stalled", s.stalled}
	}
	st := s.phase(p.Phase)
	if p.Phase == api.PhaseUnknown && p.Status != "" {
		st.word = strings.ToLower(string(p.Status))
	}
	return st
}

func bytesWords(n api.Optional[int64]) string {
	if !n.Known {
		return units.Unknown
	}
	return units.Bytes(n.Value)
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

// layerMore is what a row has no room for: the cursor's layer in full when it was asked for, or that a layer is shared.
func (m *Model) layerMore(t *poller.Task, c layerColumns, width int) []string {
	if m.carded() {
		return m.layerCard(&t.Parts[m.layers.layers[min(m.parts.cursor, len(t.Parts)-1)]], width)
	}
	most := slices.MaxFunc(t.Parts, func(a, b poller.Part) int { return cmp.Compare(a.Also, b.Also) })
	if most.Also == 0 || c.also > 0 {
		return nil
	}
	return []string{newLine(width).gap(3).text(m.styles.faint, shortDigest(most.Digest)+" is "+alsoWords(most.Also)).String()}
}

// layerCard is everything known of a layer.
func (m *Model) layerCard(p *poller.Part, width int) []string {
	s := &m.styles
	d := &sheet{styles: s, width: width}
	d.air()
	d.long("layer", s.text, p.Digest)
	d.long("manifest", s.text, p.ArtifactDigest)
	moved := bytesWords(p.Synced) + " of " + bytesWords(p.Size)
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
