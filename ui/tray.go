package ui

import (
	"strings"

	"acrwatch/internal/tongue"
	"acrwatch/keymap"
)

// tray is what rises over the last rows of the body for a moment: a menu, a question, or a bulletin. What lies under it
// does not move.
func (m *Model) tray(l layout) []string {
	switch {
	case m.mode == copying:
		return m.copyTray(l.width, l.body)
	case m.mode == exporting:
		return m.exportTray(l.width)
	case m.mode == browse && m.bulletin.title != "":
		return m.bulletinTray(l.width)
	}
	return nil
}

// underTray puts the tray, if there is one, over the end of the body.
func (m *Model) underTray(l layout, body []string) []string {
	tray := m.tray(l)
	tray = tray[:min(len(tray), len(body))]
	copy(body[len(body)-len(tray):], tray)
	return body
}

// trayHead is the rule above a tray with its title in it.
func (m *Model) trayHead(width int, title, more string) string {
	s := &m.styles
	out := newLine(width).text(s.track, "── ").text(s.strong, title)
	if more != "" {
		out.gap(2).text(s.muted, more)
	}
	out.gap(1)
	return out.text(s.track, strings.Repeat("─", max(out.room(), 0))).String()
}

// bulletin is a text that is too long for the footer; it stays until it is closed.
type bulletin struct {
	title, text string
	ink         inkOf
}

const bulletinClose = "%s closes"

// tell says something in the footer, or in a bulletin where the footer would cut it.
func (m *Model) tell(i inkOf, title tongue.Text, text string) {
	if textWidth(text) > m.width*3/5-2 {
		m.bulletin = bulletin{m.styles.Say(title), text, i}
		return
	}
	m.told(i, text)
}

// closeBulletin says that a key was for the bulletin alone; all other keys do what they always do.
func (m *Model) closeBulletin(a keymap.Action) bool {
	if m.mode != browse || m.bulletin.title == "" || a != keymap.Back && a != keymap.Quit && a != keymap.Open {
		return false
	}
	m.bulletin = bulletin{}
	return true
}

func (m *Model) bulletinTray(width int) []string {
	lines := []string{m.trayHead(width, m.bulletin.title, m.styles.Say(bulletinClose, m.backKey()))}
	for _, row := range wrap(m.bulletin.text, width-4) {
		lines = append(lines, newLine(width).gap(2).text(m.bulletin.ink(&m.styles), row).String())
	}
	return lines
}
