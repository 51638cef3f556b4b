package ui

import "strings"

const (
	reloadTitle     = "settings"
	reloadedText    = "settings read again"
	pendingText     = "; the next start takes: "
	notReloadedText = "the settings stay as they were"
)

// onReloaded takes the settings over, or says at length why they stay: the line that tells the place and the fix is
// longer than a footer.
func (m *Model) onReloaded(msg reloadedMsg) {
	if msg.err != nil {
		m.bulletin = bulletin{notReloadedText, msg.err.Error(), m.styles.stalled}
		return
	}
	m.bulletin = bulletin{}
	m.apply(msg.settings)
	text := reloadedText
	if len(msg.pending) > 0 {
		text += pendingText + strings.Join(msg.pending, ", ")
	}
	m.tell(m.styles.muted, reloadTitle, text)
}

// apply takes settings over. What the user chose on the screen gives way only where a setting has changed.
func (m *Model) apply(s Settings) {
	m.opts.Keys, m.opts.ASCII, m.opts.Columns, m.opts.Attention = s.Keys, s.ASCII, s.Columns, s.Attention
	m.away.desk.Level, m.away.desk.Quiet = s.Attention.Level, s.Attention.Quiet
	if s.NoMouse != m.opts.NoMouse {
		m.opts.NoMouse = s.NoMouse
		m.mouse.off, m.mouse.dragging = s.NoMouse, false
	}
	if s.Theme != m.memory.settings {
		m.setTheme(s.Theme)
		m.memory.settings, m.memory.theme = s.Theme, m.look.theme
	}
}
