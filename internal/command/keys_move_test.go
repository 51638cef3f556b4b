//go:build !windows

package command

import (
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func provesDown(p *pressing) {
	first := p.selected()
	p.press()
	p.cursorOn(1)
	assert.NotEqual(p.t, first, p.selected(), "the detail goes along")
}

func provesUp(p *pressing) {
	p.types("jj")
	p.cursorOn(2)
	p.press()
	p.cursorOn(1)
}

// toTheEnd takes the cursor to the last task, and gives the rows that are seen then.
func (p *pressing) toTheEnd() []string {
	p.t.Helper()
	rows, _ := p.tasks()
	p.types("G")
	p.cursorOn(len(rows) - 1)
	rows, _ = p.tasks()
	return rows
}

func provesTop(p *pressing) {
	rows, _ := p.tasks()
	first := p.selected()
	p.toTheEnd()
	p.press()
	p.cursorOn(0)
	p.seesTask(rows, 0)
	p.until(func() bool { return p.selected() == first }, "the detail goes along when the cursor rests")
}

// named is what a row says of its task that does not change while it runs: the image, and where it goes to.
func named(row string) string { return string([]rune(row)[11:45]) }

// seesTask asserts that a row of an earlier list is where it was.
func (p *pressing) seesTask(earlier []string, row int) {
	p.t.Helper()
	rows, _ := p.tasks()
	require.Greater(p.t, len(rows), row)
	assert.Equal(p.t, named(earlier[row]), named(rows[row]))
}

func provesBottom(p *pressing) {
	rows, _ := p.tasks()
	p.press()
	p.cursorOn(len(rows) - 1)
	last := p.selected()
	p.types("jj") // there is nothing below
	p.alive()
	p.cursorOn(len(rows) - 1)
	assert.Equal(p.t, last, p.selected())
}

func provesPageDown(p *pressing) {
	rows, _ := p.tasks()
	p.press()
	p.cursorOn(len(rows) - 1)
	p.seesTask(rows, 0)
	first := p.selected()
	p.press()
	p.until(func() bool {
		now, _ := p.tasks()
		return named(now[0]) == named(rows[len(rows)-1])
	}, "the last row does not become the first")
	p.until(func() bool { return p.selected() != first }, "the detail goes along when the cursor rests")
}

func provesPageUp(p *pressing) {
	rows := p.toTheEnd()
	p.press()
	p.cursorOn(0)
	p.seesTask(rows, len(rows)-1)
}

func provesHalfDown(p *pressing) {
	rows, _ := p.tasks()
	p.press()
	p.cursorOn((len(rows) - 1) / 2)
	p.seesTask(rows, 0)
}

func provesHalfUp(p *pressing) {
	rows := p.toTheEnd()
	p.press()
	p.cursorOn(len(rows) - 1 - (len(rows)-1)/2)
	p.seesTask(rows, len(rows)-1)
}
