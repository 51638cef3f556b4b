package ui

import (
	"time"

	"acrwatch/api"
	"acrwatch/internal/tongue"
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

// layerColumns fits the columns to a width. Given up in this order: the tasks that share the layer, the status word,
// the bytes moved, the units of the rate, the time left, the size, the rate.
func (s *styles) layerColumns(width int) layerColumns {
	quiet := s.Duration(23 * time.Hour) // as wide as a duration gets
	c := layerColumns{size: 11, rate: max(13, textWidth(s.Say("no bytes %s", quiet))+1), left: leftColumns(s.Words), long: true}
	if c.need()+layerBarLeast > width {
		c.rate, c.long = max(9, textWidth(s.Say("still %s", quiet))), false
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
	c := m.styles.layerColumns(width)
	var lines []string
	if m.headed() {
		lines = append(lines, m.layerHeads(c, width))
		rows--
	}
	o := &m.layers
	if len(o.parts) == 0 {
		return append(lines, newLine(width).gap(1).text(m.styles.muted, m.styles.Say(noLayers(t))).String())
	}
	fit, more := m.beside(rows, m.layerMore(c, width))
	w, old := o.fit(m.parts, fit), m.freshness(t) != ""
	for row := w.offset; row < min(w.offset+fit, len(o.rows)); row++ {
		n := o.rows[row]
		if n < 0 {
			lines = append(lines, m.layerHeading(&o.groups[^n], width))
			continue
		}
		lines = append(lines, m.layerRow(t, &o.parts[o.layers[n]], c, width, m.focus == partsPane && n == w.cursor, old))
	}
	return append(lines, more...)
}

// layerHeading names the manifest that the layers below it belong to.
func (m *Model) layerHeading(g *layerGroup, width int) string {
	digest := shortDigest(g.digest)
	if digest == "" {
		digest = units.Unknown
	}
	words := m.styles.Say("%d of %d done", g.done, len(g.layers))
	if g.sizeKnown {
		words += " · " + m.styles.Progress(g.moved, g.size, false)
	}
	return newLine(width).gap(1).text(m.styles.muted, m.styles.Say("manifest %s", digest)+"  ").text(m.styles.faint, words).String()
}

func noLayers(t *poller.Task) tongue.Text {
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

func (m *Model) layerHeads(c layerColumns, width int) string {
	s := &m.styles
	head := s.muted
	if m.focus == partsPane {
		head = s.text
	}
	out := newLine(width).gap(1).text(head, s.Say("LAYERS")+"  ")
	room := width - out.used - c.synced - c.size - c.rate - c.left - c.also - 1
	counts := s.layerCounts(m.layers.parts, "%d of %d done")
	if textWidth(counts) >= room {
		counts = s.layerCounts(m.layers.parts, "%d of %d")
	}
	out.cell(s.text, counts, max(room, 0))
	for _, h := range []struct {
		word  tongue.Text
		width int
	}{{"SYNCED", c.synced}, {"SIZE", c.size}, {"RATE", c.rate}, {"LEFT", c.left}} {
		if h.width > 0 {
			out.number(head, s.Say(h.word), h.width)
		}
	}
	return out.String()
}

// layerCounts is how many layers are done, in a text for that and for all, and how many are not well.
func (s *styles) layerCounts(parts []poller.Part, what tongue.Text) string {
	if len(parts) == 0 {
		return ""
	}
	var done, stalled, failed int
	for i := range parts {
		switch p := &parts[i]; {
		case p.Phase == api.PhaseDone:
			done++
		case p.Phase == api.PhaseFailed:
			failed++
		case p.Flow.Stalled:
			stalled++
		}
	}
	words := s.Say(what, done, len(parts))
	if stalled > 0 {
		words += " · " + s.Say(wordsStalled, stalled)
	}
	if failed > 0 {
		words += " · " + s.Say(wordsFailed, failed)
	}
	return words
}
