package ui

import (
	"strings"

	"acrwatch/api"
	"acrwatch/internal/tongue"
	"acrwatch/internal/units"
	"acrwatch/poller"
)

// tagLines is the tag table of a subscription task.
func (m *Model) tagLines(t *poller.Task, width, rows int) []string {
	s := &m.styles
	var lines []string
	if m.headed() {
		lines = append(lines, m.tagHeads(t, width))
		rows--
	}
	if len(t.Tags) == 0 {
		return append(lines, newLine(width).gap(1).text(s.muted, s.Say(noTags(t))).String())
	}
	fit, more := m.beside(rows, m.tagMore(t, width))
	w := m.parts
	w.fit(len(t.Tags), fit)
	for row := w.offset; row < min(w.offset+fit, len(t.Tags)); row++ {
		lines = append(lines, m.tagRow(&t.Tags[row], width, m.focus == partsPane && row == w.cursor))
	}
	return append(lines, more...)
}

// tagMore is the cursor's tag in full when it was asked for.
func (m *Model) tagMore(t *poller.Task, width int) []string {
	if !m.carded() {
		return nil
	}
	return m.tagCard(&t.Tags[min(m.parts.cursor, len(t.Tags)-1)], width)
}

// tagCard is everything known of a tag.
func (m *Model) tagCard(r *api.TagResult, width int) []string {
	s := &m.styles
	d := &sheet{styles: s, width: width}
	d.air()
	d.long("tag", s.text, r.Tag)
	result := ""
	if r.Result != "" {
		result = s.Say("result %s", r.Result)
	}
	d.facts("state", s.text, string(r.Status), result)
	d.facts("when", s.text, m.span(r.Start, r.End, !r.Phase().Finished())...)
	return d.lines
}

func (m *Model) tagHeads(t *poller.Task, width int) string {
	s := &m.styles
	head := s.muted
	if m.focus == partsPane {
		head = s.text
	}
	out := newLine(width).gap(1).text(head, s.Say("TAGS")+"  ").text(s.text, s.Say("%s of %s", count(t.Subscription.TagSubscribed), count(t.Subscription.TagTotal)))
	return out.to(width-9).number(head, s.Say("TOOK"), 8).String()
}

func noTags(t *poller.Task) tongue.Text {
	if t.Answered.IsZero() {
		return "not asked yet"
	}
	return "no tag has been pulled yet"
}

func (m *Model) tagRow(r *api.TagResult, width int, selected bool) string {
	s := &m.styles
	out := newLine(width)
	out.selected = selected
	phase := r.Phase()
	st := s.phase(phase)
	if phase == api.PhaseRunning {
		st = state{"◐", s.Say("pulling"), s.pulling}
	}
	if phase == api.PhaseUnknown && r.Status != "" {
		st.word = strings.ToLower(string(r.Status))
	}
	text := s.text
	if phase.Finished() && phase != api.PhaseFailed {
		text = s.muted
	}
	if selected {
		out.text(s.accent, "▌")
	}
	out.to(1).text(st.ink, st.glyph).gap(1).cell(st.ink, st.word, 8).gap(1)
	out.cell(text, r.Tag, max(width-out.used-9, 0)).number(s.muted, tagTime(r, m), 8)
	if selected {
		return out.filled(s.cursor)
	}
	return out.String()
}

func tagTime(r *api.TagResult, m *Model) string {
	switch {
	case r.Start.IsZero():
		return units.Unknown
	case !r.End.IsZero() && !r.End.Before(r.Start):
		return m.styles.Duration(r.End.Sub(r.Start))
	case r.Phase() == api.PhaseRunning:
		return m.styles.Duration(m.now.Sub(r.Start))
	}
	return units.Unknown
}
