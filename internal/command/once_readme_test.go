package command

import (
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/itchyny/gojq"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/internal/simulator"
)

var (
	onceExample = regexp.MustCompile(`(?m)^acrwatch once --filter '([^']+)' --output json > tasks\.json\njq -r '([^']+)' tasks\.json$`)
	failedLine  = regexp.MustCompile(`^rst-\w{16}\t[A-Z_]+\t\S+\t\S+$`)
)

func TestTheReadmesJQExample(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../README.md")
	require.NoError(t, err)
	example := onceExample.FindSubmatch(text)
	require.NotNil(t, example, "the README has no example of once with jq")
	r := newLiveService(t, simulator.Options{})
	got := runs(t, r.environ, r.args("once", "--filter", string(example[1]), "--output", "json")...)
	require.Zero(t, got.code, got.err)
	var look any
	require.NoError(t, json.Unmarshal([]byte(got.out), &look))
	program, err := gojq.Parse(string(example[2]))
	require.NoError(t, err)
	lines := 0
	for run := program.Run(look); ; lines++ {
		line, more := run.Next()
		if !more {
			break
		}
		require.IsType(t, "", line)
		assert.Regexp(t, failedLine, strings.TrimSuffix(line.(string), "\n"))
	}
	assert.Positive(t, lines, "some tasks of the last day have failed")
}
