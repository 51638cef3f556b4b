package ui

import (
	"strings"

	"charm.land/bubbles/v2/textinput"
	"github.com/charmbracelet/x/ansi"
)

// flaw is a mistake in what is typed: which runes are at fault, and what is wrong.
type flaw struct {
	offset, length int
	reason         string
}

// dropped lays what hangs under the line that is typed into over the top of the body.
func (m *Model) dropped(l layout, body []string) []string {
	drop := m.drop(l)
	if !l.tabs && (m.mode == filtering || m.mode == commanding) {
		drop = append([]string{m.promptLine(l)}, drop...)
	}
	for i := range min(len(drop), len(body)) {
		body[i] = drop[i] + ansi.TruncateLeft(body[i], ansi.StringWidth(drop[i]), "")
	}
	return body
}

func (m *Model) drop(l layout) []string {
	width := m.dropWidth(l)
	switch m.mode {
	case filtering:
		_, begin := m.tabsRow(l)
		return m.filterDrop(width, begin)
	case commanding:
		_, begin := m.commandLine(l)
		return m.commandDrop(width, begin, max(l.body*3/5, 1))
	}
	return nil
}

// dropWidth leaves what stands beside the list to be seen.
func (m *Model) dropWidth(l layout) int {
	if l.shape == wide && !m.opened {
		return l.list
	}
	return l.width
}

// promptLine is the line that is typed into.
func (m *Model) promptLine(l layout) string {
	if m.mode == commanding {
		out, _ := m.commandLine(l)
		return out.String()
	}
	return m.tabsLine(l)
}

// marked points at a flaw from below: behind the marks it says what is wrong, or under them where there is no room.
func (s *styles) marked(f flaw, input *textinput.Model, width, begin int) []string {
	runes := []rune(input.Value())
	from := min(f.offset, len(runes))
	to := min(from+max(f.length, 1), max(len(runes), from+1))
	column := max(begin+textWidth(string(runes[:from])), 0)
	marks := 1
	if to <= len(runes) {
		marks = max(textWidth(string(runes[from:to])), 1)
	}
	column = min(column, max(width-2, 0))
	first := newLine(width).to(column).text(s.failed, strings.Repeat("^", min(marks, max(width-column-1, 1))))
	if first.used+1+textWidth(f.reason) < width {
		return []string{first.gap(1).text(s.failed, f.reason).String()}
	}
	lines, rows, longest := []string{first.String()}, wrap(f.reason, width-2), 0
	for _, row := range rows {
		longest = max(longest, textWidth(row))
	}
	for _, row := range rows {
		lines = append(lines, newLine(width).gap(max(min(column, width-longest-1), 1)).text(s.failed, row).String())
	}
	return lines
}
