//go:build !windows

package command

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"acrwatch/internal/simulator"
)

// What goes wrong for a minute in the life of a build, in the time that it takes.
func TestWaitThroughRoughTimes(t *testing.T) {
	t.Parallel()
	if testing.Short() || raced {
		t.Skip("waits for minutes")
	}
	cases := map[string]struct {
		options simulator.Options
		args    []string
		code    int
		last    string
		told    map[string]int // how often lines like these are told
	}{
		"a stall that is too long": {
			simulator.Options{Scenario: "stall"},
			[]string{"--filter", "age<15m image:ledger to:eu-west-1", "--max-stall", "1m"},
			5,
			`acrwatch: exit 5 \(stalled\): pay/ledger:\S+ → eu-west-1 has not moved a byte for 1m \d+s; 1 task: 1 stalled`, nil,
		},
		"60 s of outage in the middle": {
			simulator.Options{Speed: 2, Waves: 1, Plan: []simulator.Phase{{From: 5 * time.Second, To: 65 * time.Second, Down: true}}},
			[]string{"--filter", "age<15m image:resnet"},
			0,
			`acrwatch: exit 0 \(succeeded\): 1 task: 1 done`,
			map[string]int{
				`^acrwatch: prod-shanghai: the API fails: \w+: .*; the service has a fault`: 1,
				`^acrwatch: prod-shanghai: the API answers again after 1m \d+s$`:            1,
			},
		},
		"throttled all along": {
			simulator.Options{Scenario: "storm", Speed: 10, Waves: 1},
			[]string{"--filter", "age<15m image:pay/gateway"},
			0,
			`acrwatch: exit 0 \(succeeded\): 2 tasks: 2 done`, nil,
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newLiveService(t, c.options)
			got := executeBinary(t, r.environ, append(r.args("wait"), c.args...)...)
			assert.Equal(t, c.code, got.code, got.lines)
			assert.Regexp(t, "^"+c.last+"$", got.lastLine)
			for form, want := range c.told {
				assert.Equal(t, want, count(got.lines, form), "%s in %q", form, got.lines)
			}
		})
	}
}
