//go:build !windows

package command

import (
	"slices"
	"strings"

	"github.com/stretchr/testify/assert"
)

// every waits until all rows of the list have a text.
func (p *pressing) every(text string) {
	p.t.Helper()
	p.until(func() bool {
		rows, _ := p.tasks()
		seen := 0
		for _, row := range rows {
			if strings.TrimSpace(row) != "" && !strings.Contains(row, text) {
				return false
			}
			seen += strings.Count(row, text)
		}
		return seen > 0
	}, "not every row has "+text)
}

// unfiltered takes the filter away.
func (p *pressing) unfiltered() {
	p.t.Helper()
	p.types("\x1b")
	p.sees(`1 Tasks \d+ +2 Batches \d+ +3 Failures \d+ *\n`)
}

func provesFilter(p *pressing) {
	p.press()
	p.types("status:failed")
	p.every("✗ failed")
	p.sees(`/ status:failed`)
	p.types("\r")
	p.sees(`\d+ of \d+`)
	p.unfiltered()
}

// sought filters and clears the filter, so that its matches stand among all.
func (p *pressing) sought(filter string) {
	p.t.Helper()
	p.types("/" + filter)
	p.every(filter)
	p.unfiltered()
	p.home()
}

func (p *pressing) row() string {
	rows, cursor := p.tasks()
	if cursor < 0 {
		return ""
	}
	return rows[cursor]
}

const twoTasks = "web/frontend:v2.14.0"

// goesTo presses a key and waits until the cursor is on another row, which is one of the two.
func (p *pressing) goesTo(key string) string {
	p.t.Helper()
	before := p.selected()
	p.types(key)
	p.until(func() bool { return p.selected() != before && strings.Contains(p.row(), twoTasks) }, "the cursor is on no other row that matches")
	return p.selected()
}

func provesNextMatch(p *pressing) {
	p.sought(twoTasks)
	first := p.goesTo(p.key)
	_, above := p.tasks()
	assert.NotEqual(p.t, first, p.goesTo(p.key))
	_, below := p.tasks()
	assert.Greater(p.t, below, above)
}

func provesPrevMatch(p *pressing) {
	p.sought(twoTasks)
	first := p.goesTo("n")
	p.goesTo("n")
	assert.Equal(p.t, first, p.goesTo(p.key))
}

func provesPalette(p *pressing) {
	p.press()
	p.shows("next-pane")
	p.types("paus")
	p.hides("next-pane")
	p.types("\r")
	p.shows("PAUSED")
	p.types(":pause\r")
	p.hides("PAUSED")
}

// images are those of the rows.
func (p *pressing) images() []string {
	rows, _ := p.tasks()
	var images []string
	for _, row := range rows {
		if words := strings.Fields(row); len(words) > 2 {
			images = append(images, words[2])
		}
	}
	return images
}

func provesSort(p *pressing) {
	p.shows("STATUS ▾")
	p.press()
	p.shows("IMAGE ▾")
	p.home()
	assert.True(p.t, slices.IsSorted(p.images()[:10]), p.images())
	p.attentionFirst()
}

func provesReverseSort(p *pressing) {
	p.types("s")
	p.shows("IMAGE ▾")
	p.press()
	p.shows("IMAGE ▴")
	p.home()
	images := p.images()[:10]
	slices.Reverse(images)
	assert.True(p.t, slices.IsSorted(images), images)
	p.attentionFirst()
}

// attentionFirst sorts as at the start.
func (p *pressing) attentionFirst() {
	p.t.Helper()
	p.types(":sort status\r")
	p.shows("STATUS ▾")
}

func provesMark(p *pressing) {
	p.press()
	p.sees(`\b1 marked`)
	p.types("g")
	p.cursorOn(0)
	p.press()
	p.hides("marked")
}
