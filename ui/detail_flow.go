package ui

import (
	"strings"

	"acrwatch/internal/tongue"
	"acrwatch/internal/units"
	"acrwatch/poller"
)

// Where a figure is from.
const (
	reported  = "reported"
	measured  = "measured"
	estimated = "estimated"
)

// flowWords are the words about bytes on their way.
var flowWords = struct {
	lately, average, quiet, more tongue.Text
}{
	lately:  "estimated from the last 3 min",
	average: "%s on average",
	quiet:   "no bytes for %s",
	more:    " and %d more",
}

const (
	historyColumns  = 28
	speedColumns    = 12
	averageColumns  = 11 // what an average's words add to its rate
	latelyColumns   = 56 // below this, an estimate does not say what it is from
	speedRowColumns = 36 // what the speed's row takes without its history
)

// flowRows are bytes, speed and time left, each with where it comes from.
func (m *Model) flowRows(d *sheet, t *poller.Task) {
	d.row("moved", m.movedPieces(t)...)
	if t.Phase.Finished() {
		m.averageRow(d, t)
		return
	}
	d.row("speed", m.speedPieces(d, t)...)
	s, left := &m.styles, t.Flow.Left
	if !left.Known() {
		d.row("left", piece{s.muted, units.Unknown})
		return
	}
	origin := tongue.Text(estimated)
	if d.width >= latelyColumns {
		origin = flowWords.lately
	}
	d.row("left", piece{s.text, m.styles.LongLeft(left.Low, left.High)}, piece{s.faint, "  " + s.Say(origin)})
}

func (m *Model) movedPieces(t *poller.Task) []piece {
	s, f := &m.styles, t.Flow
	switch {
	case f.SizeKnown:
		row := []piece{{s.text, m.styles.Progress(f.Moved, f.Size, false)}, {s.faint, "  " + s.Say(reported)}}
		if share, ok := f.Share(t.Phase); ok {
			row = append(row, piece{s.text, "   " + units.Percent(share)}, piece{s.faint, "  " + s.Say(measured)})
		}
		return row
	case t.Sync.Synced.Known:
		return []piece{{s.text, s.Say("%s of %s", units.Bytes(t.Sync.Synced.Value), units.Unknown)}, {s.faint, "  " + s.Say(reported)}}
	}
	return []piece{{s.muted, units.Unknown}}
}

func (m *Model) speedPieces(d *sheet, t *poller.Task) []piece {
	s, f := &m.styles, t.Flow
	switch {
	case f.Stalled:
		return []piece{{s.stalled, s.Say(flowWords.quiet, s.LongDuration(m.now.Sub(f.LastMoved.Time()))) + s.stalledLayers(t)}, {s.faint, "  " + s.Say(measured)}}
	case f.RateKnown:
		row := append([]piece{{s.text, pad(units.Rate(f.Rate), speedColumns)}}, m.history(t.History.List(), min(historyColumns, max(d.width-speedRowColumns, 0)))...)
		return append(row, piece{s.faint, "  " + s.Say(measured)})
	}
	return []piece{{s.muted, units.Unknown}}
}

// averageRow is how fast a task was that is over, from its first moment to its last, and its rates while we watched.
func (m *Model) averageRow(d *sheet, t *poller.Task) {
	s, took := &m.styles, t.LastChanged().Sub(t.Began())
	if t.Began().IsZero() || t.LastChanged().IsZero() || took <= 0 || t.Flow.Moved <= 0 {
		return
	}
	row := []piece{{s.text, s.Say(flowWords.average, units.Rate(float64(t.Flow.Moved)/took.Seconds()))}}
	if rates := t.History.List(); len(rates) > 1 {
		row = append(row, piece{s.faint, "  "}, piece{s.faint, sparkline(rates, min(len(rates), max(d.width-speedRowColumns-averageColumns, 0)))})
	}
	d.row("speed", append(row, piece{s.faint, "  " + s.Say(measured)})...)
}

// stalledLayers names the first of the layers that stand still, and counts the others; the table has them on top.
func (s *styles) stalledLayers(t *poller.Task) string {
	first, more := "", -1
	parts := t.Parts()
	for i := range parts {
		if !parts[i].Flow.Stalled {
			continue
		}
		if more++; more == 0 {
			first = " · " + shortDigest(parts[i].Digest)
		}
	}
	if more > 0 {
		first += s.Say(flowWords.more, more)
	}
	return first
}

// history is the newest rates as a line of n columns; the time before the first of them is unknown.
func (m *Model) history(rates []float32, n int) []piece {
	missing := max(n-len(rates), 0)
	return []piece{{m.styles.track, strings.Repeat(barUnknown, missing)}, {m.styles.syncing, sparkline(rates, n-missing)}}
}
