package ui

import (
	"image/color"
	"math"
	"testing"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/stretchr/testify/assert"
)

// luminance and contrast are those of the accessibility guidelines (WCAG 2).
func luminance(c color.Color) float64 {
	r, g, b, _ := c.RGBA()
	part := func(v uint32) float64 {
		f := float64(v) / 0xffff
		if f <= 0.03928 {
			return f / 12.92
		}
		return math.Pow((f+0.055)/1.055, 2.4)
	}
	return 0.2126*part(r) + 0.7152*part(g) + 0.0722*part(b)
}

func contrast(a, b color.Color) float64 {
	la, lb := luminance(a), luminance(b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

func TestTextCanBeRead(t *testing.T) {
	inks := map[string]shade{
		"muted": palette.muted, "faint": palette.faint, "accent": palette.accent, "blue": palette.blue, "purple": palette.purple,
		"yellow": palette.yellow, "red": palette.red, "green": palette.green,
	}
	grounds := map[bool]color.Color{true: lipgloss.Color("#1a1b26"), false: lipgloss.Color("#ffffff")}
	for name, s := range inks {
		for dark, ground := range grounds {
			for _, p := range []colorprofile.Profile{colorprofile.TrueColor, colorprofile.ANSI256} {
				assert.GreaterOrEqual(t, contrast(s.pick(dark, p), ground), 4.5, "%s, dark %t, %s", name, dark, p)
			}
		}
	}
}

func TestNoColourLeavesOnlyBold(t *testing.T) {
	s := newStyles(true, colorprofile.ASCII)
	assert.Empty(t, s.failed.plain)
	assert.Empty(t, s.cursor)
	assert.NotEmpty(t, s.strong.plain)
}
