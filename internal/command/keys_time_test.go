//go:build !windows

package command

import (
	"path/filepath"
	"regexp"
	"strings"

	"github.com/stretchr/testify/assert"
)

// back goes back in time.
func (p *pressing) back() {
	p.t.Helper()
	p.types("[")
	p.shows("PAST")
}

// returns goes back to now.
func (p *pressing) returns() {
	p.t.Helper()
	p.types("0")
	p.hides("PAST")
}

func provesStepBack(p *pressing) {
	p.press()
	p.shows("PAST")
	p.returns()
}

var pastForm = regexp.MustCompile(`PAST [^,]+`)

func provesStepOn(p *pressing) {
	p.back()
	p.until(func() bool {
		p.press()
		return !strings.Contains(p.text(), "PAST")
	}, "it never gets back to now")
}

// happens lets ten minutes go by, in which batches end and tasks fail.
func (p *pressing) happens() {
	p.t.Helper()
	for range 5 {
		p.service.advance()
	}
	p.sees(`batch \S+ (done|ended)|\S+ → \S+ failed`)
}

// What happened last may be what is shown now: then there is nothing before it yet, and nothing after it.

func provesEventBefore(p *pressing) {
	p.happens()
	p.until(func() bool {
		p.press()
		return strings.Contains(p.text(), "PAST")
	}, "it does not go back")
	p.returns()
}

func provesEventAfter(p *pressing) {
	p.happens()
	p.until(func() bool {
		p.types("{")
		return strings.Contains(p.text(), "PAST") && strings.Contains(p.text(), "a batch before")
	}, "it does not go back to the first one")
	first := pastForm.FindString(p.text())
	p.until(func() bool {
		p.service.advance()
		p.press()
		return pastForm.FindString(p.text()) != first
	}, "it goes no further")
	p.returns()
}

func provesNow(p *pressing) {
	p.back()
	p.press()
	p.hides("PAST")
}

// pace is the speed of a recording of its own before and after the key.
func (p *pressing) pace() (before, after string) {
	p.t.Helper()
	s := start(p.t, setup{environ: bare(p.t)}, binary, "replay", filepath.Join("testdata", "short.ndjson"), "--at", "end")
	form := regexp.MustCompile(`‖ (\d+)x`)
	before = form.FindStringSubmatch(s.sees(form.String()))[1]
	s.types("?")
	for _, action := range onlyInReplay {
		s.shows(helped(action))
	}
	s.types("?")
	s.hides("Take away")
	s.types(p.key)
	s.until(func() bool {
		now := form.FindStringSubmatch(s.text())
		if now != nil {
			after = now[1]
		}
		return after != "" && after != before
	}, "the speed stays")
	s.types("q")
	code, _ := s.ends()
	assert.Zero(p.t, code)
	return before, after
}

func provesFaster(p *pressing) {
	before, after := p.pace()
	assert.Equal(p.t, []string{"60", "120"}, []string{before, after})
}

func provesSlower(p *pressing) {
	before, after := p.pace()
	assert.Equal(p.t, []string{"60", "30"}, []string{before, after})
}
