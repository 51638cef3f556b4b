package command

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/internal/config"
	"acrwatch/internal/simulator"
	"acrwatch/poller"
)

// streams runs watch in virtual time until nothing is active, and gives its results and what it said beside them.
func streams(t *testing.T, specs []poller.Spec, output string) (out, aside string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	w := &stream{
		system: &system{out: &stdout, err: &stderr}, equipment: equipment{settings: config.Default(), specs: specs, log: slog.New(slog.DiscardHandler)},
		settles: true, output: output,
	}
	require.ErrorIs(t, w.follow(t.Context()), errEnded)
	return stdout.String(), stderr.String()
}

// outageLater has calls fail from 20 s on for a minute, while tasks run.
var outageLater = simulator.Options{Waves: 1, Plan: []simulator.Phase{{From: 20 * time.Second, To: 80 * time.Second, Down: true}}}

func TestEventsAreAsTheSchemaSays(t *testing.T) {
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	schema, err := c.Compile("../../docs/events.schema.json")
	require.NoError(t, err)
	_, err = jsonschema.UnmarshalJSON(strings.NewReader("{}"))
	require.NoError(t, err)
	require.Error(t, schema.Validate(map[string]any{}), "it asks for something")

	seen := map[string]int{}
	for _, o := range []simulator.Options{outageLater, {Waves: 1, Deny: []string{"ListArtifactSubscriptionTask"}}, {Waves: 1, Quota: 1}} {
		synctest.Test(t, func(t *testing.T) {
			specs := virtual(t, o)
			out, aside := streams(t, specs, ndjsonOutput)
			assert.Empty(t, aside, "all is an event")
			lines := strings.Split(strings.TrimSuffix(out, "\n"), "\n")
			for i, line := range lines {
				value, err := jsonschema.UnmarshalJSON(strings.NewReader(line))
				require.NoError(t, err)
				require.NoError(t, schema.Validate(value), line)
				var e struct {
					Seq   int    `json:"seq"`
					Event string `json:"event"`
				}
				require.NoError(t, json.Unmarshal([]byte(line), &e))
				require.Equal(t, i+1, e.Seq)
				seen[e.Event]++
			}
			assert.Contains(t, lines[len(lines)-1], `"event":"ended"`)
		})
	}
	for _, event := range []eventKind{
		eventAdded, eventStatus, eventProgress, eventStalled, eventResumed, eventTags, eventRestarted,
		eventFailing, eventRecovered, eventThrottled, eventUnthrottled, eventDenied, eventLooked, eventHeartbeat, eventEnded,
	} {
		assert.NotZero(t, seen[string(event)], "%s is never told: %v", event, seen)
	}
}

func TestAnOutageIsToldOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		specs := virtual(t, outageLater)
		out, aside := streams(t, specs, plainOutput)
		lines := strings.Split(aside, "\n")
		assert.Equal(t, 1, count(lines, `^acrwatch: prod: the API fails: \w+: SystemError`), aside)
		assert.Equal(t, 1, count(lines, `^acrwatch: prod: the API answers again after \d+m? ?\d*s?$`), aside)
		assert.NotZero(t, count(lines, `^acrwatch: nothing new: .* API failing \d+s`), aside)
		assert.Regexp(t, regexp.MustCompile(`  ended      \d+ tasks: \d+ failed, \d+ canceled, \d+ done\n$`), out)
	})
}
