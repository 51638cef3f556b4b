package ui

import (
	"slices"

	"acrwatch/internal/units"
)

// statusCount is how many tasks stand at one status.
type statusCount struct {
	st     state
	n      int
	always bool // it keeps its place when there are none
}

// counts are the tasks by status: in words where there is room for those that are always there, else only those are named of
// which there are any, else none.
func (m *Model) counts(l layout, room int) [][]piece {
	if !m.listed() {
		return nil
	}
	all := m.statusCounts(l)
	var out [][]piece
	for _, named := range []func(statusCount) bool{
		func(statusCount) bool { return true }, func(c statusCount) bool { return c.n > 0 }, func(statusCount) bool { return false },
	} {
		out = out[:0]
		used := 0
		for _, c := range all {
			ps := m.countPieces(l, c, l.width >= wideColumns && named(c))
			if out = append(out, ps); c.always {
				used += piecesWidth(ps)
			}
		}
		if used <= room {
			break
		}
	}
	return out
}

func (m *Model) statusCounts(l layout) []statusCount {
	s, t := &m.styles, m.snap.Totals
	all := []statusCount{
		{state{"●", s.Say("syncing"), s.syncing}, t.Running, true},
		{state{"○", s.Say("queued"), s.queued}, t.Queued, true},
		{state{"◌", s.Say("stalled"), s.stalled}, t.Stalled, true},
		{state{"✗", s.Say("failed"), s.failed}, t.Failed, true},
		{state{"✓", s.Say("done"), s.done}, t.Done, true},
		{state{"◇", s.Say("canceled"), s.muted}, t.Canceled, false},
		{state{"?", s.Say("unknown"), s.text}, t.Unknown, false},
	}
	if l.width < stackedColumns { // what needs attention first, since the rest may not fit
		all[0], all[1], all[2], all[3] = all[3], all[2], all[0], all[1]
	}
	return slices.DeleteFunc(all, func(c statusCount) bool { return c.n == 0 && (!c.always || l.width < 60) })
}

func (m *Model) countPieces(l layout, c statusCount, named bool) []piece {
	if c.n == 0 {
		c.st.ink = m.styles.faint
	}
	text := " " + units.Count(c.n)
	if named {
		text += " " + c.st.word
	}
	gap := "   "
	if l.width < 60 || l.width >= wideColumns && l.width < 150 {
		gap = "  "
	}
	return []piece{{m.styles.text, gap}, {c.st.ink, c.st.glyph + text}}
}
