package ui

import (
	"image/color"
	"math"
	"testing"

	"charm.land/lipgloss/v2"
	"github.com/stretchr/testify/assert"
)

type vector [3]float64

// linear is a colour as amounts of light, 0 to 1.
func linear(c color.Color) vector {
	r, g, b, _ := c.RGBA()
	part := func(v uint32) float64 {
		f := float64(v) / 0xffff
		if f <= 0.04045 {
			return f / 12.92
		}
		return math.Pow((f+0.055)/1.055, 2.4)
	}
	return vector{part(r), part(g), part(b)}
}

// contrast is that of the accessibility guidelines (WCAG 2), 1 to 21.
func contrast(a, b color.Color) float64 {
	luminance := func(c color.Color) float64 {
		v := linear(c)
		return 0.2126*v[0] + 0.7152*v[1] + 0.0722*v[2]
	}
	la, lb := luminance(a), luminance(b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

type matrix [3]vector

func (m matrix) of(v vector) vector {
	var out vector
	for i, row := range m {
		out[i] = row[0]*v[0] + row[1]*v[1] + row[2]*v[2]
	}
	return out
}

// visions are how people see: all cones, or one kind missing altogether (Machado, Oliveira and Fernandes, 2009).
var visions = map[string]matrix{
	"all":          {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
	"protanopia":   {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}},
	"deuteranopia": {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}},
	"tritanopia":   {{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}},
}

// seen is a colour as somebody sees it, as lightness and two hues (CIE Lab, D65).
func seen(c color.Color, vision matrix) vector {
	light := vision.of(linear(c))
	for i := range light {
		light[i] = min(max(light[i], 0), 1)
	}
	xyz := matrix{{0.4124564, 0.3575761, 0.1804375}, {0.2126729, 0.7151522, 0.0721750}, {0.0193339, 0.1191920, 0.9503041}}.of(light)
	f := func(t float64) float64 {
		if t > 216.0/24389 {
			return math.Cbrt(t)
		}
		return (24389.0/27*t + 16) / 116
	}
	x, y, z := f(xyz[0]/0.95047), f(xyz[1]), f(xyz[2]/1.08883)
	return vector{116*y - 16, 500 * (x - y), 200 * (y - z)}
}

// distance is how different two Lab colours look (CIEDE2000): 2 can be told side by side, 8 at a glance.
func distance(p, q vector) float64 {
	rad := math.Pi / 180
	mean := (math.Hypot(p[1], p[2]) + math.Hypot(q[1], q[2])) / 2
	stretch := 1 + 0.5*(1-math.Sqrt(math.Pow(mean, 7)/(math.Pow(mean, 7)+math.Pow(25, 7))))
	polar := func(v vector) (chroma, hue float64) {
		return math.Hypot(v[1]*stretch, v[2]), math.Mod(math.Atan2(v[2], v[1]*stretch)/rad+360, 360)
	}
	c1, h1 := polar(p)
	c2, h2 := polar(q)
	turn := h2 - h1
	switch {
	case c1*c2 == 0:
		turn = 0
	case turn > 180:
		turn -= 360
	case turn < -180:
		turn += 360
	}
	hue := h1 + turn/2
	if c1*c2 == 0 {
		hue = h1 + h2
	}
	light, chroma := (p[0]+q[0])/2, (c1+c2)/2
	t := 1 - 0.17*math.Cos((hue-30)*rad) + 0.24*math.Cos(2*hue*rad) + 0.32*math.Cos((3*hue+6)*rad) - 0.20*math.Cos((4*hue-63)*rad)
	off := (light - 50) * (light - 50)
	dl := (q[0] - p[0]) / (1 + 0.015*off/math.Sqrt(20+off))
	dc := (c2 - c1) / (1 + 0.045*chroma)
	dh := 2 * math.Sqrt(c1*c2) * math.Sin(turn/2*rad) / (1 + 0.015*chroma*t)
	blue := -math.Sin(60*rad*math.Exp(-math.Pow((math.Mod(hue+360, 360)-275)/25, 2))) * 2 * math.Sqrt(math.Pow(chroma, 7)/(math.Pow(chroma, 7)+math.Pow(25, 7)))
	return math.Sqrt(dl*dl + dc*dc + dh*dh + blue*dc*dh)
}

// The pairs are from Sharma, Wu and Dalal, 2005.
func TestDistanceIsThatOfThePaper(t *testing.T) {
	for _, c := range []struct {
		p, q vector
		want float64
	}{
		{vector{50, 2.6772, -79.7751}, vector{50, 0, -82.7485}, 2.0425},
		{vector{50, 2.5, 0}, vector{73, 25, -18}, 27.1492},
		{vector{50, 2.5, 0}, vector{61, -5, 29}, 22.8977},
		{vector{60.2574, -34.0099, 36.2677}, vector{60.4626, -34.1751, 39.4387}, 1.2644},
		{vector{2.0776, 0.0795, -1.1350}, vector{0.9033, -0.0636, -0.5514}, 0.9082},
	} {
		assert.InDelta(t, c.want, distance(c.p, c.q), 0.0001)
	}
	white, black := lipgloss.Color("#ffffff"), lipgloss.Color("#000000")
	assert.InDelta(t, 21, contrast(white, black), 0.01)
	assert.InDelta(t, 100, seen(white, visions["all"])[0], 0.01)
}
