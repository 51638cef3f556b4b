package ui

// shape is how the panes stand to each other.
type shape uint8

const (
	compact shape = iota // one list
	stacked              // list over layers
	wide                 // list beside detail over layers
)

const (
	wideColumns, stackedColumns = 120, 80
	wideRows, stackedRows       = 16, 14
)

// Below these a screen says only that it is too small; from 20x5 on it is whole.
const leastColumns, leastRows = 12, 2

// layout is every size on the screen. It is the only place that computes them; panes obey.
type layout struct {
	shape         shape
	width, height int
	totals        bool // the line with the overall bar
	tabs          bool // the line with the counts and the filter
	rule          bool // the divider over the footer
	footer        bool
	heads         bool // column heads over the list

	body int // rows between header and footer
	list int // columns of the list
	over int // rows of the list with its heads, where something stands below it
	side int // columns beside the list
}

// newLayout lays out width x height; extra asks for the line that holds the filter or a notice where there is no room
// for it at all times.
func newLayout(width, height int, extra bool) layout {
	l := layout{width: width, height: height, list: width}
	switch {
	case width >= wideColumns && height >= wideRows:
		l.shape = wide
	case width >= stackedColumns && height >= stackedRows:
		l.shape = stacked
	}
	l.footer = height >= 4
	l.totals = height >= 7 && width >= 40
	l.heads = height >= 9 && width >= 40
	l.rule = l.shape == wide
	l.tabs = l.shape == wide || extra && height >= 5
	l.body = max(height-l.above()-l.below(), 0)
	l.over = l.body
	switch l.shape {
	case wide:
		l.list = width * 23 / 40
		l.side = width - l.list - 1
	case stacked:
		l.over = max(l.body*9/20+1, 4)
		l.side = width
	}
	return l
}

// above is the rows over the body.
func (l layout) above() int {
	n := 1
	if l.totals {
		n++
	}
	if l.tabs {
		n++
	}
	if l.shape == wide {
		n++ // a line of air, or the notice
	}
	return n
}

// below is the rows under the body.
func (l layout) below() int {
	n := 0
	if l.footer {
		n++
	}
	if l.rule {
		n++
	}
	return n
}

// listRows is how many tasks fit.
func (l layout) listRows() int {
	n := l.over
	if l.heads {
		n--
	}
	return max(n, 0)
}

// sideRows is how detail and parts share a column of rows: the detail gets what it needs as long as the parts keep at
// least eight rows, or all that they need.
func sideRows(rows, detail, parts int) (detailRows, partsRows int) {
	const least = 8
	partsRows = min(parts, max(rows-detail, min(parts, least)))
	detailRows = min(detail, max(rows-partsRows, 0))
	return detailRows, rows - detailRows
}
