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
	times         bool // the line of time; it takes the place of the divider where there is one
	footer        bool
	heads         bool // column heads over the list

	body int // rows between header and footer
	list int // columns of the list
	over int // rows of the list with its heads, where something stands below it
	side int // columns beside the list
}

// newLayout lays out width x height; extra asks for the line that holds the filter or a notice where there is no room
// for it at all times, and times for that of a recording.
func newLayout(width, height int, extra, times bool) layout {
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
	l.times = times && height >= 5
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

// sideBody is the rows beside the list, or below it and the divider.
func (l layout) sideBody() int {
	if l.shape == stacked {
		return l.body - l.over - 1
	}
	return l.body
}

// split is where the user has put the divider, in thousandths of the width and of the body's rows; 0 where nobody has.
type split struct{ across, down int }

// The least that the panes on both sides of the divider keep.
const paneColumns, paneRows = 40, 3

// divided moves the divider to where the user wants it.
func (l layout) divided(at split) layout {
	switch {
	case l.shape == wide && at.across > 0:
		l.list = min(max(l.width*at.across/1000, paneColumns), l.width-paneColumns-1)
		l.side = l.width - l.list - 1
	case l.shape == stacked && at.down > 0:
		l.over = min(max(l.body*at.down/1000, paneRows), l.body-paneRows-1)
	}
	return l
}

// dividedAt is the split that puts the divider into a column, or a row of the body.
func (l layout) dividedAt(at split, column, row int) split {
	switch l.shape {
	case wide:
		at.across = thousandths(column, l.width)
	case stacked:
		at.down = thousandths(row, l.body)
	}
	return at
}

// thousandths rounds up, so that the same cell comes back from it.
func thousandths(n, of int) int { return min(max((n*1000+of-1)/of, 1), 1000) }

// alone is the layout with nothing beside the list or below it.
func (l layout) alone() layout {
	l.list, l.over, l.side = l.width, l.body, 0
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
	if l.rule || l.times {
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
