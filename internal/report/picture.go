package report

import (
	"fmt"
	"html"
	"strings"
	"time"

	"acrwatch/internal/units"
)

// The picture in its own units: the rate over time above, and a lane for each kind of mark below it.
const (
	pictureWidth = 1000.0
	plotLeft     = 92.0
	plotRight    = pictureWidth - 14
	plotTop      = 12.0
	plotBottom   = 190.0
	laneTop      = 224.0
	laneStep     = 24.0
	laneHeight   = 14.0
	leastMark    = 2.5 // width of a mark that lasted no time to speak of
	ticksMost    = 9
)

// picture is being drawn.
type picture struct {
	*Report
	strings.Builder
	zone *time.Location
	top  float64 // bytes per second at plotTop
}

// mark is something that happened at a time, or lasted for one.
type mark struct {
	from, to time.Time
	title    string
}

// lane is a row of marks.
type lane struct {
	name, class string
	marks       []mark
}

// picture is the time of the recording as SVG, without a script; its colours are those of the page around it.
func (r *Report) picture() string {
	p := &picture{Report: r, zone: time.FixedZone(r.Zone, r.Offset)}
	lanes := r.lanes()
	height := laneTop + laneStep*float64(len(lanes)) - 6
	p.write(`<svg viewBox="0 0 %.0f %.0f" role="img" aria-label="%s">`, pictureWidth, height, "rate over time, and what happened")
	p.grid(height)
	p.rates()
	for i, l := range lanes {
		p.lane(laneTop+laneStep*float64(i), l)
	}
	p.WriteString("</svg>")
	return p.String()
}

// write writes a piece. Texts among the arguments are escaped.
func (p *picture) write(format string, args ...any) {
	for i, a := range args {
		if text, ok := a.(string); ok {
			args[i] = html.EscapeString(text)
		}
	}
	fmt.Fprintf(&p.Builder, format+"\n", args...)
}

// x is where an instant stands.
func (p *picture) x(at time.Time) float64 {
	whole := p.To.Sub(p.From.Time)
	if whole <= 0 {
		return plotLeft
	}
	share := float64(at.Sub(p.From.Time)) / float64(whole)
	return plotLeft + min(max(share, 0), 1)*(plotRight-plotLeft)
}

func (p *picture) y(rate float64) float64 {
	return plotBottom - min(rate/p.top, 1)*(plotBottom-plotTop)
}

// grid draws the lines and their names.
func (p *picture) grid(height float64) {
	p.top = roundRate(value(p.Summary.Peak))
	for _, share := range []float64{0, 0.5, 1} {
		y := p.y(share * p.top)
		p.write(`<line class="grid" x1="%.1f" x2="%.1f" y1="%.1f" y2="%.1f"/>`, plotLeft, plotRight, y, y)
		p.write(`<text class="axis" x="%.1f" y="%.1f" text-anchor="end">%s</text>`, plotLeft-8, y+4, units.Rate(share*p.top))
	}
	step := stepFor(p.To.Sub(p.From.Time), ticksMost, time.Second)
	clock := bins{ahead: time.Duration(p.Offset) * time.Second}
	for at := clock.floor(p.From.Time, step); !at.After(p.To.Time); at = at.Add(step) {
		x := p.x(at)
		if at.Before(p.From.Time) || x > plotRight-14 || x < plotLeft+14 {
			continue
		}
		p.write(`<line class="grid" x1="%.1f" x2="%.1f" y1="%.1f" y2="%.1f"/>`, x, x, plotTop, height-6)
		p.write(`<text class="axis" x="%.1f" y="%.1f" text-anchor="middle">%s</text>`, x, plotBottom+18, at.In(p.zone).Format(tickFormat(step)))
	}
}

func tickFormat(step time.Duration) string {
	switch {
	case step < time.Minute:
		return "15:04:05"
	case step < 24*time.Hour:
		return "15:04"
	}
	return "01-02"
}

