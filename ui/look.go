package ui

import (
	"image/color"
	"slices"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"
)

// look is which theme is on, and what the terminal has told of its background.
type look struct {
	theme    string
	answered bool // the terminal has told its background, so it can take another one
	dark     bool // the background; dark until it has told
}

func newLook(theme string) look {
	if theme == "" {
		theme = themeAuto
	}
	return look{theme: theme, dark: true}
}

// onDark says whether the colours are those for a dark background.
func (k look) onDark() bool {
	switch k.theme {
	case themeDark:
		return true
	case themeLight:
		return false
	}
	return k.dark
}

// setTheme puts another theme on, and says whether there is one of that name.
func (m *Model) setTheme(name string) bool {
	if name == "color-blind" {
		name = themeColourBlind
	}
	if !slices.Contains(Themes(), name) {
		return false
	}
	m.look.theme = name
	m.restyle()
	return true
}

func (m *Model) onBackground(msg tea.BackgroundColorMsg) {
	m.look.answered, m.look.dark = true, msg.IsDark()
	m.restyle()
}

func (m *Model) restyle() {
	m.styles = newStyles(themeOf(m.look.theme), m.look.onDark(), m.profile)
}

// ground is the background and the text that the terminal is asked for, nil to leave it as it is. A dark theme on a
// light terminal, or a light one on a dark terminal, could not be read without.
func (m *Model) ground() (back, text color.Color) {
	k := m.look
	if !k.answered || k.onDark() == k.dark || m.profile < colorprofile.ANSI {
		return nil, nil
	}
	t := themeOf(k.theme)
	if k.onDark() {
		return lipgloss.Color(t.groundDark), lipgloss.Color(t.inkOnDark)
	}
	return lipgloss.Color(t.groundLight), lipgloss.Color(t.inkOnLight)
}
