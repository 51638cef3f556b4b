package ui

import (
	"fmt"

	"acrwatch/internal/tongue"
	"acrwatch/internal/units"
	"acrwatch/poller"
)

// totalsLine is the second line: how far the work in hand is. Its figures keep their columns while they change.
func (m *Model) totalsLine(l layout) string {
	out := newLine(l.width)
	out.gap(1)
	if !m.listed() || m.blank() && m.worst() != nil {
		return out.unknownBar(m.styles.track, l.width-2).String()
	}
	t, s := m.snap.Totals, &m.styles
	if m.worst() != nil { // nobody knows what moves at present
		t.RateKnown, t.Left = false, poller.Left{}
	}
	if t.Size == 0 && t.Unsized == 0 {
		return out.text(s.faint, s.Say(idle(t))).String()
	}
	right := m.totalsFigures(l, t)
	n := l.width - piecesWidth(right) - 3
	share, known := wholeShare(t)
	full := s.syncing
	if share == 1 {
		full = s.doneBar
	}
	if known {
		out.bar(full, s.track, share, n)
	} else {
		out.unknownBar(s.track, n)
	}
	out.gap(1)
	for _, p := range right {
		out.text(p.ink, p.text)
	}
	return out.String()
}

func idle(t poller.Totals) tongue.Text {
	if t.Running+t.Queued+t.Stalled+t.Unknown > 0 {
		return "no bytes to count: subscriptions move tags"
	}
	return "nothing is moving"
}

// wholeShare is the part of the work in hand that is moved: 1 only when nothing of it is left.
func wholeShare(t poller.Totals) (float64, bool) {
	if t.Size <= 0 {
		return 0, false
	}
	share := float64(t.Moved) / float64(t.Size)
	if t.Running+t.Queued+t.Stalled+t.Unknown == 0 {
		return 1, true
	}
	return min(share, 0.99), true
}

// historyWidth is from where on the totals have room for the rates of the last half minute.
const historyWidth = 100

// uniqueWidth is from where on they have room for the bytes without those of layers that several tasks share.
const uniqueWidth = 150

func (m *Model) totalsFigures(l layout, t poller.Totals) []piece {
	s := &m.styles
	percent := units.Unknown
	if share, known := wholeShare(t); known {
		percent = units.Percent(share)
	}
	ps := []piece{{s.strong, fmt.Sprintf("%5s", percent)}}
	if l.width >= wideColumns {
		moved := s.Progress(t.Moved, t.Size, t.Unsized > 0)
		ps = append(ps, piece{s.text, "   " + pad(moved, 19)})
		ps = append(ps, s.unsized(t.Unsized))
		if l.width >= uniqueWidth {
			ps = append(ps, s.unique(t))
		}
		rate := units.Unknown
		if t.RateKnown {
			rate = units.Rate(t.Rate)
		}
		ps = append(ps, piece{s.text, fmt.Sprintf("  %12s ", rate)})
	}
	if l.width >= historyWidth {
		ps = append(append(ps, piece{s.text, "  "}), m.history(t.History, 16)...)
	}
	left := ""
	if t.Left.Known() {
		left = s.Say("%s left", s.LongLeft(t.Left.Low, t.Left.High))
	}
	return append(ps, piece{s.text, "  " + padLeft(left, 14)})
}

// unsized is how many tasks have not told their size, in a column that stays when all have: the bar beside it keeps its
// length.
func (s *styles) unsized(n int) piece {
	word := func(n int) string { return " " + s.Say("%d unknown", n) }
	if n == 0 {
		return piece{s.muted, blanks[:textWidth(word(999))]}
	}
	return piece{s.muted, pad(word(n), textWidth(word(999)))}
}

// unique is what the bytes come to with layers that tasks share counted once, where that is less; it keeps its column too.
func (s *styles) unique(t poller.Totals) piece {
	word := func(bytes string) string { return "   " + s.Say("%9s unique", bytes) }
	if t.Unique <= 0 || t.Unique >= t.Size {
		return piece{s.muted, blanks[:textWidth(word(""))]}
	}
	return piece{s.muted, word(units.Bytes(t.Unique))}
}

// padLeft fills s to n columns from the left.
func padLeft(s string, n int) string { return blanks[:max(n-textWidth(s), 0)] + s }

// pad fills s to n columns.
func pad(s string, n int) string {
	if w := textWidth(s); w < n {
		return s + blanks[:n-w]
	}
	return s
}
