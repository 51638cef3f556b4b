package command

import (
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"

	"acrwatch/internal/simulator"
)

// firstWave are the sync tasks of what is going on when the simulator starts: one stands still for 110 s, one fails after
// 33 s, another one after 76 s, and the last ends after some 170 s.
const firstWave = "age<15m kind:sync"

func TestWaitInVirtualTime(t *testing.T) {
	const allOver = `acrwatch: exit 1 \(some failed\): pay/ledger:2\.9 → eu-west-1 failed with TAG_CONFLICT; 24 tasks: 2 failed, 1 canceled, 21 done`
	const anyFirst = `acrwatch: exit 1 \(some failed\): (pay/ledger|ml/embed)\S+ → \S+ failed with \w+; 24 tasks: 2 failed, 1 canceled, 21 done`
	// The simulator's outages answer with each of these in turn.
	const fault = `(SystemError: The system has an internal error, please try again later\. \(request \S+\)|` +
		`HTTP (502: the answer is a web page|200: the answer is empty))`
	outage := func(from, to time.Duration) simulator.Options {
		return simulator.Options{Plan: []simulator.Phase{{From: from, To: to, Down: true}}}
	}
	cases := map[string]struct {
		options simulator.Options
		adjust  func(*waiting)
		code    int
		last    string
		told    map[string]int // how often lines like these are told
	}{
		"to the end of all": {simulator.Options{}, func(*waiting) {}, 1, allOver, map[string]int{
			`^\S+  done .*  100%`: 17, `^\S+  failed .*  (TAG_CONFLICT|NETWORK_ERROR)$`: 2, `^\S+  canceled `: 1, `the API`: 0,
		}},
		"to the first failure": {
			simulator.Options{},
			func(w *waiting) { w.rule.FailFast = true }, 1,
			`acrwatch: exit 1 \(some failed\): pay/ledger:2\.9 → eu-west-1 failed with TAG_CONFLICT; 24 tasks: \d+ syncing, \d+ queued, 1 failed, \d+ done`, nil,
		},
		"a stall that is too long": {
			simulator.Options{},
			func(w *waiting) { w.rule.MaxStall = 70 * time.Second }, 5,
			`acrwatch: exit 5 \(stalled\): web/search:1\.4 → eu-central-1 has not moved a byte for 1m 1\ds; 24 tasks: .* 1 stalled, .*`, nil,
		},
		"no stall is too long": {simulator.Options{}, func(w *waiting) { w.rule.MaxStall = 3 * time.Minute }, 1, allOver, nil},
		"60 s of outage": {outage(30*time.Second, 90*time.Second), func(*waiting) {}, 1, anyFirst, map[string]int{
			`^acrwatch: prod: the API fails: \w+: .*; the service has a fault`: 1, `^acrwatch: prod: the API answers again after 1m`: 1,
			`  API failing \d+s  24 tasks: `: 2,
		}},
		"throttled all along": {simulator.Options{Scenario: "storm"}, func(*waiting) {}, 1, anyFirst, nil},
		"less time than it takes": {
			simulator.Options{},
			func(w *waiting) { w.timeout = 2 * time.Minute }, 4,
			`acrwatch: exit 4 \(timed out\): 24 tasks: 7 syncing, 2 failed, 1 canceled, 14 done`, nil,
		},
		"an outage without an end": {
			outage(30*time.Second, time.Hour), func(w *waiting) { w.timeout = 2 * time.Minute }, 8,
			`acrwatch: exit 8 \(the API stayed unreachable\): prod: \w+: ` + fault + `; 24 tasks: .*`, nil,
		},
		"an outage from the start": {
			outage(0, time.Hour), func(w *waiting) { w.timeout = 110 * time.Second }, 8,
			`acrwatch: exit 8 \(the API stayed unreachable\): prod: \w+: ` + fault + `; no task was seen`,
			map[string]int{`^\S+  no task yet  API failing`: 3},
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c.options.Waves = 1
				specs := virtual(t, c.options)
				code, out, lines := waits(t, specs, firstWave, c.adjust)
				assert.Equal(t, c.code, code)
				assert.Regexp(t, "^"+c.last+"$", lines[len(lines)-1])
				for form, want := range c.told {
					assert.Equal(t, want, count(lines, form), "%s in:\n%s", form, strings.Join(lines, "\n"))
				}
				if strings.Contains(c.last, "24 tasks") {
					assert.Equal(t, 24, strings.Count(out, "\n"), "the last state of each:\n%s", out)
				}
			})
		})
	}
}

func count(lines []string, form string) int {
	n, re := 0, regexp.MustCompile(form)
	for _, line := range lines {
		if re.MatchString(line) {
			n++
		}
	}
	return n
}

// --ascii swaps every glyph, those of the last line and of what the service says too.
func TestWaitInASCII(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		specs := virtual(t, simulator.Options{Plan: []simulator.Phase{{From: 30 * time.Second, To: 50 * time.Second, Down: true}}})
		code, _, lines := waits(t, specs, "repo:ledger age<15m kind:sync", func(w *waiting) { w.settings.ASCII = true })
		assert.Equal(t, 1, code)
		assert.Regexp(t, `^acrwatch: exit 1 \(some failed\): pay/ledger:2\.9 -> eu-west-1 failed with TAG_CONFLICT; `, lines[len(lines)-1])
		for _, line := range lines {
			assert.Regexp(t, `^[ -~]*$`, line)
		}
	})
}

// A log is read by people: one line for each end, and in between one in 30 s.
func TestProgressIsSparse(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		specs := virtual(t, simulator.Options{Waves: 1})
		_, _, lines := waits(t, specs, firstWave+" repo:resnet", func(*waiting) {})
		assert.Equal(t, 1, count(lines, `^\S+  done  `))
		assert.Equal(t, 5+1, count(lines, `^\S+ +(\d+%|–)  [\d.]+ of ≥?[\d.]+ `), strings.Join(lines, "\n"))
		assert.Equal(t, 5, count(lines, `  [\d.]+ MiB/s  .* left  1 task: 1 syncing$`))
		assert.Len(t, lines, 8)
	})
}
