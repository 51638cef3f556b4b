package ui

// leastEvent is the columns below which what happened says nothing any more.
const leastEvent = 12

// footerLine is the last line: what the keys do here, and what happened last.
func (m *Model) footerLine(width int) string {
	out := newLine(width).gap(1)
	event, said := m.lastEvent()
	var age string
	if event.text != "" && !said {
		age = "  " + m.styles.ago(m.now, event.at)
	}
	right := textWidth(event.text) + textWidth(age)
	limit := max(width-right-2, width*2/5)
	if m.mode != browse { // how to go on, and how to get out, comes before what happened
		limit = width
	}
	for _, h := range m.hints() {
		key, word := h.key, m.styles.Say(h.word)
		if key == "" {
			key = keyName(h.action, m.opts.Keys.Binding(h.action).Help().Key)
		}
		if key == "" || out.used+textWidth(key)+textWidth(word)+3 > limit {
			continue
		}
		out.text(m.styles.accent, key).gap(1).text(m.styles.muted, word).gap(2)
	}
	room := width - out.used - 1
	if event.text == "" || room < leastEvent {
		return out.String()
	}
	text := max(min(textWidth(event.text), room-textWidth(age)), 0)
	out.to(width-1-text-textWidth(age)).upTo(event.ink(&m.styles), event.text, text)
	return out.text(m.styles.muted, age).String()
}
