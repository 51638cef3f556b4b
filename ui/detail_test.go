package ui

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/assert"

	"acrwatch/api"
	"acrwatch/poller"
)

// shown is what a person can read of a task: its detail, and its parts with each of them under the cursor.
func shown(m Model, t *poller.Task) string {
	m.focus, m.card = partsPane, true
	m.layers.follow(t, 0)
	text := strings.Join(m.detailLines(t, 100), "\n")
	for row := range partCount(t) {
		m.parts.cursor = row
		text += "\n" + strings.Join(m.partsLines(t, 100, 30), "\n")
	}
	return ansi.Strip(text)
}

// Every field of GetRepoSyncTask, and what the list has beyond it.
func TestSyncDetailShowsEveryField(t *testing.T) {
	m, _ := newFixture(160, 45)
	m = feed(m, fixture())
	task := syncTask("rst-id", "space repo", "tag", "eu-west-1", "SYNCHRONIZING", flow(100*mib, 400*mib, 3*float64(mib), time.Minute))
	task.Sync.To = image("other else", "tagged", "eu-west-1", "cri-to")
	task.Sync.CustomLink, task.Sync.LinkID, task.Sync.Issue = api.Some(true), "stl-link", "NETWORK_ERROR"
	task.Sync.Synced, task.Sync.Modified = api.Some(100*mib), poller.InstantOf(fixtureNow)
	task.SetParts([]poller.Part{part(7, "77ad0c3e11f0", "SYNCHRONIZING", 100*mib, 400*mib, 0, 0)})
	text := shown(m, task)
	for field, want := range map[string]string{
		"SyncRuleId": "crsr-cllro6ho3wne", "Progress": "Progress 0", "RequestId": "A6DEF8B0-5D45-46D6-867D-8C7FF0966B07",
		"SyncedSize": "SyncedSize 100.0 MiB", "TaskStatus": "SYNCHRONIZING · ", "SyncTransAccelerate": "accelerated", "CrossUser": "another account",
		"SyncTaskId": "rst-id", "SyncBatchTaskId": task.Sync.BatchID, "Code": "· success ·", "IsSuccess": "IsSuccess true", "TaskTrigger": "automatic",
		"ImageFrom names": "space/repo:tag", "ImageFrom.InstanceId": "cri-sgedpenzw80e", "ImageFrom.RegionId": "cn-shanghai",
		"ImageTo names": "as other/else:tagged", "ImageTo.InstanceId": "cri-to", "ImageTo.RegionId": "eu-west-1",
		"LayerTasks.TaskStatus": "SYNCHRONIZING · 100.0 of 400.0 MiB", "LayerTasks.Digest": task.Parts()[0].Digest, "LayerTasks.Size": "400.0 MiB",
		"LayerTasks.SyncLayerTaskId": "rslt-000000000007", "LayerTasks.ArtifactDigest": task.Parts()[0].ArtifactDigest,
		"TaskIssue": "NETWORK_ERROR", "Priority": "priority 3", "CustomLink and LinkId": "custom link stl-link", "CreateTime": "created 02:11:09",
		"rule name": "nightly-eu",
	} {
		assert.Contains(t, text, want, field)
	}
}

// Every field of GetArtifactSubscriptionTask.
func TestSubscriptionDetailShowsEveryField(t *testing.T) {
	m, _ := newFixture(160, 45)
	m = feed(m, fixture())
	task := subscription("crast-id")
	task.Subscription.End = fixtureNow
	text := shown(m, task)
	for field, want := range map[string]string{
		"IsSuccess": "IsSuccess true", "RequestId": "12589EF7-96E2-4554-AAD7-F7209E88CAD3", "Code": "success ·", "InstanceId": "cri-sgedpenzw80e",
		"TaskId": "crast-id", "TaskStatus": "RUNNING", "TaskResult": "result SUCCESS", "TaskType": "automatic", "StartTime": "started 02:17:10",
		"EndTime": "ended 02:18:40", "ArtifactType": "image", "SourceProvider": "Quay", "SourceRepoType": "public", "names of the source": "nginx/nginx-unprivileged",
		"names of the target": "base/nginx", "TagTotalCount and TagSubscriptionCount": "3 of 6", "Message": "message success",
	} {
		assert.Contains(t, text, want, field)
	}
	task.Subscription.Message = "source registry answered 429"
	assert.Contains(t, shown(m, task), "message   source registry answered 429")
}

