package ui

import (
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"acrwatch/internal/tongue"
	"acrwatch/internal/units"
	"acrwatch/poller"
)

// labelColumns is the width of the labels in the detail.
const labelColumns = 10

// detailLines is everything known of a task, grouped as a person reads it.
func (m *Model) detailLines(t *poller.Task, width int) []string {
	d := &sheet{styles: &m.styles, width: width}
	m.title(d, t)
	d.air()
	switch {
	case t.Sync != nil:
		m.syncDetail(d, t)
		m.doubts(d, t)
		m.toldRow(d, t)
		syncReply(d, t.Sync)
	case t.Subscription != nil:
		m.subscriptionDetail(d, t)
		m.doubts(d, t)
		m.toldRow(d, t)
		subscriptionReply(d, t.Subscription)
	}
	d.air()
	return d.lines
}

// title is the image beside its status, on as many rows as it needs, and the id.
func (m *Model) title(d *sheet, t *poller.Task) {
	s := &m.styles
	st := s.task(t)
	word := st.glyph + " " + st.word
	rows := broken(t.Image(), max(d.width-textWidth(word)-4, 1))
	for i, row := range rows {
		out := newLine(d.width).gap(1).text(s.strong, row)
		if i == 0 {
			out.to(d.width-textWidth(word)-1).text(st.ink, word)
		}
		d.lines = append(d.lines, out.String())
	}
	d.lines = append(d.lines, newLine(d.width).gap(1).text(s.muted, t.ID).String())
}

// doubts are what keeps the figures from being the whole truth: age, errors, contradictions.
func (m *Model) doubts(d *sheet, t *poller.Task) {
	s := &m.styles
	if old := m.freshness(t); old != "" {
		d.row("old", piece{s.stalled, old}, piece{s.muted, "  " + s.Say("last answer %s", s.ago(m.now, t.Answered.Time()))})
	}
	if t.Err != nil {
		d.prose("error", s.failed, s.credited(t.Err))
		d.prose("to do", s.text, s.hint(t.Err))
	}
	label := tongue.Text("odd")
	for odd := range t.Odd.All() {
		words := s.Say(oddWords[odd])
		if odd == poller.OddRestarted && t.Restarts > 1 {
			words += s.Say(restartedWords, t.Restarts)
		}
		d.prose(label, s.stalled, words)
		label = ""
	}
}

// restartedWords say how often layers started over.
const restartedWords = " That was %d times."

// toldRow is who told of the task, and when. Of a task that is over, answers that said the same again do not count.
func (m *Model) toldRow(d *sheet, t *poller.Task) {
	words := []string{m.target(t).Name}
	for _, answer := range []struct {
		word tongue.Text
		at   time.Time
	}{{"task %s", t.Answered.Time()}, {"list %s", t.Listed.Time()}} {
		if !answer.at.IsZero() {
			words = append(words, m.styles.Say(answer.word, m.styles.ago(m.now, answer.at)))
		}
	}
	label := tongue.Text("asked")
	if !t.Active() {
		label = "told"
	}
	d.facts(label, d.styles.muted, words...)
}

// sheet collects labelled rows of one width.
type sheet struct {
	styles *styles
	width  int
	lines  []string
}

func (d *sheet) air() { d.lines = append(d.lines, newLine(d.width).String()) }

// row writes pieces beside a label. Where they do not fit, the faint ones go first.
func (d *sheet) row(label tongue.Text, pieces ...piece) {
	out := newLine(d.width).gap(1).cell(d.styles.muted, d.styles.Say(label), labelColumns)
	tight := piecesWidth(pieces) > out.room()
	for _, p := range pieces {
		if tight && p.ink == d.styles.faint {
			continue
		}
		out.text(p.ink, p.text)
	}
	d.lines = append(d.lines, out.String())
}

// facts writes short facts with a dot between them, on as many rows as they need.
func (d *sheet) facts(label tongue.Text, i ink, facts ...string) {
	row := ""
	for _, f := range nonEmpty(facts...) {
		switch {
		case row == "":
			row = f
		case textWidth(row)+3+textWidth(f) <= d.width-labelColumns-2:
			row += " · " + f
		default:
			d.row(label, piece{i, row})
			label, row = "", f
		}
	}
	if row != "" {
		d.row(label, piece{i, row})
	}
}

// told writes facts with where they are from behind the last, where there is room.
func (d *sheet) told(label, from tongue.Text, facts ...string) {
	d.facts(label, d.styles.text, facts...)
	row, origin := strings.Join(nonEmpty(facts...), " · "), d.styles.Say(from)
	if free := d.width - labelColumns - 2 - textWidth(row) - 2 - textWidth(origin); row != "" && free >= 0 {
		d.lines = d.lines[:len(d.lines)-1]
		d.row(label, piece{d.styles.text, row}, piece{d.styles.faint, "  " + origin})
	}
}

// prose writes sentences on as many rows as they need.
func (d *sheet) prose(label tongue.Text, i ink, text string) {
	for _, row := range wrap(text, d.width-labelColumns-2) {
		d.row(label, piece{i, row})
		label = ""
	}
}

// long writes one value that has no blanks, such as a digest, on as many rows as it needs.
func (d *sheet) long(label tongue.Text, i ink, value string) {
	for _, row := range broken(value, max(d.width-labelColumns-2, 1)) {
		d.row(label, piece{i, row})
		label = ""
	}
}

// broken is a value in rows of at most width columns, wherever they end.
func broken(value string, width int) []string {
	var rows []string
	for {
		head := ansi.Truncate(upToByte(value, width*columnBytes), width, "")
		rows = append(rows, head)
		if head == "" || head == value {
			return rows
		}
		value = value[len(head):]
	}
}

// columnsOf joins values so that rows of the same fields stand under each other.
func columnsOf(width int, values ...string) string {
	var b strings.Builder
	for i, v := range values {
		if v == "" {
			v = units.Unknown
		}
		if i < len(values)-1 {
			v = pad(v, width)
		}
		b.WriteString(v)
	}
	return b.String()
}
