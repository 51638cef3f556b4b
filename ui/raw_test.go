package ui

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/api"
	"acrwatch/poller"
)

// answerJSON is an answer like that of a get, with n layers.
func answerJSON(n int) string {
	var layers []string
	for i := range n {
		layers = append(layers, fmt.Sprintf(`{"SyncLayerTaskId":"rslt-%03d","Digest":"sha256:%064x","Size":%d,"TaskStatus":"SYNCHRONIZING"}`, i, i, i*1000))
	}
	return `{"SyncTaskId":"` + openID + `","Progress":0,"ImageFrom":{"RepoName":"训练-\"x\"","Tags":[],"None":{}},"LayerTasks":[` + strings.Join(layers, ",") + `]}`
}

// openedRaw is the fixture with the raw answer of a task open.
func openedRaw(width, height int, answer string, keys ...string) (Model, *fakePoller) {
	m, p := newFixture(width, height)
	p.asked = fixtureNow.Add(-2 * time.Second)
	if answer != "" {
		p.answers = map[string]string{openID: answer}
	}
	m = feed(feed(m, fixture()), press("gjj", "J")...)
	return feed(m, press(keys...)...), p
}

func TestRawAnswerIsWhole(t *testing.T) {
	m, _ := openedRaw(160, 45, answerJSON(200))
	var read strings.Builder
	for last := -1; m.raw.offset != last; {
		last = m.raw.offset
		read.WriteString(screen(m))
		m = feed(m, press("pgdown")...)
	}
	text := read.String()
	for i := range 200 {
		require.Contains(t, text, fmt.Sprintf(`"Digest": "sha256:%064x",`, i))
	}
	for _, line := range []string{" {  ", `   "ImageFrom": {`, `     "RepoName": "训练-\"x\"",`, `     "Tags": [],`, `     "None": {} `, `   "LayerTasks": [`, "   ]  "} {
		assert.Contains(t, text, line)
	}
	assert.Contains(t, text, "ANSWER  web/frontend:v2.14.0  GetRepoSyncTask · asked 2s ago · ")
}

func TestRawSearch(t *testing.T) {
	m, _ := openedRaw(100, 24, answerJSON(50), "/", "RSLT-04")
	assert.Contains(t, screen(m), "1 of 10")
	assert.Contains(t, screen(m), "rslt-040", "it is brought on screen while it is typed, whatever the case")
	m = feed(m, press("enter", "nnn")...)
	assert.Contains(t, screen(m), "4 of 10")
	assert.Contains(t, screen(m), "rslt-043")
	assert.Contains(t, m.View().Content, "\x1b[7mrslt-04\x1b[m", "the one it is at is marked")
	m = feed(m, press("NNNN")...)
	assert.Contains(t, screen(m), "10 of 10", "around the end")
	m = feed(m, press("/", "x")...)
	assert.Contains(t, screen(m), "nothing found")
	m = feed(m, press("esc")...)
	assert.True(t, m.raw.open, "esc clears the search first")
	assert.NotContains(t, screen(m), "nothing found")
	m = feed(m, press("esc")...)
	assert.False(t, m.raw.open)
	assert.Equal(t, openID, selectedID(t, m), "the list is as it was")
}

func TestRawFindsWhatIsBrokenOverRows(t *testing.T) {
	m, _ := openedRaw(40, 20, `{"Message":"`+strings.Repeat("ab cd ", 20)+`needle at the end"}`, "/", "needle at", "enter")
	assert.Contains(t, screen(m), "1 of 1")
	marked := 0
	for _, line := range strings.Split(m.View().Content, "\n") {
		if _, after, found := strings.Cut(line, "\x1b[7m"); found {
			text, _, _ := strings.Cut(after, "\x1b[m")
			marked += len(text)
		}
	}
	assert.Equal(t, len("needle at"), marked)
}

func TestRawFollowsTheTask(t *testing.T) {
	m, p := openedRaw(100, 24, `{"SyncedSize":1}`)
	require.Contains(t, screen(m), `"SyncedSize": 1`)
	p.answers[openID], p.asked = `{"SyncedSize":2}`, fixtureNow
	next := after(fixture(), openID, func(t *poller.Task) { t.Answered = poller.InstantOf(fixtureNow) })
	m = feed(m, next)
	assert.Contains(t, screen(m), `"SyncedSize": 2`)
	assert.Equal(t, openID, p.open.ID, "the poller goes on asking for it")
	m = feed(m, after(next, openID, func(t *poller.Task) {
		t.Err = &api.Error{Class: api.ClassServer, Operation: "GetRepoSyncTask", Code: "SystemError", HTTPStatus: 500}
	}))
	assert.Contains(t, screen(m), "the last call failed: ")
	assert.Contains(t, screen(m), `"SyncedSize": 2`, "the last good answer stays")
}

func TestRawAsksForWhatIsNotKept(t *testing.T) {
	m, p := openedRaw(100, 24, "")
	assert.Contains(t, screen(m), "no answer is kept: asking for one")
	require.NotEmpty(t, p.refreshed)
	assert.Equal(t, openID, p.refreshed[0][0].ID)
	p.answers = map[string]string{openID: `{"SyncedSize":3}`}
	m = feed(m, after(fixture(), openID, func(t *poller.Task) { t.Answered = poller.InstantOf(fixtureNow) }))
	assert.Contains(t, screen(m), `"SyncedSize": 3`)
}

// Whatever the JSON, breaking it into lines and rows loses nothing of it.
func FuzzRawText(f *testing.F) {
	for _, s := range []string{answerJSON(2), `{}`, `[]`, `"a\"b:,{"`, `1`, `[[],{"a":{}},"\\"]`, strings.Repeat("[", 3000) + strings.Repeat("]", 3000)} {
		f.Add(s, 30, "a")
	}
	f.Fuzz(func(t *testing.T, text string, width int, sought string) {
		var compact bytes.Buffer
		if json.Compact(&compact, []byte(text)) != nil {
			return
		}
		width %= 300
		x := rawText{lines: prettyLines(compact.Bytes())}
		x.lay(width)
		x.find(sought, 0)
		var rows bytes.Buffer
		for _, r := range x.rows {
			rows.WriteString(x.lines[r.line].text[r.from:r.to])
		}
		var again bytes.Buffer
		require.NoError(t, json.Compact(&again, rows.Bytes()))
		assert.Equal(t, compact.String(), again.String())
		for _, h := range x.hits {
			r := x.rows[x.row(h)]
			assert.Equal(t, h.line, r.line)
			assert.True(t, r.from <= h.at && h.at < r.to)
		}
	})
}
