package ui

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"acrwatch/api"
	"acrwatch/internal/units"
	"acrwatch/poller"
)

// layerRow is a layer; of what could not be asked lately nobody knows how fast it moves, and it recedes.
func (m *Model) layerRow(t *poller.Task, p *poller.Part, c layerColumns, width int, selected, old bool) string {
	s := &m.styles
	out := newLine(width)
	out.selected = selected
	st := s.layer(p)
	text, figure, full := s.text, s.text, st.ink
	if p.Phase.Finished() || old {
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
	m.layerPace(out, t, p, c, old, m.quiet(t, p))
	if c.also > 0 && p.Also > 0 {
		out.gap(2).text(s.faint, s.alsoWords(p.Also))
	}
	if selected {
		return out.filled(s.cursor)
	}
	return out.String()
}

// layer is the status of a layer as it is shown.
func (s *styles) layer(p *poller.Part) state {
	if p.Flow.Stalled {
		return state{"◌", s.Say("stalled"), s.stalled}
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

// quiet is how long no byte of a layer has moved. Of the time since the last answer nobody knows, unless the poller says
// that it asked often enough.
func (m *Model) quiet(t *poller.Task, p *poller.Part) time.Duration {
	until := m.now
	if !p.Flow.Stalled && !t.Answered.IsZero() {
		until = t.Answered.Time()
	}
	return until.Sub(p.Flow.LastMoved.Time())
}

func (m *Model) layerPace(out *line, t *poller.Task, p *poller.Part, c layerColumns, old bool, quiet time.Duration) {
	s := &m.styles
	rate, rateInk, left := units.Unknown, s.muted, units.Unknown
	switch {
	case old || p.Phase != api.PhaseRunning || p.Flow.LastMoved.IsZero():
	case p.Flow.Stalled || quiet > quietAfter:
		rate = s.Say("no bytes %s", s.Duration(quiet))
		if !c.long {
			rate = s.Say("still %s", s.Duration(quiet))
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
	if p.Flow.Left.Known() && p.Phase == api.PhaseRunning && !old {
		is := p.Flow.Left.Within(t.Flow.Left)
		left, leftInk = s.Left(is.Low, is.High), s.text
	}
	if c.rate > 0 {
		out.number(rateInk, rate, c.rate)
	}
	if c.left > 0 {
		out.number(leftInk, left, c.left)
	}
}

// layerMore is what a row has no room for: the cursor's layer in full when it was asked for, or that a layer is shared.
func (m *Model) layerMore(c layerColumns, width int) []string {
	if m.carded() {
		return m.layerCard(&m.layers.parts[m.layers.layers[min(m.parts.cursor, len(m.layers.layers)-1)]], width)
	}
	most := slices.MaxFunc(m.layers.parts, func(a, b poller.Part) int { return cmp.Compare(a.Also, b.Also) })
	if most.Also == 0 || c.also > 0 {
		return nil
	}
	return []string{newLine(width).gap(3).text(m.styles.faint, m.styles.Say("%s is %s", shortDigest(most.Digest), m.styles.alsoWords(most.Also))).String()}
}

// layerCard is everything known of a layer.
func (m *Model) layerCard(p *poller.Part, width int) []string {
	s := &m.styles
	d := &sheet{styles: s, width: width}
	d.air()
	d.long("layer", s.text, p.Digest)
	d.long("manifest", s.text, p.ArtifactDigest)
	moved := s.Say("%s of %s", bytesWords(p.Synced), bytesWords(p.Size))
	if p.Flow.SizeKnown {
		moved = m.styles.Progress(p.Flow.Moved, p.Flow.Size, false)
	}
	d.facts("task", s.text, p.ID, string(p.Status), moved, s.alsoWords(p.Also))
	return d.lines
}

func (s *styles) alsoWords(n int) string {
	if n == 0 {
		return ""
	}
	return s.some(n, "also in 1 other task", "also in %s other tasks")
}
