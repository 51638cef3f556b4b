//go:build !windows

package command

import (
	"strings"

	"github.com/stretchr/testify/assert"
)

// inLayers is the cursor in the pane of the layers.
const inLayers = `│▌[●○✓◌] [0-9a-f]{12}`

// toLayers takes the cursor to a task with layers.
func (p *pressing) toLayers() {
	p.t.Helper()
	rows, _ := p.tasks()
	for i, row := range rows {
		if strings.Contains(row, "● syncing") {
			p.types(strings.Repeat("j", i))
			p.cursorOn(i)
			p.sees(`│ [●○✓◌] [0-9a-f]{12}`)
			return
		}
	}
	assert.Fail(p.t, "no task is syncing", p.text())
}

func provesPane(p *pressing) {
	p.toLayers()
	p.press()
	p.sees(inLayers)
	p.press()
	p.until(func() bool {
		_, cursor := p.tasks()
		return cursor >= 0 && !strings.Contains(p.text(), "│▌")
	}, "the list does not have the cursor again")
}

func provesOpen(p *pressing) {
	p.toLayers()
	p.press()
	p.sees(inLayers)
	p.press()
	p.sees(`layer +sha256:[0-9a-f]{48}`)
	p.press()
	p.hides("manifest  sha256:")
	p.types("\x1b")
	p.hides("│▌")
}

func provesRaw(p *pressing) {
	p.toLayers()
	id := p.selected()
	p.press()
	p.sees(`"SyncTaskId": "` + id + `"`)
	p.press()
	p.hides(`"SyncTaskId"`)
}

func provesBack(p *pressing) {
	p.toLayers()
	p.types("\r")
	p.sees(inLayers)
	p.press()
	p.hides("│▌")
	p.types("/status:failed\r")
	p.sees(`/ status:failed`)
	p.press()
	p.hides("/ status:failed")
	p.press() // nothing is left to go back from, and it does not quit
	calls := len(p.service.asked(0))
	p.until(func() bool { return len(p.service.asked(calls)) > 3 }, "nothing is asked any more")
	p.alive()
}

func provesFullScreen(p *pressing) {
	p.press()
	p.hides("│")
	p.sees(`STATUS.* IMAGE`)
	p.press()
	p.shows("│")
}

func provesTasks(p *pressing) {
	p.types("3")
	p.hides("IMAGE")
	p.press()
	p.sees(`STATUS.* IMAGE.* PROGRESS`)
}

func provesBatches(p *pressing) {
	p.press()
	p.sees(`IMAGE.* DESTINATIONS.* BYTES`)
	p.types("1")
	p.shows("│")
}

func provesFailures(p *pressing) {
	p.press()
	p.sees(`failures? in \d+ groups?`)
	p.sees(`a retry (can|cannot) help`)
	p.types("1")
	p.shows("│")
}
