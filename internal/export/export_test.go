package export

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/api"
	"acrwatch/poller"
)

var at = time.Date(2026, 11, 21, 10, 18, 40, 0, time.FixedZone("CST", 8*3600))

func sample() Table {
	return Table{
		Columns: []Column{{Name: "name", Brief: true}, {Name: "size_bytes", Number: true, Brief: true}, {Name: "at"}, {Name: "ok"}},
		Rows: func(yield func([]any) bool) {
			for _, row := range [][]any{
				{"web/api:v2", int64(-5), at, true},
				{"训练, \"a\"\n|b_c|", 0.25, time.Time{}, nil},
				{"", math.NaN(), nil, false},
			} {
				if !yield(row) {
					return
				}
			}
		},
	}
}

func rendered(t *testing.T, f Format, table Table) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, Write(&b, f, table))
	return b.String()
}

func TestFormats(t *testing.T) {
	assert.Equal(t, "name,size_bytes,at,ok\n"+
		"web/api:v2,-5,2026-11-21T02:18:40Z,true\n"+
		"\"训练, \"\"a\"\"\n|b_c|\",0.25,,\n"+
		",,,false\n", rendered(t, CSV, sample()))
	assert.Equal(t, "[\n"+
		`{"name": "web/api:v2", "size_bytes": -5, "at": "2026-11-21T02:18:40Z", "ok": true}`+",\n"+
		`{"name": "训练, \"a\"\n|b_c|", "size_bytes": 0.25, "at": null, "ok": null}`+",\n"+
		`{"name": null, "size_bytes": null, "at": null, "ok": false}`+"\n]\n", rendered(t, JSON, sample()))
	assert.Equal(t, "| name | size\\_bytes |\n|---|---:|\n"+
		"| web/api:v2 | -5 |\n"+
		"| 训练, \"a\" \\|b\\_c\\| | 0.25 |\n"+
		"|  |  |\n", rendered(t, Markdown, sample()))
	require.Error(t, Write(&bytes.Buffer{}, "xls", sample()))
}

func TestATableWithoutRowsIsStillOne(t *testing.T) {
	none := sample()
	none.Rows = func(func([]any) bool) {}
	assert.Equal(t, "name,size_bytes,at,ok\n", rendered(t, CSV, none))
	var rows []any
	require.NoError(t, json.Unmarshal([]byte(rendered(t, JSON, none)), &rows))
	assert.Empty(t, rows)
}

func TestASpreadsheetFindsNoFormula(t *testing.T) {
	for _, text := range []string{"=1+1", "+1", "-1", "@x", "\t=1", "\r=1"} {
		table := Table{Columns: []Column{{Name: "a"}}, Rows: func(yield func([]any) bool) { yield([]any{text}) }}
		rows, err := csv.NewReader(strings.NewReader(rendered(t, CSV, table))).ReadAll()
		require.NoError(t, err)
		assert.True(t, strings.HasPrefix(rows[1][0], "'"), "%q became %q", text, rows[1][0])
	}
}

func TestFormatOf(t *testing.T) {
	for path, want := range map[string]Format{"a.csv": CSV, "b/a.JSON": JSON, "a.md": Markdown, "a.markdown": Markdown, "a": "", "a.txt": ""} {
		got, ok := FormatOf(path)
		assert.Equal(t, want, got, path)
		assert.Equal(t, want != "", ok, path)
	}
}

// full is a writer that takes some bytes and then no more.
type full struct{ room int }

var errFull = errors.New("disk full")

func (f *full) Write(p []byte) (int, error) {
	if f.room -= len(p); f.room < 0 {
		return 0, errFull
	}
	return len(p), nil
}

func TestAFullDiskIsAnError(t *testing.T) {
	for _, f := range Formats {
		whole := len(rendered(t, f, sample()))
		for room := range whole {
			require.ErrorIs(t, Write(&full{room}, f, sample()), errFull, "%s with room for %d of %d", f, room, whole)
		}
	}
}

