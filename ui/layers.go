package ui

import (
	"fmt"

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
	w, old := o.fit(m.parts, fit), m.freshness(t) != ""
	for row := w.offset; row < min(w.offset+fit, len(o.rows)); row++ {
		n := o.rows[row]
		if n < 0 {
			lines = append(lines, m.layerHeading(&o.groups[^n], width))
			continue
		}
		lines = append(lines, m.layerRow(&t.Parts[o.layers[n]], c, width, m.focus == partsPane && n == w.cursor, old))
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
