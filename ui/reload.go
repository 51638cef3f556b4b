package ui

import "strings"

const (
	reloadTitle     = "settings"
	reloadedText    = "settings read again"
	pendingText     = "; the next start takes: %s"
	notReloadedText = "the settings stay as they were"
)

// onReloaded takes the settings over, or says at length why they stay: the line that tells the place and the fix is
// longer than a footer.
func (m *Model) onReloaded(msg reloadedMsg) {
	if msg.err != nil {
		m.bulletin = bulletin{m.styles.Say(notReloadedText), m.styles.Why(msg.err), stalledInk}
		return
	}
	m.bulletin = bulletin{}
	m.apply(msg.settings)
	text := m.styles.Say(reloadedText)
	if len(msg.pending) > 0 {
		text += m.styles.Say(pendingText, strings.Join(msg.pending, m.styles.Say(", ")))
	}
	m.tell(mutedInk, reloadTitle, text)
}

// apply takes settings over. What the user chose on the screen gives way only where a setting has changed.
func (m *Model) apply(s Settings) {
	m.opts.Keys, m.opts.ASCII, m.opts.Columns, m.opts.Attention = s.Keys, s.ASCII, s.Columns, s.Attention
	m.away.desk.Level, m.away.desk.Quiet = s.Attention.Level, s.Attention.Quiet
	if s.NoMouse != m.opts.NoMouse {
		m.opts.NoMouse = s.NoMouse
		m.mouse.off, m.mouse.dragging = s.NoMouse, false
	}
	if s.Theme != m.memory.settings.theme {
		m.setTheme(s.Theme)
		m.memory.settings.theme, m.memory.theme = s.Theme, m.look.theme
	}
	if s.Lang != m.memory.settings.lang {
		m.setLang(s.Lang)
		m.memory.settings.lang, m.memory.lang = s.Lang, m.look.lang
	}
}
