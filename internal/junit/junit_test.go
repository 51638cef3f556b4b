package junit

import (
	"encoding/xml"
	"errors"
	"flag"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/api"
	"acrwatch/poller"
)

var update = flag.Bool("update", false, "write the golden files anew")

var noon = time.Date(2026, 1, 2, 12, 0, 0, 0, time.UTC)

func task(id string, phase api.Phase, edit func(*poller.Task)) *poller.Task {
	t := &poller.Task{
		Key: poller.Key{Kind: poller.Sync, ID: id}, Phase: phase,
		Sync: &api.SyncTask{
			ID: id, BatchID: "push-1", Created: api.InstantOf(noon.Add(time.Minute)), Modified: api.InstantOf(noon.Add(150 * time.Second)),
			From: api.Image{RegionID: "cn-shanghai", Namespace: "web", Repo: id, Tag: "1"}, To: api.Image{RegionID: "eu-west-1"},
		},
	}
	if edit != nil {
		edit(t)
	}
	return t
}

func everyEnd() Report {
	return Report{
		Name: "acrwatch wait", Began: noon, At: noon.Add(5 * time.Minute), Verdict: "exit 1 (some failed): web/b:1 → eu-west-1 failed",
		Tasks: []*poller.Task{
			task("a", api.PhaseDone, nil),
			task("b", api.PhaseFailed, func(t *poller.Task) { t.Sync.Issue, t.Sync.RequestID = "TAG_CONFLICT", "0C7A-1" }),
			task("c", api.PhaseFailed, func(t *poller.Task) { t.Sync.Issue = `<b>"bad" & ` + "\x1b[31m" }),
			task("d", api.PhaseCanceled, nil),
			task("e", api.PhaseRunning, func(t *poller.Task) { t.Flow.Moved, t.Flow.Size, t.Flow.SizeKnown = 71, 100, true }),
			task("f", api.PhaseRunning, func(t *poller.Task) { t.Gone = true }),
			task("g", api.PhaseQueued, func(t *poller.Task) { t.Sync.Created, t.Sync.BatchID = api.InstantOf(time.Time{}), "" }),
			{
				Key: poller.Key{Kind: poller.Subscription, ID: "s"}, Phase: api.PhaseFailed,
				Subscription: &api.SubscriptionTask{ID: "s", SourceProvider: "QUAY", Namespace: "base", Repo: "nginx", Start: noon, End: noon.Add(-time.Hour)},
			},
		},
	}
}

func TestEveryEnd(t *testing.T) {
	var b strings.Builder
	require.NoError(t, Write(&b, everyEnd()))
	const path = "testdata/every_end.xml"
	if *update {
		require.NoError(t, os.WriteFile(path, []byte(b.String()), 0o600))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, string(want), b.String())
}

// What build servers read of it: the counts agree with the cases, and no text of the service breaks the form.
func TestTheReportIsWellFormed(t *testing.T) {
	var b strings.Builder
	require.NoError(t, Write(&b, everyEnd()))
	var got suites
	require.NoError(t, xml.Unmarshal([]byte(b.String()), &got))
	assert.Equal(t, []int{8, 3, 3, 1}, []int{got.Suite.Tests, got.Suite.Failures, got.Suite.Errors, got.Suite.Skipped})
	assert.Len(t, got.Suite.Cases, got.Suite.Tests)
	assert.Equal(t, `<b>"bad" & `+"\uFFFD[31m", got.Suite.Cases[2].Failure.Message)
}

func TestAReportWithoutTasks(t *testing.T) {
	var b strings.Builder
	require.NoError(t, Write(&b, Report{Name: "acrwatch wait", Verdict: "exit 7 (nothing matched)"}))
	assert.Contains(t, b.String(), `tests="0"`)
	assert.Contains(t, b.String(), "nothing matched")
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("disk full") }

func TestAReportThatCannotBeWritten(t *testing.T) {
	require.ErrorContains(t, Write(full{}, everyEnd()), "disk full")
}
