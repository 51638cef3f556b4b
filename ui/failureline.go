package ui

import (
	"unicode"
	"unicode/utf8"

	"acrwatch/internal/cause"
	"acrwatch/internal/units"
	"acrwatch/poller"
)

// failureColumns are the widths of a failed task's row; 0 leaves one out.
type failureColumns struct {
	indent                                                 int
	image, route, rule, bar, percent, moved, request, when int
}

// headIndent is how far the rows stand in under the head of their group.
const headIndent = 2

const ruleColumns = 18

// newFailureColumns fits the columns to a width. Given up in this order: the rule, the bytes, the bar, the request, the
// route, the percentage, the time. What remains goes to the image and to the bar.
func newFailureColumns(width int) failureColumns {
	c := failureColumns{image: 22, route: 32, rule: ruleColumns, bar: 10, percent: 6, moved: 20, request: 24, when: 10}
	for _, drop := range []*int{&c.rule, &c.moved, &c.bar, &c.request, &c.route, &c.percent, &c.when} {
		if c.need() <= width {
			break
		}
		*drop = 0
	}
	c.image = max(c.image+min(width-c.need(), 40-c.image), 0)
	if c.bar > 0 {
		c.bar += width - c.need()
	}
	return c
}

func (c *failureColumns) need() int {
	return rowStart + c.image + c.route + c.rule + c.bar + c.percent + c.moved + c.request + c.when
}

// underHead gives the room of what the head of a group or the sentence of its issue says to what they do not say, so that
// the other columns stay where they are.
func (c *failureColumns) underHead(g *group, indent int) {
	room := c.route + c.rule - indent
	c.indent, c.route, c.rule = indent, 0, 0
	if g.key.mixed {
		c.rule = min(ruleColumns, max(room, 0))
	}
	c.image += room - c.rule
}

// failureLine is one line of the failures.
func (m *Model) failureLine(width, row int, selected bool) string {
	r := m.failures.rows[row]
	s := &m.styles
	marked := m.marks.len() > 0 && (r.kind == failedTask && m.marks.has(m.failures.at(row).Key))
	out := m.startRow(width, selected, marked)
	switch r.kind {
	case problemHead:
		m.problemHead(out, r.problem)
	case problemText:
		out.to(rowStart).text(s.muted, m.problemText(r.problem, out.room()-1))
	case groupHead:
		m.groupHead(out, r)
	case groupMore:
		indent := 0
		if r.problem.headed() {
			indent = headIndent
		}
		out.to(rowStart+indent).text(s.accent, s.Say("%s more", units.Count(len(r.group.members)-foldedTasks)))
	case failedTask:
		columns := newFailureColumns(width)
		switch {
		case r.problem.headed():
			columns.underHead(r.group, headIndent)
		case r.group.key.mixed:
			columns.underHead(r.group, 0)
		}
		m.failedCells(out, columns, m.failures.at(row), selected)
	}
	return m.endRow(out)
}

// leastHead is the room below which the name of an issue says nothing any more.
const leastHead = 22

func (m *Model) problemHead(out *line, p *problem) {
	s := &m.styles
	n, moved := p.count()
	help := s.Say(cause.Of(p.issue).Retry.Words())
	helpInk := map[cause.Retry]ink{cause.RetryUnknown: s.muted, cause.RetryHelps: s.done, cause.RetryInVain: s.stalled}[cause.Of(p.issue).Retry]
	room := max(out.width-textWidth(help)-2, out.width*2/5)
	if room < leastHead { // what failed comes first
		room, help = out.width, ""
	}
	out.text(s.failed, "✗ ").upTo(s.strong, s.issueName(p.issue), room-out.used-6).gap(2).text(s.failed, units.Count(n))
	if reached := s.Say("%s reached", units.Bytes(moved)); moved > 0 && out.used+2+textWidth(reached) < room {
		out.gap(2).text(s.muted, reached)
	}
	if at := out.width - 1 - textWidth(help); at > out.used {
		out.to(at).text(helpInk, help)
	}
}

// problemText is what an issue means, and what all of its failures have in common: as many of these sentences as fit.
func (m *Model) problemText(p *problem, width int) string {
	s, c := &m.styles, cause.Of(p.issue)
	words := s.Say("%s.", capital(s.Say(c.Words)))
	for _, sentence := range nonEmpty(s.Say(c.More), s.together(p)) {
		more := words + s.Say(" %s", sentence)
		if textWidth(more) > width {
			break
		}
		words = more
	}
	return words
}

// groupHead is what tells a group from the others of its issue, and how many failures it has.
func (m *Model) groupHead(out *line, r failureRow) {
	n := units.Count(len(r.group.members))
	out.to(rowStart).upTo(m.styles.muted, m.styles.differs(r.problem, r.group), out.room()-textWidth(n)-3)
	out.gap(2).text(m.styles.text, n)
}

// capital begins a sentence with a capital letter, in scripts that have them.
func capital(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:]
}

func (m *Model) failedCells(out *line, c failureColumns, t *poller.Task, selected bool) {
	s := &m.styles
	name := s.text
	if selected {
		name = s.strong
	}
	from, to := t.Route()
	out.to(rowStart+c.indent).cell(name, cutMiddle(t.Image(), c.image-2), c.image)
	if c.route > 0 {
		out.cell(s.muted, from+" → "+to, c.route-1).gap(1)
	}
	if c.rule > 0 {
		out.cell(s.muted, cause.Rule(t), c.rule-2).gap(2)
	}
	if c.percent > 0 {
		m.progressCells(out, c.bar+c.percent, t, s.task(t))
	}
	if c.moved > 0 {
		moved := units.Unknown
		if t.Flow.SizeKnown {
			moved = m.styles.Progress(t.Flow.Moved, t.Flow.Size, false)
		}
		out.number(s.muted, moved, c.moved)
	}
	if c.request > 0 {
		out.gap(2).cell(s.muted, s.Say("request %s", shortRequest(cause.Request(t))), c.request-2)
	}
	if c.when > 0 {
		out.number(s.muted, m.styles.ago(m.now, t.LastChanged()), c.when-1)
	}
}

// shortRequest is both ends of a request's id; the detail has all of it.
func shortRequest(id string) string {
	if id == "" {
		return units.Unknown
	}
	return cutMiddle(id, 13)
}
