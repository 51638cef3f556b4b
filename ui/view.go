package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"
)

// View draws the model. It reads nothing else: no clock, no environment, no service.
func (m *Model) View() tea.View {
	content := strings.Join(m.frame(), "\n")
	if m.opts.ASCII {
		content = plainGlyphs.Replace(content)
	}
	v := tea.NewView(content)
	v.AltScreen = true
	v.ReportFocus = true
	if !m.mouse.off {
		v.MouseMode = tea.MouseModeCellMotion
	}
	v.WindowTitle = m.windowTitle()
	v.ProgressBar = m.progressBar()
	v.BackgroundColor, v.ForegroundColor = m.ground()
	return v
}

func (m *Model) layout() layout {
	extra := m.mode == filtering || m.mode == commanding || m.input.Value() != "" || m.notice().text != "" ||
		m.away.report.shown() || m.view != tasksView || m.marks.len() > 0
	l := newLayout(m.width, m.height, extra, m.travelling()).divided(m.mouse.split)
	if m.view != tasksView || m.zoomed {
		l = l.alone()
	}
	l.heads = l.heads && m.view != failuresView
	return l
}

// frame is the screen, line by line: never more lines than the window has, never a wider one.
func (m *Model) frame() []string {
	if m.width <= 0 || m.height <= 0 {
		return nil
	}
	if m.width < leastColumns || m.height < leastRows {
		return []string{newLine(m.width).text(m.styles.text, m.styles.Say(wordTooSmall)).String()}
	}
	l := m.layout()
	lines := []string{m.header(l)}
	if l.totals {
		lines = append(lines, m.totalsLine(l))
	}
	lines = append(lines, m.upper(l)...)
	lines = append(lines, m.underTray(l, m.dropped(l, m.body(l)))...)
	switch {
	case l.times:
		lines = append(lines, m.timeLine(l.width))
	case l.rule:
		lines = append(lines, newLine(l.width).text(m.styles.track, strings.Repeat(barEmpty, l.width)).String())
	}
	if l.footer {
		lines = append(lines, m.footerLine(l.width))
	}
	return lines[:min(len(lines), m.height)]
}

// upper is what stands between the totals and the body: a notice or air, and the tabs.
func (m *Model) upper(l layout) []string {
	notice, says := m.announcement(l.width)
	switch {
	case l.shape == wide:
		return []string{notice, m.promptLine(l)}
	case !l.tabs:
		return nil
	case m.mode == filtering || m.mode == commanding || !says:
		return []string{m.promptLine(l)}
	}
	return []string{notice}
}

func (m *Model) body(l layout) []string {
	switch {
	case m.mode == helping:
		return m.helpBody(l.width, l.body)
	case m.mode == recalling:
		return m.recallBody(l.width, l.body)
	case m.raw.open:
		return m.rawBody(l)
	case m.blank():
		return m.blankBody(l.width, l.body)
	case m.sideAlone():
		return m.sideLines(l, l.width, l.body)
	case l.side == 0:
		return fill(m.listLines(l), l.width, l.body)
	case l.shape == wide:
		return m.besides(l)
	case l.shape == stacked:
		lines := fill(m.listLines(l), l.width, l.over)
		lines = append(lines, m.divider(l.width))
		return append(lines, m.sideLines(l, l.side, l.sideBody())...)
	}
	return fill(m.listLines(l), l.width, l.body)
}

// besides joins list and side with the one thin divider.
func (m *Model) besides(l layout) []string {
	list := fill(m.listLines(l), l.list, l.body)
	side := m.sideLines(l, l.side, l.body)
	divider := m.styles.track.plain + "│" + reset
	if m.styles.track.plain == "" {
		divider = "│"
	}
	lines := make([]string, l.body)
	for i := range lines {
		lines[i] = list[i] + divider + side[i]
	}
	return lines
}

// fill makes lines exactly n.
func fill(lines []string, width, n int) []string {
	if len(lines) > n {
		return lines[:n]
	}
	return append(lines, blankLines(width, n-len(lines))...)
}

// plainGlyphs swaps every glyph for one letter of ASCII, so that nothing changes its column.
var plainGlyphs = strings.NewReplacer(
	"●", "*", "○", "o", "◌", "!", "✗", "x", "✓", "+", "◐", "~", "◇", "-",
	"━", "=", "╸", "-", "─", "-", "┄", ".", "│", "|", "▌", ">",
	"▁", "_", "▂", ".", "▃", "-", "▄", "~", "▅", "=", "▆", "+", "▇", "*", "█", "#",
	"→", ">", "–", "-", "·", ".", "…", "~", "≥", ">", "↑", "^", "↓", "v", "▴", "^", "▾", "v", "◆", "#", "├", "|", "└", "`", "▶", ">", "‖", "=", "┴", "+",
)
