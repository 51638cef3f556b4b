package doctor

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func someReport() *Report {
	return &Report{
		Program: "acrwatch v1", At: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC),
		Groups: []Group{
			{"Settings", []Check{{"config file", OK, "~/.config/acrwatch/config.toml", ""}}},
			{"Target prod", []Check{
				{"clock", Warn, "40s behind the service's", "set it"},
				{"ListInstance", Fail, "not permitted → nothing", "allow cr:ListInstance on acs:cr:cn-hangzhou:*:instance/* for this key"},
			}},
		},
	}
}

const plain = `acrwatch v1  2026-01-02 03:04:05 +00:00

Settings
  ✓ ok    config file  ~/.config/acrwatch/config.toml

Target prod
  ! warn  clock         40s behind the service's
                        fix: set it
  ✗ fail  ListInstance  not permitted → nothing
                        fix: allow cr:ListInstance on acs:cr:cn-hangzhou:*:instance/* for this key

✗ fail  1 of 3 checks failed, with 1 warning
`

func written(t *testing.T, r *Report, look Look) string {
	t.Helper()
	var b strings.Builder
	require.NoError(t, r.Write(&b, look))
	return b.String()
}

func TestWrite(t *testing.T) {
	text := written(t, someReport(), Look{})
	assert.Equal(t, plain, ansi.Strip(text))
	assert.Contains(t, text, "\x1b[", "colours, for whoever can show them")

	for _, r := range ansi.Strip(written(t, someReport(), Look{ASCII: true})) {
		require.Less(t, r, rune(128))
	}
	for line := range strings.Lines(ansi.Strip(written(t, someReport(), Look{Width: 60}))) {
		assert.LessOrEqual(t, ansi.StringWidth(strings.TrimSuffix(line, "\n")), 60, line)
	}
}

func TestTheLastLineSumsUp(t *testing.T) {
	one := func(results ...Result) string {
		r := &Report{Groups: []Group{{Title: "x"}}}
		for _, result := range results {
			r.Groups[0].Checks = append(r.Groups[0].Checks, Check{Result: result})
		}
		lines := strings.Split(strings.TrimSpace(ansi.Strip(written(t, r, Look{}))), "\n")
		return lines[len(lines)-1]
	}
	assert.Equal(t, "✓ ok    1 check, all is well", one(OK))
	assert.Equal(t, "! warn  2 checks, none failed, 1 warning", one(OK, Warn))
	assert.Equal(t, "✗ fail  1 of 2 checks failed", one(OK, Fail))
	assert.Equal(t, "✗ fail  2 of 4 checks failed, with 2 warnings", one(Fail, Warn, Fail, Warn))
}

func TestWriteJSON(t *testing.T) {
	var b strings.Builder
	require.NoError(t, someReport().WriteJSON(&b))
	var got map[string]any
	require.NoError(t, json.Unmarshal([]byte(b.String()), &got))
	assert.Equal(t, 1.0, got["version"])
	assert.Equal(t, "fail", got["result"])
	assert.Equal(t, "2026-01-02T03:04:05Z", got["at"])
	groups, ok := got["groups"].([]any)
	require.True(t, ok)
	assert.Equal(t, map[string]any{
		"title": "Settings", "checks": []any{map[string]any{"name": "config file", "result": "ok", "fact": "~/.config/acrwatch/config.toml"}},
	}, groups[0])
}

func TestPolicy(t *testing.T) {
	statements := func(places ...Place) []map[string]any {
		var b strings.Builder
		require.NoError(t, WritePolicy(&b, places))
		var p struct {
			Version   string
			Statement []map[string]any
		}
		require.NoError(t, json.Unmarshal([]byte(b.String()), &p))
		assert.Equal(t, "1", p.Version)
		return p.Statement
	}
	all := statements()
	require.Len(t, all, 1)
	assert.Equal(t, "*", all[0]["Resource"])
	assert.Len(t, all[0]["Action"], 6, "two operations share an action")

	some := statements(Place{"cn-a", "cri-a"}, Place{"", "cri-b"}, Place{"cn-a", "cri-a"}, Place{"cn-c", "*"})
	require.Len(t, some, 3)
	assert.Equal(t, []any{"cr:ListInstance"}, some[0]["Action"])
	assert.Equal(t, "*", some[0]["Resource"])
	assert.Equal(t, []any{"cr:GetRepositorySync", "cr:ListSyncRule"}, some[1]["Action"])
	assert.Equal(t, []any{
		"acs:cr:cn-a:*:repository/cri-a", "acs:cr:cn-a:*:repository/cri-a/*", "acs:cr:*:*:repository/cri-b", "acs:cr:*:*:repository/cri-b/*",
		"acs:cr:cn-c:*:repository/*",
	}, some[1]["Resource"])
	assert.Equal(t, []any{"acs:cr:cn-a:*:instance/cri-a", "acs:cr:*:*:instance/cri-b", "acs:cr:cn-c:*:instance/*"}, some[2]["Resource"])
	for _, s := range append(all, some...) {
		assert.Equal(t, "Allow", s["Effect"])
	}
}