func TestUnknownIsNeverZero(t *testing.T) {
	m, _ := newFixture(160, 45)
	m = feed(m, fixture())
	task := &poller.Task{Key: poller.Key{ID: "rst-bare"}, Sync: &api.SyncTask{ID: "rst-bare"}}
	text := shown(m, task)
	assert.NotContains(t, text, "0")
	assert.Contains(t, text, "moved     –")
	assert.NotContains(t, text, "account", "not told is not the same account")
}

func TestDetailSaysWhatHoldsATaskUp(t *testing.T) {
	m, _ := newFixture(160, 45)
	m = feed(m, fixture())
	task := syncTask("rst-id", "space repo", "tag", "eu-west-1", "SYNCHRONIZING", flow(100*mib, 400*mib, 0, 0), frontendParts, stalled)
	assert.Contains(t, shown(m, task), "speed     no bytes for 1m 3s · 77ad0c3e11f0  measured")
	task.Parts()[4].Flow.Stalled = true
	assert.Contains(t, shown(m, task), "no bytes for 1m 3s · 77ad0c3e11f0 and 1 more  measured")
	task.Odd, task.Restarts = poller.OdditiesOf(poller.OddRestarted), 3
	task.Err = &api.Error{Class: api.ClassDenied, Operation: "GetRepoSyncTask", Code: "NoPrivilege", HTTPStatus: 403, Action: "cr:GetRepositorySync"}
	text := shown(m, task)
	assert.Contains(t, text, "odd       A layer started over: its bytes fell. That was 3 times.")
	assert.Contains(t, text, "error     GetRepoSyncTask")
	assert.Contains(t, text, "to do     allow cr:GetRepositorySync")
	assert.Contains(t, text, "asked     prod-shanghai · task 2s ago · list 2s ago")
}

func TestDetailOfWhatIsOverSaysHowFastItWas(t *testing.T) {
	m, _ := newFixture(160, 45)
	m = feed(m, fixture())
	task := syncTask("rst-id", "space repo", "tag", "eu-west-1", "SUCCESS", flow(449*mib, 449*mib, 0, 0))
	assert.Contains(t, shown(m, task), "speed     1.0 MiB/s on average  measured")
	assert.Contains(t, shown(m, task), "ended 02:18:38  reported")
	task.Finished = poller.InstantOf(fixtureNow)
	assert.Contains(t, shown(m, task), "ended 02:18:40  measured", "we saw it end later than it says")
	task.Sync.Created = poller.InstantOf(time.Time{})
	assert.NotContains(t, shown(m, task), "on average", "nobody knows since when")
}

func TestALongNameIsWholeInTheDetail(t *testing.T) {
	m, _ := newFixture(160, 45)
	m = feed(m, fixture())
	tag := strings.Repeat("nightly-build-", 6) + "end"
	task := syncTask("rst-id", "space repository-with-a-long-name", tag, "eu-west-1", "SYNCHRONIZING", flow(100*mib, 400*mib, 0, 0))
	for _, width := range []int{30, 67, 100, 160} {
		var text string
		for _, line := range m.detailLines(task, width) {
			text += strings.ReplaceAll(strings.ReplaceAll(ansi.Strip(line), "● syncing", ""), " ", "")
			assert.Equal(t, width, ansi.StringWidth(line))
		}
		assert.Contains(t, text, "space/repository-with-a-long-name:"+tag, width)
	}
}

func TestADetailTakesNoTimeThatIsNone(t *testing.T) {
	m, _ := newFixture(160, 45)
	m = feed(m, fixture())
	task := syncTask("rst-id", "space repo", "tag", "eu-west-1", "SUCCESS", flow(449*mib, 449*mib, 0, 0))
	task.Sync.Modified = poller.InstantOf(task.Sync.Created.Time().Add(-time.Minute))
	text := shown(m, task)
	assert.Contains(t, text, "ended 02:10:09")
	assert.NotContains(t, text, "took", "it cannot have ended before it began")
}
