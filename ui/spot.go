package ui

// zone is a kind of place on the screen.
type zone uint8

const (
	nowhere zone = iota
	onHelp
	onRecall
	onRaw
	onHeads
	onList
	onDivider
	onDetail
	onParts
	onTime
)

// spot is what is in a cell of the screen: for lists and tables, in which of their rows, and for the line of time in which
// column.
type spot struct {
	zone zone
	row  int
}

// spot tells what is in a cell.
func (m *Model) spot(l layout, x, y int) spot {
	y -= l.above()
	switch {
	case l.times && y == l.body:
		return spot{onTime, x}
	case y < 0 || y >= l.body || x < 0 || x >= l.width:
		return spot{}
	case m.mode == helping:
		return spot{zone: onHelp}
	case m.mode == recalling:
		return spot{onRecall, m.recallAt(y)}
	case m.raw.open:
		return spot{zone: onRaw}
	case m.sideAlone():
		return m.sideSpot(l, y)
	case l.shape == wide && x == l.list, l.shape == stacked && y == l.over:
		return spot{zone: onDivider}
	case l.shape == wide && x > l.list:
		return m.sideSpot(l, y)
	case l.shape == stacked && y > l.over:
		return m.sideSpot(l, y-l.over-1)
	}
	if l.heads {
		y--
	}
	if y < 0 {
		return spot{zone: onHeads}
	}
	return spot{onList, m.list.offset + y}
}

// sideSpot is what is in a row of detail and parts.
func (m *Model) sideSpot(l layout, y int) spot {
	detailRows, _, _ := m.sideHeights(l)
	if y < detailRows {
		return spot{zone: onDetail}
	}
	y -= detailRows
	if m.headed() {
		y--
	}
	return spot{onParts, m.partAt(l, y)}
}
