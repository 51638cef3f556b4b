package ui

import (
	"image/color"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
)

// ink is how a piece of text looks on a plain row and on the selected one: the escape sequence before it.
type ink struct {
	plain, selected string
}

// styles are the inks by what they mean. They are a value, built once per background and colour depth.
type styles struct {
	text, strong, muted, faint ink
	accent, accentStrong       ink
	queued, syncing, pulling   ink
	stalled, failed, done      ink
	doneBar, track             ink
	paused                     ink
	cursor                     string // the selected row's background
}

// shade is one colour in the three depths a terminal may have, for a dark background and for a light one.
type shade struct {
	dark, light         string // 24 bit
	dark256, light256   string
	darkBasic, litBasic string // of the 16: the terminal's own palette
}

// The basic colours avoid white and black, which vanish on one background or the other.
var palette = struct {
	muted, faint, accent, blue, purple, yellow, red, green, leaf, track, row shade
}{
	muted:  shade{"#98a2bc", "#566072", "103", "240", "8", "8"},
	faint:  shade{"#7d87a1", "#69728a", "245", "243", "8", "8"},
	accent: shade{"#5fd3cf", "#007470", "80", "24", "6", "6"},
	blue:   shade{"#6db3ff", "#1d63c4", "75", "26", "12", "4"},
	purple: shade{"#c29bff", "#7a3fc7", "141", "97", "13", "5"},
	yellow: shade{"#f0c75e", "#8a5f00", "221", "94", "11", "3"},
	red:    shade{"#ff7272", "#c42b2b", "203", "160", "9", "1"},
	green:  shade{"#7fd88f", "#1f7a33", "114", "28", "10", "2"},
	leaf:   shade{"#4f8a5b", "#7fb98b", "65", "108", "2", "2"},
	track:  shade{"#454c63", "#c3cad8", "239", "251", "8", "7"},
	row:    shade{"#232c40", "#e3eaf6", "236", "254", "", ""},
}

// newStyles picks every colour for a background and a colour depth. Without colours, state is told by glyph and
// word, and the selected row by its marker and bold text.
func newStyles(dark bool, profile colorprofile.Profile) styles {
	pick := func(s shade) color.Color { return s.pick(dark, profile) }
	row := pick(palette.row)
	mix := func(s ansi.Style, fg color.Color) ink {
		if fg != nil {
			s = s.ForegroundColor(fg)
		}
		on := s
		if row != nil {
			on = on.BackgroundColor(row)
		}
		return ink{sequence(s), sequence(on)}
	}
	p, bold := ansi.Style{}, ansi.Style{}.Bold()
	return styles{
		text: mix(p, nil), strong: mix(bold, nil),
		muted: mix(p, pick(palette.muted)), faint: mix(p, pick(palette.faint)),
		accent: mix(p, pick(palette.accent)), accentStrong: mix(bold, pick(palette.accent)),
		queued: mix(p, pick(palette.muted)), syncing: mix(p, pick(palette.blue)), pulling: mix(p, pick(palette.purple)),
		stalled: mix(p, pick(palette.yellow)), failed: mix(p, pick(palette.red)), done: mix(p, pick(palette.green)),
		doneBar: mix(p, pick(palette.leaf)), track: mix(p, pick(palette.track)),
		paused: mix(bold, pick(palette.yellow)),
		cursor: mix(p, nil).selected,
	}
}

func sequence(s ansi.Style) string {
	if len(s) == 0 {
		return ""
	}
	return s.String()
}

func (s shade) pick(dark bool, profile colorprofile.Profile) color.Color {
	full, indexed, basic := s.light, s.light256, s.litBasic
	if dark {
		full, indexed, basic = s.dark, s.dark256, s.darkBasic
	}
	switch profile {
	case colorprofile.TrueColor, colorprofile.Unknown:
		return lipgloss.Color(full)
	case colorprofile.ANSI256:
		return lipgloss.Color(indexed)
	case colorprofile.ANSI:
		if basic == "" {
			return nil
		}
		return lipgloss.Color(basic)
	}
	return nil
}
