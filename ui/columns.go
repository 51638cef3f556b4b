package ui

import (
	"slices"
	"time"

	"acrwatch/internal/columns"
	"acrwatch/internal/tongue"
	"acrwatch/internal/units"
)

// column is the shape of one column of a list. Widths hold the blank beside the text.
type column struct {
	name              string
	head              tongue.Text
	least, good, most int  // good and most are 0 where a column does not grow
	number            bool // to the right
}

// percentColumns is what remains of the progress where there is no room for its bar.
const percentColumns = 6

// columnSet is the columns that a list can have, and what is given up first where there is no room.
type columnSet struct {
	all  []column
	drop []string // in this order; "bar" is the progress without its percentage
	soon []string // of those, the ones that are given up before the columns of keep get less than their good width
	keep []string
	grow []growth
}

// growth gives a column what is spare, up to its good or its most width.
type growth struct {
	column string
	most   bool
	half   bool // only half of what is spare
}

var taskColumns = columnSet{
	all: []column{
		{name: "status", head: "STATUS", least: 9},
		{name: "image", head: "IMAGE", least: 17, good: 25, most: 41},
		{name: "from", head: "FROM", least: 15},
		{name: "to", head: "TO", least: 15},
		{name: "rule", head: "RULE", least: 15},
		{name: "progress", head: "PROGRESS", least: 14, good: 23, most: 30},
		{name: "moved", head: "MOVED", least: 11, number: true},
		{name: "size", head: "SIZE", least: 11, number: true},
		{name: "rate", head: "RATE", least: 10, number: true},
		{name: "left", head: "LEFT", least: 8, number: true},
		{name: "age", head: "AGE", least: 7, number: true},
		{name: "priority", head: "PRIO", least: 6, number: true},
		{name: "issue", head: "ISSUE", least: 17},
		{name: "kind", head: "KIND", least: 6},
		{name: "batch", head: "BATCH", least: 10},
		{name: "target", head: "TARGET", least: 15},
		{name: "id", head: "ID", least: 22},
	},
	drop: []string{"id", "batch", "target", "kind", "priority", "issue", "rule", "from", "age", "size", "moved", "rate", "bar", "to", "left", "status", "progress"},
	soon: []string{"id", "batch", "target", "kind", "priority", "issue", "rule", "from", "age", "size", "moved", "rate"},
	keep: []string{"image"},
	grow: []growth{{column: "image"}, {column: "progress"}, {column: "progress", most: true, half: true}, {column: "image", most: true}},
}

var batchColumns = columnSet{
	all: []column{
		{name: "status", head: "STATUS", least: 9},
		{name: "image", head: "IMAGE", least: 17, good: 25, most: 41},
		{name: "destinations", head: "DESTINATIONS", least: 14, good: 40, most: 60},
		{name: "progress", head: "PROGRESS", least: 14, good: 20, most: 30},
		{name: "bytes", head: "BYTES", least: 21, number: true},
		{name: "rate", head: "RATE", least: 9, number: true},
		{name: "left", head: "LEFT", least: 8, number: true},
	},
	drop: []string{"bytes", "rate", "bar", "left", "status", "destinations", "progress"},
	soon: []string{"bytes"},
	keep: []string{"image", "destinations"},
	grow: []growth{
		{column: "image"},
		{column: "destinations"},
		{column: "progress"},
		{column: "destinations", most: true, half: true},
		{column: "image", most: true},
		{column: "progress", most: true},
		{column: "destinations", most: true},
	},
}

// in is the set with columns as wide as a language needs them, for their heads and for what they hold.
func (s columnSet) in(w units.Words) columnSet {
	s.all = slices.Clone(s.all)
	for i := range s.all {
		c := &s.all[i]
		c.least = max(c.least, textWidth(w.Say(c.head))+textWidth(downMark))
		if c.name == "left" {
			c.least = max(c.least, leftColumns(w)+1)
		}
	}
	return s
}

// leftColumns is the width of the widest time to go.
func leftColumns(w units.Words) int { return textWidth(w.Left(59*time.Minute, 24*time.Hour)) }

// columnNames is every column of the set, in order.
func (s *columnSet) names() []string {
	names := make([]string, len(s.all))
	for i := range s.all {
		names[i] = s.all[i].name
	}
	return names
}

// chosenColumns are the columns of the task list that the user wants.
func (m *Model) chosenColumns() []string {
	if len(m.opts.Columns) > 0 {
		return m.opts.Columns
	}
	return columns.Default
}

// fittedColumns are the columns of the list that is shown, at a width; the failures have none.
func (m *Model) fittedColumns(width int) []fitted {
	switch m.view {
	case batchesView:
		return m.styles.batches.fit(m.styles.batches.names(), width)
	case failuresView:
		return nil
	}
	return m.styles.tasks.fit(m.chosenColumns(), width)
}

// orderTexts are what a list can be sorted by, in words.
var orderTexts = map[string]tongue.Text{
	attentionColumn: "attention", "image": "image", "from": "from", "to": "to", "rule": "rule", "progress": "progress", "moved": "moved",
	"size": "size", "rate": "rate", "left": "left", "age": "age", "priority": "priority", byIssue: "issue", "kind": "kind", "batch": "batch",
	"target": "target", "id": "id", "destinations": "destinations", "bytes": "bytes", byCount: "failures", byNewest: "newest",
}

const (
	downMark = " ▾"
	upMark   = " ▴"
)

// listHeads names the columns, and marks the one that the list is sorted by.
func (m *Model) listHeads(width int, cells []fitted) string {
	i := m.styles.muted
	if m.focus == listPane && m.layout().shape == wide {
		i = m.styles.text
	}
	out := newLine(width).gap(2)
	for n := range cells {
		c := &cells[n]
		head, room := m.styles.Say(c.head), c.width
		if m.sort().column == c.name {
			head += map[bool]string{false: downMark, true: upMark}[m.sort().backward]
		}
		out.gap(gapBefore(cells, n))
		switch {
		case n == 0 && c.name == attentionColumn:
			room += 2
		case n == 0:
			out.gap(2)
		}
		switch {
		case c.number:
			out.number(i, head, room)
		case c.name == "progress" && c.width <= percentColumns:
			out.gap(room)
		default:
			out.cell(i, head, room)
		}
	}
	return out.String()
}
