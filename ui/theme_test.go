package ui

import (
	"errors"
	"fmt"
	"image/color"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The backgrounds of terminals in use: plain, Windows, Tokyo Night, VS Code, Dracula, One Dark, Solarized, Ubuntu; and
// plain, One Light, Solarized, Latte.
var (
	darkGrounds  = []string{"#000000", "#0c0c0c", "#1a1b26", "#1e1e1e", "#282a36", "#282c34", "#002b36", "#300a24"}
	lightGrounds = []string{"#ffffff", "#fafafa", "#fdf6e3", "#eff1f5"}
)

func (t *theme) statuses() map[string]shade {
	return map[string]shade{
		"queued": t.queued, "syncing": t.syncing, "pulling": t.pulling, "stalled": t.stalled, "failed": t.failed, "done": t.done,
	}
}

func (t *theme) texts() map[string]shade {
	texts := t.statuses()
	texts["muted"], texts["faint"], texts["accent"] = t.muted, t.faint, t.accent
	return texts
}

// looks are all themes on both backgrounds, with what each promises of its text in 24 bit and in 256 colours, and of the
// distance between its statuses. High contrast leaves too little room for colours that everybody can tell apart.
var looks = []struct {
	name            string
	theme           *theme
	dark            bool
	text, text256   float64
	apart, apart256 float64
	everybody       bool
}{
	{"dark", &standard, true, 4.5, 4.5, 8.5, 8.5, true},
	{"light", &standard, false, 4.5, 4.5, 8.5, 8.5, true},
	{"high-contrast dark", &highContrast, true, 7, 7, 12, 8, false},
	{"high-contrast light", &highContrast, false, 7, 4.5, 12, 11, false},
	{"colour-blind dark", &colourBlind, true, 4.5, 4.5, 9.5, 8, true},
	{"colour-blind light", &colourBlind, false, 4.5, 4.5, 9.5, 9.5, true},
}

// grounds are the backgrounds a theme is read on: those of terminals, and its own selected row.
func grounds(th *theme, dark bool, p colorprofile.Profile) []color.Color {
	out := []color.Color{th.row.pick(dark, p)}
	names := lightGrounds
	if dark {
		names = darkGrounds
	}
	if th == &highContrast && dark { // nobody's seven to one reaches over a grey
		names = darkGrounds[:4]
	}
	for _, n := range names {
		out = append(out, lipgloss.Color(n))
	}
	return out
}

func TestTextCanBeRead(t *testing.T) {
	for _, l := range looks {
		for p, least := range map[colorprofile.Profile]float64{colorprofile.TrueColor: l.text, colorprofile.ANSI256: l.text256} {
			for _, ground := range grounds(l.theme, l.dark, p) {
				for name, s := range l.theme.texts() {
					assert.GreaterOrEqual(t, contrast(s.pick(l.dark, p), ground), least, "%s in %s, %s on %v", name, l.name, p, ground)
				}
			}
		}
	}
}

func TestStatusesStayApartForEverybody(t *testing.T) {
	for _, l := range looks {
		for p, least := range map[colorprofile.Profile]float64{colorprofile.TrueColor: l.apart, colorprofile.ANSI256: l.apart256} {
			for vision, eye := range visions {
				if !l.everybody && vision != "all" {
					continue
				}
				pairs(l.theme.statuses(), func(a, b string, one, other shade) {
					d := distance(seen(one.pick(l.dark, p), eye), seen(other.pick(l.dark, p), eye))
					assert.GreaterOrEqual(t, d, least, "%s and %s in %s, %s, %s", a, b, l.name, p, vision)
				})
			}
		}
	}
}

func pairs(shades map[string]shade, visit func(a, b string, one, other shade)) {
	for a, one := range shades {
		for b, other := range shades {
			if a < b {
				visit(a, b, one, other)
			}
		}
	}
}

// The first 16 colours of xterm, Linux, Windows, VS Code and GNOME: dark ones have the bright half, light ones the other.
var (
	brightOf = map[string]map[string]string{
		"xterm":   {"9": "#ff0000", "10": "#00ff00", "11": "#ffff00", "12": "#5c5cff", "13": "#ff00ff", "14": "#00ffff"},
		"windows": {"9": "#e74856", "10": "#16c60c", "11": "#f9f1a5", "12": "#3b78ff", "13": "#b4009e", "14": "#61d6d6"},
		"vs code": {"9": "#f14c4c", "10": "#23d18b", "11": "#f5f543", "12": "#3b8eea", "13": "#d670d6", "14": "#29b8db"},
		"gnome":   {"9": "#f66151", "10": "#33da7a", "11": "#e9ad0c", "12": "#2a7bde", "13": "#c061cb", "14": "#33c7de"},
		"linux":   {"9": "#ff5555", "10": "#55ff55", "11": "#ffff55", "12": "#5555ff", "13": "#ff55ff", "14": "#55ffff"},
	}
	plainOf = map[string]map[string]string{
		"xterm":   {"1": "#cd0000", "4": "#0000ee", "5": "#cd00cd"},
		"windows": {"1": "#c50f1f", "4": "#0037da", "5": "#881798"},
		"vs code": {"1": "#cd3131", "4": "#0451a5", "5": "#bc05bc"},
		"gnome":   {"1": "#c01c28", "4": "#12488b", "5": "#a347ba"},
	}
)

func TestSixteenColoursCanBeReadInCommonPalettes(t *testing.T) {
	for _, l := range looks {
		palettes, ground := plainOf, lipgloss.Color("#ffffff")
		if l.dark {
			palettes, ground = brightOf, lipgloss.Color("#000000")
		}
		for name, s := range l.theme.texts() {
			basic := s.lightBasic
			if l.dark {
				basic = s.darkBasic
			}
			for terminal, palette := range palettes {
				if basic == "" {
					continue // text as the terminal has it
				}
				require.Contains(t, palette, basic, "%s in %s", name, l.name)
				assert.GreaterOrEqual(t, contrast(lipgloss.Color(palette[basic]), ground), 3.0, "%s in %s, %s", name, l.name, terminal)
			}
		}
		attention := []string{l.theme.failed.lightBasic, l.theme.stalled.lightBasic, l.theme.syncing.lightBasic}
		assert.Len(t, map[string]bool{attention[0]: true, attention[1]: true, attention[2]: true}, 3, l.name)
	}
}

func TestWhatRecedesIsStillTextInSixteenColoursAndInNone(t *testing.T) {
	for _, p := range []colorprofile.Profile{colorprofile.ANSI, colorprofile.ASCII} {
		s := newStyles(&standard, true, p)
		assert.Equal(t, ansi.Style{}.Faint().String(), s.muted.plain, p)
		assert.NotEqual(t, s.text, s.muted, p)
	}
}

func TestNoColourLeavesOnlyBoldAndFaint(t *testing.T) {
	for _, l := range looks {
		s := newStyles(l.theme, l.dark, colorprofile.ASCII)
		assert.Empty(t, s.failed.plain)
		assert.Empty(t, s.cursor)
		assert.NotEmpty(t, s.strong.plain)
	}
}

func TestThemesChangeWhileItRuns(t *testing.T) {
	m, _ := newFixture(120, 24)
	m = feed(m, fixture())
	frames := map[string]string{}
	for _, name := range Themes()[1:] {
		require.True(t, m.setTheme(name), name)
		content := m.View().Content
		for other, frame := range frames {
			assert.NotEqual(t, frame, content, "%s looks like %s", name, other)
			assert.Equal(t, ansi.Strip(frame), ansi.Strip(content), "only colours differ")
		}
		frames[name] = content
	}
	assert.False(t, m.setTheme("pink"))
	assert.Equal(t, frames[themeColourBlind], m.View().Content, "an unknown theme changes nothing")
	require.True(t, m.setTheme("color-blind"))
	assert.Equal(t, themeColourBlind, m.look.theme)
}

func TestAThemeBringsItsBackgroundWhereTheTerminalHasTheOpposite(t *testing.T) {
	white, black := tea.BackgroundColorMsg{Color: lipgloss.Color("#ffffff")}, tea.BackgroundColorMsg{Color: lipgloss.Color("#101010")}
	none := colorprofile.ASCII
	for _, c := range []struct {
		theme   string
		answer  tea.Msg
		profile colorprofile.Profile
		ground  string
	}{
		{"auto", white, colorprofile.TrueColor, ""},
		{"auto", black, colorprofile.TrueColor, ""},
		{"dark", black, colorprofile.TrueColor, ""},
		{"light", white, colorprofile.TrueColor, ""},
		{"dark", white, colorprofile.TrueColor, standard.groundDark},
		{"light", black, colorprofile.ANSI, standard.groundLight},
		{"light", nil, colorprofile.TrueColor, ""},
		{"light", black, none, ""},
		{"high-contrast", white, colorprofile.TrueColor, ""},
	} {
		t.Run(fmt.Sprintf("%s %v %s", c.theme, c.answer, c.profile), func(t *testing.T) {
			m, _ := newFixture(80, 24, func(o *Options) { o.Theme = c.theme })
			v := viewOf(feed(m, c.answer, tea.ColorProfileMsg{Profile: c.profile}))
			if c.ground == "" {
				assert.Nil(t, v.BackgroundColor)
				assert.Nil(t, v.ForegroundColor)
				return
			}
			assert.Equal(t, lipgloss.Color(c.ground), v.BackgroundColor)
			assert.GreaterOrEqual(t, contrast(v.ForegroundColor, v.BackgroundColor), 7.0)
		})
	}
}

// What was said before a change of theme looks as if it had been said after it.
func TestWhatWasSaidTakesTheColoursOfTheNewTheme(t *testing.T) {
	scenes := map[string]func(m Model) Model{
		"an answer":  func(m Model) Model { return feed(m, press("y")...) },
		"an event":   func(m Model) Model { return feed(m, after(fixture(), "rst-us", fail)) },
		"a bulletin": func(m Model) Model { return feed(m, reloadedMsg{err: errors.New(strings.Repeat("bad ", 60))}) },
		"an absence": func(m Model) Model {
			return feed(feed(m, slices.Concat([]tea.Msg{tea.BlurMsg{}}, awayNight())...), tickAfter(7*time.Minute), tea.FocusMsg{})
		},
		"its list": func(m Model) Model {
			return feed(feed(m, slices.Concat([]tea.Msg{tea.BlurMsg{}}, awayNight())...), tickAfter(7*time.Minute), tea.FocusMsg{}, keyPress("enter"))
		},
	}
	for name, scene := range scenes {
		t.Run(name, func(t *testing.T) {
			dark, _ := newFixture(120, 30, reached)
			light, _ := newFixture(120, 30, reached)
			dark, light = feed(dark, fixture()), feed(light, fixture())
			changed := scene(dark)
			require.True(t, changed.setTheme("light"))
			require.True(t, light.setTheme("light"))
			assert.Equal(t, drawn(scene(light)), drawn(changed))
		})
	}
}
