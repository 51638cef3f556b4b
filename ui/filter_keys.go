package ui

import (
	"errors"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"acrwatch/internal/query"
)

// filterState is what the line of the filter knows beside its text.
type filterState struct {
	completion completion
	earlier    recall
	from       rowID       // the row that was selected when the typing began
	last       query.Query // the last one that filtered by anything: what n and N go by
}

// went keeps a filter for n and N.
func (f *filterState) went(q query.Query) {
	if !q.Empty() {
		f.last = q
	}
}

func (m *Model) onFilterKey(msg tea.KeyPressMsg) tea.Cmd {
	switch msg.String() {
	case "enter":
		m.keepFilter()
	case "esc":
		m.clearFilter()
	case "up":
		m.recallFilter(1)
	case "down":
		m.recallFilter(-1)
	case "tab":
		m.completeFilter(1)
	case "shift+tab":
		m.completeFilter(-1)
	default:
		m.filter.earlier.at = 0
		return m.editFilter(msg)
	}
	return nil
}

func (m *Model) recallFilter(by int) {
	if text, ok := m.filter.earlier.step(by, m.input.Value()); ok {
		m.setFilter(text)
		m.filter.complete(&m.styles, &m.input)
	}
}

// completeFilter puts the next choice in place. When it was the only one, there are new ones behind it.
func (m *Model) completeFilter(step int) {
	text, cursor, ok := m.filter.completion.turn(step)
	if !ok {
		return
	}
	setText(&m.input, text, cursor)
	m.applyFilter()
	if len(m.filter.completion.choices) == 1 {
		m.filter.complete(&m.styles, &m.input)
	}
}

func (f *filterState) complete(s *styles, input *textinput.Model) {
	f.completion = newCompletion(input.Value(), s.filterChoices(input.Value(), input.Position()))
}

// filterChoices are the ways to go on with a filter at a cursor.
func (s *styles) filterChoices(text string, cursor int) []choice {
	var choices []choice
	for _, c := range query.Complete(text, cursor) {
		choices = append(choices, choice{offset: c.Offset, length: c.Length, text: c.Text, help: s.Say(c.Help)})
	}
	return choices
}

// filterFlaw is what is wrong with the filter while it is typed; what only breaks off is not wrong yet.
func (s *styles) filterFlaw(err error) (flaw, bool) {
	if err == nil || query.Incomplete(err) {
		return flaw{}, false
	}
	return s.errorFlaw(err), true
}

// errorFlaw is an error of the filter language with its place.
func (s *styles) errorFlaw(err error) flaw {
	var e *query.Error
	if !errors.As(err, &e) {
		return flaw{reason: s.Why(err)}
	}
	return flaw{e.Offset, e.Length, s.Tell(e.Reason)}
}

// filterTrouble is a mistake in a filter that is not being typed.
func (s *styles) filterTrouble(err error) string {
	f := s.errorFlaw(err)
	return s.Say("column %d: %s", f.offset+1, f.reason)
}

// filterDrop is the line under the filter: its mistake, or the ways to go on, of which the lit one says what it means.
func (m *Model) filterDrop(width, begin int) []string {
	s := &m.styles
	if f, wrong := s.filterFlaw(m.filterErr); wrong {
		return s.marked(f, &m.input, width, begin)
	}
	c := &m.filter.completion
	if len(c.choices) == 0 {
		return nil
	}
	out := newLine(width).gap(1)
	first := 0
	if c.lit >= 0 {
		first = c.firstSeen(width / 2)
	}
	help := ""
	if c.lit >= 0 || len(c.choices) == 1 {
		help = c.choices[max(c.lit, 0)].help
	}
	room := width - min(textWidth(help), width/2) - 3
	for i, each := range c.choices[first:] {
		if out.used+textWidth(each.text) > room {
			out.text(s.faint, "…")
			break
		}
		shown := s.muted
		if first+i == c.lit {
			shown = s.accentStrong
		}
		out.text(shown, each.text).gap(2)
	}
	return []string{out.gap(1).text(s.faint, help).String()}
}

// firstSeen is the choice that the line begins with, so that the lit one is in its first room columns.
func (c *completion) firstSeen(room int) int {
	first := c.lit
	for used := 0; first > 0; first-- {
		if used += textWidth(c.choices[first].text) + 2; used > room {
			break
		}
	}
	return first
}
