//go:build !windows

package command

import (
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/assert"

	"acrwatch/internal/simulator"
)

func TestOnceFitsTheTerminal(t *testing.T) {
	t.Parallel()
	r := newLiveService(t, simulator.Options{})
	for name, c := range map[string]struct {
		width   int
		args    []string
		environ string
		sees    string
		colours bool
	}{
		"wide":      {120, nil, "", `● syncing  \S+ +\S+ +━\S* +\d+%`, true},
		"narrow":    {50, nil, "", `● syncing  \S+`, true},
		"no colour": {80, []string{"--color", "never"}, "", `● syncing  \S+`, false},
		"NO_COLOR":  {80, nil, "NO_COLOR=yes", `● syncing  \S+`, false},
		"ascii":     {80, []string{"--ascii"}, "", `\* syncing  \S+`, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			args := append(r.args("once", "--filter", "status:syncing", "--limit", "8"), c.args...)
			s := start(t, setup{width: c.width, height: 30, environ: append([]string{c.environ}, r.environ...)}, binary, args...)
			code, _ := s.ends()
			s.sees(c.sees)
			assert.Zero(t, code)
			raw := s.bytes()
			assert.Equal(t, c.colours, colourForm.MatchString(raw), "%q", raw)
			for _, line := range splitLines(raw) {
				assert.LessOrEqual(t, ansi.StringWidth(line), c.width)
			}
		})
	}
}

func TestOnceIsInterrupted(t *testing.T) {
	t.Parallel()
	for signal, code := range map[syscall.Signal]int{syscall.SIGINT: 130, syscall.SIGTERM: 143} {
		r := newLiveService(t, simulator.Options{Quota: 2})
		p := launch(t, r.environ, r.args("once", "--output", "json")...)
		p.tells(`acrwatch: .*Throttling`)
		from := time.Now()
		assert.Equal(t, code, p.endsBy(signal))
		assert.Less(t, time.Since(from), time.Second+soon/30)
		out, _ := p.text()
		validates(t, schema(t, ""), []byte(out))
	}
}

// colourForm is a sequence that sets a colour.
var colourForm = regexp.MustCompile(`\x1b\[[0-9;]*(3[0-9]|9[0-7])[0-9;]*m`)

func splitLines(raw string) []string { return strings.Split(strings.ReplaceAll(raw, "\r", ""), "\n") }
