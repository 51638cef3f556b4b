package ui

import "slices"

// rowStart is the columns before the first cell: the cursor, a mark, the glyph and a blank.
const rowStart = 4

// textGap keeps a text apart from the number to its left.
const textGap = 2

// fitted is a column as wide as there is room for it.
type fitted struct {
	*column
	width int
}

// fit fits the chosen columns to a width. What remains goes to the columns that grow.
func (s *columnSet) fit(chosen []string, width int) []fitted {
	cells := make([]fitted, 0, len(chosen))
	for _, name := range chosen {
		if i := slices.IndexFunc(s.all, func(c column) bool { return c.name == name }); i >= 0 {
			cells = append(cells, fitted{&s.all[i], s.all[i].least})
		}
	}
	wanted := 0
	for _, name := range s.keep {
		if c := findColumn(cells, name); c != nil {
			wanted += c.good - c.least
		}
	}
	for _, name := range s.drop {
		need := columnsNeed(cells)
		if slices.Contains(s.soon, name) {
			need += wanted
		}
		if need > width {
			cells = giveUp(cells, name)
		}
	}
	for _, g := range s.grow {
		if c := findColumn(cells, g.column); c != nil && c.width >= c.least {
			spare := max(width-columnsNeed(cells), 0)
			c.grow(g, spare)
		}
	}
	if over := columnsNeed(cells) - width; over > 0 { // only the last of them is left
		cells[0].width = max(cells[0].width-over, 0)
	}
	return cells
}

func (c *fitted) grow(g growth, spare int) {
	limit := c.good
	if g.most {
		limit = c.most
	}
	if g.half {
		spare /= 2
	}
	c.width += max(min(spare, limit-c.width), 0)
}

func findColumn(cells []fitted, name string) *fitted {
	for i := range cells {
		if cells[i].name == name {
			return &cells[i]
		}
	}
	return nil
}

// giveUp leaves a column out, unless it is the last one.
func giveUp(cells []fitted, name string) []fitted {
	if name == "bar" {
		if c := findColumn(cells, "progress"); c != nil {
			c.width = percentColumns
		}
		return cells
	}
	if len(cells) == 1 {
		return cells
	}
	return slices.DeleteFunc(cells, func(c fitted) bool { return c.name == name })
}

// columnsNeed is the columns that a row takes.
func columnsNeed(cells []fitted) int {
	n := rowStart
	for i := range cells {
		n += cells[i].width + gapBefore(cells, i)
	}
	return n
}

func gapBefore(cells []fitted, i int) int {
	if i > 0 && cells[i-1].number && !cells[i].number {
		return textGap
	}
	return 0
}
