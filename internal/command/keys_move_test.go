//go:build !windows

package command

import (
	"strings"

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
	assert.Equal(p.t, first, p.selected())
}

// seesTask asserts that a row of an earlier list is where it was.
func (p *pressing) seesTask(earlier []string, row int) {
	p.t.Helper()
	const named = 45 // columns of the status, the image and where it goes to
	rows, _ := p.tasks()
	require.Greater(p.t, len(rows), row)
	assert.Equal(p.t, string([]rune(earlier[row])[:named]), string([]rune(rows[row])[:named]))
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
		return strings.HasPrefix(now[0], string([]rune(rows[len(rows)-1])[:30]))
	}, "the last row does not become the first")
	assert.NotEqual(p.t, first, p.selected())
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
