package export

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/api"
	"acrwatch/poller"
)

func looked(t *testing.T, f Format, change ...func(*Look)) string {
	t.Helper()
	s, tasks := snapshot()
	l := Look{Snapshot: s, Now: at, Tasks: tasks}
	for _, c := range change {
		c(&l)
	}
	var b strings.Builder
	require.NoError(t, l.Write(&b, f))
	return b.String()
}

func TestALookIsOneObject(t *testing.T) {
	text := looked(t, JSON, func(l *Look) {
		l.Limit, l.Parts, l.Missing = 1, true, []string{"half of it"}
		l.Snapshot.Targets[0].LastOK = at.Add(-1500 * time.Millisecond)
		l.Snapshot.Targets[0].Lists[poller.Subscription].Denied = &api.Error{Class: api.ClassDenied, Code: "NoPrivilege", HTTPStatus: 403, Action: "cr:X"}
	})
	var look struct {
		Version int
		Partial bool
		Missing []string
		Targets []map[string]any
		Totals  map[string]any
		Tasks   []map[string]any
	}
	require.NoError(t, json.Unmarshal([]byte(text), &look), text)
	assert.Equal(t, Version, look.Version)
	assert.True(t, look.Partial)
	assert.Equal(t, []string{"half of it"}, look.Missing)
	assert.Len(t, look.Tasks, 1, "no more than the limit")
	_, all := snapshot()
	assert.EqualValues(t, len(all), look.Totals["tasks"], "the totals are of all")
	assert.InDelta(t, 1.5, look.Targets[0]["age_seconds"], 0)
	denied := look.Targets[0]["subscription_tasks"].(map[string]any)["error"].(map[string]any)
	assert.Equal(t, "not permitted", denied["class"])
	assert.Nil(t, denied["request_id"])
	layers := look.Tasks[0]["layers"].([]any)
	assert.Len(t, layers, 2)
	assert.Equal(t, "done", layers[0].(map[string]any)["status"])
	assert.Nil(t, look.Tasks[0]["tags"], "a sync task has none")
}

func TestALookGoesOnWithoutHeads(t *testing.T) {
	columns := func(l *Look) { l.Columns = []string{"id", "status"} }
	first := looked(t, CSV, columns)
	assert.True(t, strings.HasPrefix(first, "id,status\nrst-1,"), first)
	assert.Equal(t, strings.TrimPrefix(first, "id,status\n"), looked(t, CSV, columns, func(l *Look) { l.Headless = true }))
}

func TestNDJSONIsATaskALine(t *testing.T) {
	s, tasks := snapshot()
	lines := strings.Split(strings.TrimSuffix(looked(t, NDJSON), "\n"), "\n")
	require.Len(t, lines, len(tasks))
	for i, line := range lines {
		assert.Equal(t, string(Object(s, at, tasks[i])), line)
	}
}
