package ui

import (
	"image/color"
	"slices"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"

	"acrwatch/internal/tongue"
	"acrwatch/internal/units"
)

// look is which theme and which language are on, and what the terminal has told of its background.
type look struct {
	theme    string
	lang     string
	answered bool // the terminal has told its background, so it can take another one
	dark     bool // the background; dark until it has told
}

func newLook(theme, lang string) look {
	if theme == "" {
		theme = themeAuto
	}
	if lang == "" {
		lang = tongue.English
	}
	return look{theme: theme, lang: lang, dark: true}
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

// setLang speaks another language, and says whether there is one of that name.
func (m *Model) setLang(name string) bool {
	if !slices.Contains(tongue.Names(), name) {
		return false
	}
	m.look.lang = name
	m.restyle()
	return true
}

// spoken is the language that is on: auto is the machine's.
func (m *Model) spoken() string {
	if m.look.lang == tongue.Auto {
		return m.opts.Locale
	}
	return m.look.lang
}

func (m *Model) onBackground(msg tea.BackgroundColorMsg) {
	m.look.answered, m.look.dark = true, msg.IsDark()
	m.restyle()
}

func (m *Model) restyle() {
	m.styles = newStyles(themeOf(m.look.theme), m.look.onDark(), m.profile)
	m.styles.speak(units.Words{Speaker: tongue.New(m.spoken())})
}

// speak makes the styles for a language.
func (s *styles) speak(w units.Words) {
	s.Words = w
	s.tasks, s.batches = taskColumns.in(w), batchColumns.in(w)
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
