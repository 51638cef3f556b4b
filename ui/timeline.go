package ui

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"acrwatch/internal/notify"
	"acrwatch/internal/past"
)

// From these widths on the line of time has room for its ends, and for the days of them.
const endsColumns, daysColumns = 50, 90

// timeLine is where in a recording, or in the past, the screen is: its ends, the position, and what happened when.
func (m *Model) timeLine(width int) string {
	if m.snap == nil {
		return newLine(width).gap(1).text(m.styles.muted, m.styles.Say(wordOpening)).String()
	}
	out, end, n := m.timeLineStart(width)
	m.axis(out, n)
	return out.text(m.styles.muted, end).String()
}

// timeLineStart is the line up to the axis, what stands behind that, and the columns in between.
func (m *Model) timeLineStart(width int) (out *line, end string, n int) {
	s := &m.styles
	out = newLine(width).gap(1)
	if m.travel.player != nil {
		glyph := "‖"
		if m.travel.moment.Playing {
			glyph = "▶"
		}
		out.text(s.accent, glyph).text(s.text, fmt.Sprintf(" %-5s", speedText(m.travel.moment.Speed)+"x")).gap(1)
	}
	from, to := m.ends()
	if width >= endsColumns {
		out.text(s.muted, m.endText(from, to, from, width)).gap(1)
		end = " " + m.endText(from, to, to, width)
	}
	return out, end, max(min(out.room()-textWidth(end)-1, out.room()), 0)
}

// timeAxis is the time between two ends, in columns.
type timeAxis struct {
	from, to time.Time
	columns  int
}

func (m *Model) timeAxis(columns int) timeAxis {
	from, to := m.ends()
	return timeAxis{from, to, columns}
}

func (x timeAxis) column(at time.Time) int {
	if span := x.to.Sub(x.from); span > 0 {
		return min(max(int(float64(at.Sub(x.from))/float64(span)*float64(x.columns-1)+0.5), 0), x.columns-1)
	}
	return x.columns - 1
}

// at is the time in the middle of a column.
func (x timeAxis) at(column int) time.Time {
	return x.from.Add(time.Duration(float64(x.to.Sub(x.from)) * float64(column) / float64(max(x.columns-1, 1))))
}

func speedText(speed float64) string { return strconv.FormatFloat(speed, 'f', -1, 64) }

// fineSpan is up to how long a span its ends are told to the second: by the minute they could be the same.
const fineSpan = 10 * time.Minute

// endText is the time of an end, with its day where there is room or another one is meant.
func (m *Model) endText(from, to, end time.Time, width int) string {
	from, to, end = from.In(m.opts.Location), to.In(m.opts.Location), end.In(m.opts.Location)
	dated := width >= daysColumns || width >= daysColumns*3/4 && from.YearDay() != to.YearDay()
	switch fine := to.Sub(from) < fineSpan; {
	case dated && fine:
		return end.Format(m.styles.Say("Jan 2 15:04:05"))
	case dated:
		return end.Format(m.styles.Say("Jan 2 15:04"))
	case fine:
		return end.Format("15:04:05")
	}
	return end.Format("15:04")
}

// axisCell is a column of the axis.
type axisCell struct {
	ink   ink
	glyph string
	grave int // the gravity of the mark in it
}

// axis draws n columns of time.
func (m *Model) axis(out *line, n int) {
	if n <= 0 {
		return
	}
	s, x := &m.styles, m.timeAxis(n)
	here, until := x.column(m.position()), n
	if m.travel.player != nil && m.travel.moment.Happened.Until.Before(x.to) {
		until = x.column(m.travel.moment.Happened.Until)
	}
	cells := make([]axisCell, n)
	for i := range cells {
		switch {
		case i < here:
			cells[i] = axisCell{ink: s.accent, glyph: barFull}
		case i < until:
			cells[i] = axisCell{ink: s.track, glyph: barEmpty}
		default:
			cells[i] = axisCell{ink: s.track, glyph: barUnknown}
		}
	}
	for _, mark := range m.pastMarks() {
		cells[x.column(mark.At)].mark(s, mark.Kind)
	}
	cells[here] = axisCell{ink: s.accentStrong, glyph: "●"}
	for i := 0; i < n; {
		end := i
		for end < n && cells[end].ink == cells[i].ink && cells[end].glyph == cells[i].glyph {
			end++
		}
		out.text(cells[i].ink, strings.Repeat(cells[i].glyph, end-i))
		i = end
	}
}

// gravity is which of the marks in one column is seen: the one with the highest.
func gravity(k past.Kind) int {
	switch k {
	case past.Failed:
		return 2
	case past.Stalled:
		return 1
	}
	return 0
}

// mark shows what happened in a column: the worst of it. What went well is a tick on the line and no more.
func (c *axisCell) mark(s *styles, k past.Kind) {
	grave := gravity(k)
	if grave < c.grave {
		return
	}
	c.grave = grave
	switch k {
	case past.Failed:
		c.ink, c.glyph = s.failed, "✗"
	case past.Stalled:
		c.ink, c.glyph = s.stalled, "◌"
	default:
		c.glyph = "┴"
	}
}

// modeWords are how the header begins that is not about now, or that is being recorded.
func (m *Model) modeWords(l layout) []piece {
	s, between := &m.styles, piece{m.styles.muted, " · "}
	at := m.position()
	shown := at.In(m.opts.Location).Format("15:04:05")
	if l.width >= wideColumns {
		shown = at.In(m.opts.Location).Format(s.Say("Jan 2 15:04:05"))
	}
	switch {
	case m.travel.player != nil:
		return []piece{{s.accentStrong, s.Say(wordReplayAt, shown)}, between}
	case m.travel.back && l.width >= stackedColumns:
		return []piece{{s.accentStrong, s.Say(wordPastAgo, shown, s.Duration(m.wall().Sub(at)))}, between}
	case m.travel.back:
		return []piece{{s.accentStrong, s.Say(wordPast, shown)}, between}
	case m.unrecorded && l.width >= stackedColumns:
		return []piece{{s.failed, s.Say("not recorded")}, between}
	case m.opts.Recorded && l.width >= stackedColumns:
		return []piece{{s.accent, s.Say("rec")}, between}
	}
	return nil
}

// eventsThen are what had happened at the time that is shown, the oldest first.
func (m *Model) eventsThen() []notify.Event {
	if m.travel.player != nil {
		return m.travel.moment.Happened.Before(m.now)
	}
	events := m.away.log.events
	for len(events) > 0 && events[len(events)-1].At.After(m.now) {
		events = events[:len(events)-1]
	}
	return events
}

// eventThen is the last of these for the footer.
func (m *Model) eventThen() event {
	events := m.eventsThen()
	if len(events) == 0 {
		return event{}
	}
	e := events[len(events)-1]
	st := m.styles.event(e.Kind)
	text := st.glyph + " " + e.Image + " → " + e.To + " " + st.word
	if e.Reason != "" {
		text = st.glyph + " " + m.styles.Say("%s %s: %s", e.Image+" → "+e.To, st.word, m.styles.issue(e.Reason))
	}
	return event{ink: func(s *styles) ink { return s.event(e.Kind).ink }, text: text, at: e.At, weight: weightDone}
}
