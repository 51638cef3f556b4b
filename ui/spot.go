package ui

// zone is a kind of place on the screen.
type zone uint8

const (
	nowhere zone = iota
	onHelp
	onHeads
	onList
	onDivider
	onDetail
	onParts
	onTime
)

// spot is what is in a cell of the screen: for the list and the parts, in which of their rows, and for the line of time in
// which column.
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
	case m.opened:
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
	detailRows, partsRows, _ := m.sideHeights(l)
	if y < detailRows {
		return spot{zone: onDetail}
	}
	y -= detailRows
	if m.headed() {
		y, partsRows = y-1, partsRows-1
	}
	return spot{onParts, m.partAt(m.sideWidth(l), partsRows, y)}
}

// partAt is the layer or the tag in a row of the parts, -1 where there is none.
func (m *Model) partAt(width, rows, y int) int {
	t := m.current()
	if t == nil || len(t.Parts) == 0 {
		if y < 0 || y >= rows {
			return -1
		}
		return m.parts.offset + y
	}
	o := &m.layers
	fit, _ := m.beside(rows, m.layerMore(t, m.styles.layerColumns(width), width))
	at := o.fit(m.parts, fit).offset + y
	if y < 0 || y >= fit || at >= len(o.rows) || o.rows[at] < 0 {
		return -1
	}
	return o.rows[at]
}
