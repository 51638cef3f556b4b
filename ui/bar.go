package ui

import (
	"math"
	"strings"
)

// The bars are drawn here and not by the progress bubble because of their half cell and their three looks: moving,
// finished and unknown.
const (
	barFull    = "━"
	barHalf    = "╸"
	barEmpty   = "─"
	barUnknown = "┄"
)

// bar draws a share of n columns. A share above nothing shows at least half a cell, and one below everything leaves
// at least one open.
func (l *line) bar(full, track ink, share float64, n int) *line {
	n = min(n, l.room())
	if n <= 0 {
		return l
	}
	share = min(max(share, 0), 1)
	halves := int(math.Round(share * float64(2*n)))
	if share > 0 {
		halves = max(halves, 1)
	}
	if share < 1 {
		halves = min(halves, 2*n-2)
	}
	whole := halves / 2
	l.upTo(full, strings.Repeat(barFull, whole), whole)
	if halves%2 == 1 {
		l.upTo(full, barHalf, 1)
		whole++
	}
	return l.upTo(track, strings.Repeat(barEmpty, n-whole), n-whole)
}

// unknownBar draws n columns of which nothing is known.
func (l *line) unknownBar(track ink, n int) *line {
	n = min(n, l.room())
	if n <= 0 {
		return l
	}
	return l.upTo(track, strings.Repeat(barUnknown, n), n)
}

var sparks = []rune("▁▂▃▄▅▆▇█")

// sparkline draws the newest n values, the largest of them at full height; fewer values stand to the right.
func sparkline(values []float32, n int) string {
	if len(values) > n {
		values = values[len(values)-n:]
	}
	var top float32
	for _, v := range values {
		top = max(top, v)
	}
	out := make([]rune, 0, n)
	for range n - len(values) {
		out = append(out, ' ')
	}
	for _, v := range values {
		level := 0
		if top > 0 {
			level = int(math.Round(float64(max(v, 0)/top) * float64(len(sparks)-1)))
		}
		out = append(out, sparks[level])
	}
	return string(out)
}
