//go:build !windows

package command

import (
	"regexp"
	"slices"
	"strings"

	"github.com/stretchr/testify/assert"
)

// passes waits until the screen has counted a second.
func (p *pressing) passes() {
	p.t.Helper()
	age := func() string { return p.sees(`\d+[sm] ago`) }
	before := age()
	p.until(func() bool { return age() != before }, "the screen stands still")
}

// quiet pauses and waits until the last call has been answered, so that what is asked afterwards was asked for.
func (p *pressing) quiet() (calls int) {
	p.t.Helper()
	p.types("p")
	p.shows("PAUSED")
	p.passes()
	return len(p.service.asked(0))
}

func (p *pressing) goesOn() {
	p.t.Helper()
	p.types("p")
	p.hides("PAUSED")
}

func provesPause(p *pressing) {
	p.press()
	p.shows("PAUSED")
	p.passes()
	calls := len(p.service.asked(0))
	p.passes()
	p.passes()
	assert.Empty(p.t, p.service.asked(calls), "nothing is asked")
	p.press()
	p.hides("PAUSED")
	p.until(func() bool { return len(p.service.asked(calls)) > 0 }, "nothing is asked again")
}

func provesRefresh(p *pressing) {
	p.toLayers()
	id, calls := p.selected(), p.quiet()
	p.press()
	p.sees(`asking for \S+ again`)
	p.until(func() bool { return len(p.service.asked(calls)) > 0 }, "nothing is asked")
	assert.Equal(p.t, []string{"GetRepoSyncTask " + id}, p.service.asked(calls))
	p.goesOn()
}

func provesRefreshAll(p *pressing) {
	calls := p.quiet()
	p.press()
	p.shows("asking for everything again")
	for _, list := range []string{"ListRepoSyncTask", "ListArtifactSubscriptionTask"} {
		p.until(func() bool { return slices.Contains(p.service.asked(calls), list) }, list+" is not asked")
	}
	p.goesOn()
}

func provesRecall(p *pressing) {
	p.service.advance()
	event := strings.Fields(p.sees(`[✓✗] \S+ → \S+ (done|failed)`))
	p.press()
	p.shows("What happened")
	p.sees(event[0] + ` ` + event[4] + ` +` + regexp.QuoteMeta(event[1]))
	p.types("\x1b")
	p.hides("What happened")
}