func snapshot() (*poller.Snapshot, []*poller.Task) {
	running := &poller.Task{
		Key: poller.Key{Kind: poller.Sync, ID: "rst-1"}, Phase: api.PhaseRunning, RuleName: "nightly",
		Sync: &api.SyncTask{
			ID: "rst-1", Status: "SYNCHRONIZING", Priority: api.Some(uint8(3)), Accelerated: api.Some(false), Created: api.InstantOf(at),
			From: api.Image{RegionID: "cn-shanghai", InstanceID: "cri-a", Namespace: "web", Repo: "api", Tag: "v2"},
			To:   api.Image{RegionID: "eu-west-1", InstanceID: "cri-b", Namespace: "web", Repo: "api", Tag: "v2"},
		},
		Flow: poller.Flow{
			Moved: 300, Size: 1000, SizeKnown: true, Rate: 12.5, RateKnown: true,
			Left: poller.Left{Low: time.Minute, High: 2 * time.Minute},
		},
		Answered: poller.InstantOf(at),
	}
	running.SetParts([]poller.Part{{Layer: &api.Layer{}, Phase: api.PhaseDone}, {Layer: &api.Layer{}, Phase: api.PhaseRunning}})
	queued := &poller.Task{Key: poller.Key{Kind: poller.Sync, ID: "rst-2"}, Phase: api.PhaseQueued, Sync: &api.SyncTask{ID: "rst-2", Status: "PENDING"}, Listed: poller.InstantOf(at)}
	pulled := &poller.Task{
		Key: poller.Key{Kind: poller.Subscription, ID: "crast-1"}, Phase: api.PhaseFailed,
		Subscription: &api.SubscriptionTask{
			ID: "crast-1", Status: "COMPLETED", Result: "FAILED", Message: "no such tag", SourceProvider: "QUAY", Namespace: "base", Repo: "nginx",
			TagTotal: api.Some(int64(6)), TagSubscribed: api.Some(int64(0)),
		},
	}
	tasks := []*poller.Task{running, queued, pulled}
	return &poller.Snapshot{At: at, Targets: []poller.Target{{Name: "prod", Region: "cn-shanghai", Instance: "cri-a"}}, Tasks: poller.TasksOf(tasks...)}, tasks
}

func objects(t *testing.T, table Table) []map[string]any {
	t.Helper()
	var rows []map[string]any
	require.NoError(t, json.Unmarshal([]byte(rendered(t, JSON, table)), &rows))
	return rows
}

func TestTasks(t *testing.T) {
	s, tasks := snapshot()
	rows := objects(t, Tasks(s, at, tasks))
	require.Len(t, rows, 3)
	for name, want := range map[string]any{
		"status": "syncing", "image": "web/api:v2", "from": "cn-shanghai", "to": "eu-west-1", "progress": 0.3, "synced_bytes": 300.0, "size_bytes": 1000.0,
		"rate_bytes_per_second": 12.5, "left_least_seconds": 60.0, "left_most_seconds": 120.0, "layers_done": 1.0, "layers_total": 2.0,
		"kind": "sync", "id": "rst-1", "rule": "nightly", "reported_status": "SYNCHRONIZING", "priority": 3.0, "accelerated": false, "cross_account": nil,
		"began_at": "2026-11-21T02:18:40Z", "tags_total": nil, "issue": nil, "target": "prod", "to_instance": "cri-b", "stalled": false,
	} {
		assert.Equal(t, want, rows[0][name], name)
	}
	for _, name := range []string{"progress", "synced_bytes", "size_bytes", "rate_bytes_per_second", "left_most_seconds", "layers_total", "began_at", "priority"} {
		assert.Contains(t, rows[1], name)
		assert.Nil(t, rows[1][name], "%s of a queued task is not known, which is not 0", name)
	}
	for name, want := range map[string]any{
		"status": "failed", "kind": "subscription", "tags_done": 0.0, "tags_total": 6.0, "issue": "no such tag", "progress": nil, "to_image": "base/nginx",
	} {
		assert.Equal(t, want, rows[2][name], name)
	}
}

func TestOldFiguresAreNotTold(t *testing.T) {
	s, tasks := snapshot()
	row := objects(t, Tasks(s, at.Add(time.Minute), tasks))[0]
	assert.Nil(t, row["rate_bytes_per_second"])
	assert.Nil(t, row["left_most_seconds"])
	assert.EqualValues(t, 300, row["synced_bytes"], "what was reported stays")
}

func TestObjects(t *testing.T) {
	s, tasks := snapshot()
	text := Objects(Tasks(s, at, tasks[:1]))
	assert.True(t, strings.HasPrefix(text, "{\n  \"status\": \"syncing\",\n  \"image\": \"web/api:v2\",\n"), text)
	var one map[string]any
	require.NoError(t, json.Unmarshal([]byte(text), &one))
}
