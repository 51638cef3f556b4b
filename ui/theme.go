package ui

import (
	"image/color"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"acrwatch/internal/units"
)

// ink is how a piece of text looks on a plain row and on the selected one: the escape sequence before it.
type ink struct {
	plain, selected string
}

// inkOf picks an ink by what it means. A text that stands for a while keeps this in place of the ink, so that it takes
// the colours of another theme with everything else.
type inkOf func(*styles) ink

func mutedInk(s *styles) ink   { return s.muted }
func stalledInk(s *styles) ink { return s.stalled }
func failedInk(s *styles) ink  { return s.failed }
func doneInk(s *styles) ink    { return s.done }

// styles are the words and the inks by what they mean. They are a value, built once per language, theme, background and
// colour depth.
type styles struct {
	units.Words // what is said goes through it, in the language of the user

	text, strong, muted, faint ink
	accent, accentStrong       ink
	queued, syncing, pulling   ink
	stalled, failed, done      ink
	doneBar, track             ink
	paused                     ink
	cursor                     string // the selected row's background

	tasks, batches columnSet // as wide as the words are
}

// newStyles picks every colour of a theme for a background and a colour depth. Without colours, state is told by glyph
// and word, and the selected row by its marker and bold text.
func newStyles(t *theme, dark bool, profile colorprofile.Profile) styles {
	row := t.row.pick(dark, profile)
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
	plain, bold := ansi.Style{}, ansi.Style{}.Bold()
	of := func(s shade) ink { return mix(plain, s.pick(dark, profile)) }
	quiet := func(s shade) ink {
		if c := s.pick(dark, profile); c != nil {
			return mix(plain, c)
		}
		return mix(ansi.Style{}.Faint(), nil) // the terminal's own text, only weaker
	}
	return styles{
		text: mix(plain, nil), strong: mix(bold, nil),
		muted: quiet(t.muted), faint: quiet(t.faint),
		accent: of(t.accent), accentStrong: mix(bold, t.accent.pick(dark, profile)),
		queued: quiet(t.queued), syncing: of(t.syncing), pulling: of(t.pulling),
		stalled: of(t.stalled), failed: of(t.failed), done: of(t.done),
		doneBar: quiet(t.doneBar), track: quiet(t.track),
		paused: mix(bold, t.stalled.pick(dark, profile)),
		cursor: mix(plain, nil).selected,
	}
}

func sequence(s ansi.Style) string {
	if len(s) == 0 {
		return ""
	}
	return s.String()
}

// pick is the colour for a background and a depth; nil where the terminal's own text colour serves.
func (s shade) pick(dark bool, profile colorprofile.Profile) color.Color {
	full, indexed, basic := s.light, s.light256, s.lightBasic
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
