package ui

import (
	"acrwatch/internal/tongue"
	"acrwatch/internal/units"
	"acrwatch/poller"
)

// rawWords are the words of the raw answer.
var rawWords = struct {
	title, asked, failed, waiting, denied, tooLong, nothing, asking tongue.Text
}{
	title:   "ANSWER",
	asked:   "asked %s",
	failed:  "the last call failed: %s",
	waiting: "no answer is kept: asking for one",
	denied:  "no answer is kept",
	tooLong: "the answer is too long to be kept: %s",
	nothing: "nothing found",
	asking:  "asking again for %s",
}

// rawParts say which rows beside the text there are.
func (m *Model) rawParts(l layout) (head, trouble, search bool) {
	head = l.body >= 3
	trouble = l.body >= 4 && m.rawTask() != nil && m.rawTask().Err != nil
	search = m.raw.typing || m.raw.input.Value() != ""
	return head, trouble, search
}

// rawRows is how many rows of the text fit.
func (m *Model) rawRows(l layout) int {
	rows := l.body
	head, trouble, search := m.rawParts(l)
	for _, taken := range []bool{head, trouble, search} {
		if taken {
			rows--
		}
	}
	return max(rows, 1)
}

// rawTask is the task that the answer is about, as long as the cursor is on it.
func (m *Model) rawTask() *poller.Task {
	if t := m.current(); t != nil && t.Key == m.raw.key {
		return t
	}
	return nil
}

// rawBody is the raw answer in exactly l.body rows.
func (m *Model) rawBody(l layout) []string {
	r, s := &m.raw, &m.styles
	head, trouble, search := m.rawParts(l)
	var lines []string
	if head {
		lines = append(lines, m.rawHead(l.width))
	}
	if trouble {
		lines = append(lines, newLine(l.width).gap(1).text(s.failed, "✗ "+s.Say(rawWords.failed, s.oneLine(m.rawTask().Err))).String())
	}
	rows := m.rawRows(l)
	text := make([]string, 0, rows)
	for n := r.offset; n < min(r.offset+rows, len(r.text.rows)); n++ {
		text = append(text, r.text.draw(s, n, l.width))
	}
	if len(text) == 0 {
		text = append(text, newLine(l.width).gap(1).text(s.muted, m.rawNothing()).String())
	}
	lines = append(lines, fill(text, l.width, rows)...)
	if search {
		lines = append(lines, m.rawSearch(l.width))
	}
	return fill(lines, l.width, l.body)
}

func (m *Model) rawNothing() string {
	switch t := m.rawTask(); {
	case m.raw.kept:
		return m.styles.Say(rawWords.tooLong, units.Bytes(int64(m.raw.answer.Length)))
	case t != nil && t.Err != nil:
		return m.styles.Say(rawWords.denied)
	}
	return m.styles.Say(rawWords.waiting)
}

// rawHead says whose answer this is, to which question, and how old.
func (m *Model) rawHead(width int) string {
	r, s := &m.raw, &m.styles
	facts, place := "", ""
	if r.kept {
		facts = r.answer.Operation + " · " + s.Say(rawWords.asked, s.ago(m.now, r.answer.Asked)) + " · " + units.Bytes(int64(r.answer.Length))
	}
	if rows := m.rawRows(m.layout()); len(r.text.rows) > rows {
		place = s.ratio(min(r.offset+rows, len(r.text.rows)), len(r.text.rows))
	}
	limit := width - textWidth(place) - 2
	out := newLine(width).gap(1).upTo(s.text, s.Say(rawWords.title)+"  ", limit-1)
	out.upTo(s.strong, r.name, max(limit-out.used-textWidth(facts)-2, min(16, limit-out.used)))
	out.gap(2).upTo(s.muted, facts, limit-out.used)
	return out.to(width-textWidth(place)-1).text(s.muted, place).String()
}

func (m *Model) rawSearch(width int) string {
	r, s := &m.raw, &m.styles
	right := ""
	if r.input.Value() != "" {
		right = s.where(&r.text)
	}
	out := newLine(width).gap(1).text(s.accent, "/ ")
	room := max(width-out.used-textWidth(right)-3, 0)
	if r.typing {
		s.typed(out, &r.input, room)
	} else {
		out.upTo(s.text, r.input.Value(), room)
	}
	return out.to(width-textWidth(right)-1).text(s.muted, right).String()
}
