package ui

import "slices"

// helpColumn is the least width of a column of the help, on the mean.
const helpColumn = 65

// helpPart is a column of the help, as it stands on screen.
type helpPart struct {
	width int
	lines []string
}

// helpColumns sets the help into as many columns as there is room for. Those with long rows are wider.
func (m *Model) helpColumns(width, rows int) []helpPart {
	n := max(width/helpColumn, 1)
	columns := inColumns(m.helpBlocks(), n, rows)
	needs := make([]int, n)
	for i, blocks := range columns {
		for _, b := range blocks {
			needs[i] = max(needs[i], b.width())
		}
	}
	parts := make([]helpPart, n)
	for i, each := range shares(width, needs) {
		parts[i].width = each
		for k, b := range columns[i] {
			if k > 0 {
				parts[i].lines = append(parts[i].lines, newLine(each).String())
			}
			parts[i].lines = append(parts[i].lines, m.helpLines(b, each, n == 1)...)
		}
	}
	return parts
}

// shares gives each of those who need some of the width what it needs, as far as the others leave it that, and all that is
// left over to them evenly.
func shares(width int, needs []int) []int {
	given, order := make([]int, len(needs)), make([]int, len(needs))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return needs[a] - needs[b] })
	rest := width
	for k, i := range order {
		given[i] = min(needs[i], rest/(len(order)-k))
		rest -= given[i]
	}
	for k, i := range order {
		more := rest / (len(order) - k)
		given[i] += more
		rest -= more
	}
	return given
}

// inColumns sets blocks into n columns: as high as the window where that suffices, else about evenly high.
func inColumns(blocks []helpBlock, n, rows int) [][]helpBlock {
	all, longest := 0, 0
	for _, b := range blocks {
		all += b.height() + 1
		longest = max(longest, b.height())
	}
	for height := max(rows, longest, (all+n-2)/n); ; height++ {
		columns, used := make([][]helpBlock, 1, n), 0
		for _, b := range blocks {
			if used > 0 && used+b.height() > height {
				columns, used = append(columns, nil), 0
			}
			last := len(columns) - 1
			columns[last] = append(columns[last], b)
			used += b.height() + 1 // with a blank line
		}
		if len(columns) <= n {
			return append(columns, make([][]helpBlock, n-len(columns))...)
		}
	}
}

// height is how many lines a block takes with each row in one.
func (b helpBlock) height() int { return len(b.rows) + 1 }

func helpHeight(columns []helpPart) int {
	height := 0
	for _, c := range columns {
		height = max(height, len(c.lines))
	}
	return height
}