// roundRate is a rate that can be read, no less than the highest.
func roundRate(peak float64) float64 {
	unit := 1.0
	for peak/unit >= 1024 {
		unit *= 1024
	}
	for _, n := range []float64{1, 2, 4, 6, 8, 10, 20, 40, 60, 80, 100, 200, 400, 600, 800, 1000} {
		if peak <= n*unit {
			return n * unit
		}
	}
	return 1024 * unit
}

// rates draws what moved in each step. Where nothing was recorded there is nothing.
func (p *picture) rates() {
	var line, area strings.Builder
	open, end := false, 0.0
	for i, moved := range p.Timeline.Moved {
		if moved == nil {
			closeArea(&area, &open, end)
			continue
		}
		s := p.step(i)
		a, b, y := p.x(s.from), p.x(s.to), p.y(s.rate)
		if !open {
			fmt.Fprintf(&area, "M%.1f %.1f", a, plotBottom)
			fmt.Fprintf(&line, "M%.1f %.1f", a, y)
			open = true
		}
		fmt.Fprintf(&area, "L%.1f %.1fH%.1f", a, y, b)
		fmt.Fprintf(&line, "L%.1f %.1fH%.1f", a, y, b)
		end = b
	}
	closeArea(&area, &open, end)
	p.write(`<path class="area" d="%s"/>`, area.String())
	p.write(`<path class="line" d="%s"/>`, line.String())
}

func closeArea(area *strings.Builder, open *bool, end float64) {
	if *open {
		fmt.Fprintf(area, "L%.1f %.1fZ", end, plotBottom)
	}
	*open = false
}

// lane draws a row of marks with its name.
func (p *picture) lane(y float64, l lane) {
	p.write(`<text class="axis" x="%.1f" y="%.1f" text-anchor="end">%s</text>`, plotLeft-8, y+11, l.name)
	p.write(`<rect class="lane" x="%.1f" y="%.1f" width="%.1f" height="%.1f" rx="3"/>`, plotLeft, y, plotRight-plotLeft, laneHeight)
	for _, m := range l.marks {
		a, b := p.x(m.from), p.x(m.to)
		wide := max(b-a, leastMark)
		a = min(a, plotRight-wide)
		p.write(`<rect class="%s" x="%.1f" y="%.1f" width="%.1f" height="%.1f" rx="1"><title>%s</title></rect>`, l.class, a, y, wide, laneHeight, m.title)
	}
}

// lanes are the rows of marks. Those of what went wrong are there when there is something to show.
func (r *Report) lanes() []lane {
	ends := lane{name: "batch ends", class: "ended"}
	for _, b := range r.Batches {
		if !b.Ended.IsZero() {
			ends.marks = append(ends.marks, mark{b.Ended.Time, b.Ended.Time, "batch " + b.ID + " " + b.Image})
		}
	}
	failed := lane{name: "failures", class: "failed"}
	for _, g := range r.Failures {
		for _, f := range g.Tasks {
			failed.marks = append(failed.marks, mark{f.At.Time, f.At.Time, g.Issue + " " + f.Image})
		}
	}
	stalls := lane{name: "stalls", class: "stalled"}
	for _, s := range r.Stalls {
		stalls.marks = append(stalls.marks, mark{s.Since.Time, s.Since.Add(time.Duration(s.Seconds) * time.Second), s.Image + " " + lasted(s.Seconds)})
	}
	lanes := []lane{ends, failed, stalls}
	if troubles := (lane{name: "API troubles", class: "trouble"}); len(r.Troubles) > 0 {
		for _, t := range r.Troubles {
			troubles.marks = append(troubles.marks, mark{t.From.Time, t.To.Time, t.Class + " " + t.Target})
		}
		lanes = append(lanes, troubles)
	}
	if gaps := (lane{name: "gaps", class: "gap"}); len(r.Gaps) > 0 {
		for _, g := range r.Gaps {
			gaps.marks = append(gaps.marks, mark{g.From.Time, g.To.Time, gapWords(g.Kind)})
		}
		lanes = append(lanes, gaps)
	}
	return lanes
}
