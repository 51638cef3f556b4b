package simulator

import (
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What differs from seed to seed is masked, so that the rest can be compared byte for byte.
var masks = []struct {
	pattern *regexp.Regexp
	with    string
}{
	{regexp.MustCompile(`[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}`), "UUID"},
	{regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`), "uuid"},
	{regexp.MustCompile(`sha256:[0-9a-f]{64}`), "sha256"},
	{regexp.MustCompile(`(rst|rslt|crsr|crast)-[0-9a-z]{16}`), "$1"},
	{regexp.MustCompile(`17[0-9]{11}`), "ms"},
}

func mask(body []byte) string {
	s := string(body)
	for _, m := range masks {
		s = m.pattern.ReplaceAllString(s, m.with)
	}
	return s
}

const (
	headOfReply = `{"RequestId":"UUID","Code":"success","IsSuccess":true,`
	wantTo      = `"ImageFrom":{"RegionId":"cn-shanghai","InstanceId":"cri-sgedpenzw80e","RepoNamespaceName":"infra","RepoName":"envoy","ImageTag":"1.31"},` +
		`"ImageTo":{"RegionId":"us-east-1","InstanceId":"cri-0hw7kq2m1xya","RepoNamespaceName":"infra","RepoName":"envoy","ImageTag":"1.31"}`
)

func TestSyncListShape(t *testing.T) {
	v := serve(t, Options{})
	body := mask(v.ask("ListRepoSyncTask", "InstanceId="+instances[prod].id, "RepoName=envoy", "Tag=1.31"))
	assert.True(t, strings.HasPrefix(body, headOfReply+`"PageNo":1,"PageSize":30,"TotalCount":"3","SyncTasks":[{`), body)
	assert.Regexp(t, `\{"SyncTaskId":"rst","SyncRuleId":"crsr","SyncBatchTaskId":"uuid","TaskStatus":"SYNCHRONIZING","TaskTrigger":"PASSIVE",`+
		`"SyncTransAccelerate":true,"CrossUser":false,"Priority":4,`+regexp.QuoteMeta(wantTo)+
		`,"CustomLink":false,"CreateTime":ms,"ModifedTime":ms(,"ModifiedTime":ms)?\}`, body)
	assert.Regexp(t, `"CustomLink":true,"LinkId":"stl-[0-9a-z]{16}"`, body, "the way to ap-southeast-1")
	both := strings.Count(string(v.ask("ListRepoSyncTask", "InstanceId=cri-x", "PageSize=100")), `"ModifiedTime":`)
	assert.NotZero(t, both)
	assert.Less(t, both, 100, "some rows have the misspelt name alone")
}

func TestSyncTaskShape(t *testing.T) {
	v := serve(t, Options{})
	v.at(time.Second)
	id := v.find("infra/envoy:1.31", "us-east-1").SyncTaskID
	body := mask(v.ask("GetRepoSyncTask", "InstanceId="+instances[prod].id, "SyncTaskId="+id))
	assert.Regexp(t, `^`+regexp.QuoteMeta(headOfReply)+
		`"SyncTaskId":"rst","SyncRuleId":"crsr","SyncBatchTaskId":"uuid","TaskStatus":"SYNCHRONIZING","TaskTrigger":"(PASSIVE|null)",`+
		`"SyncTransAccelerate":true,"CrossUser":false,"Priority":4,`+regexp.QuoteMeta(wantTo)+`,"Progress":0,"SyncedSize":\d+,`+
		`"LayerTasks":\[(\{"SyncLayerTaskId":"rslt","TaskStatus":"(PENDING|SYNCHRONIZING|SUCCESS)","Digest":"sha256","ArtifactDigest":"sha256","Size":\d+,"SyncedSize":\d+\},?)+\]\}$`, body)
	assert.NotContains(t, body, "CreateTime")
}

func TestSyncTaskVariants(t *testing.T) {
	v := serve(t, Options{})
	seen := map[string]bool{}
	for _, row := range v.all(instances[prod].id) {
		body := string(v.ask("GetRepoSyncTask", "InstanceId="+instances[prod].id, "SyncTaskId="+row.SyncTaskID))
		seen["null trigger"] = seen["null trigger"] || strings.Contains(body, `"TaskTrigger":"null"`)
		seen["manual"] = seen["manual"] || strings.Contains(body, `"TaskTrigger":"INITIATIVE"`) && !strings.Contains(body, "SyncRuleId")
		seen["issue"] = seen["issue"] || strings.Contains(body, `"TaskIssue":"`) && strings.Contains(body, `"Progress":0,`)
		seen["done"] = seen["done"] || strings.Contains(body, `"Progress":1,`)
		if row.TaskStatus == pending {
			seen["null layers"] = seen["null layers"] || strings.Contains(body, `"LayerTasks":null`)
			seen["no layers"] = seen["no layers"] || !strings.Contains(body, `LayerTasks`)
		}
	}
	for _, name := range []string{"null trigger", "manual", "issue", "done", "null layers", "no layers"} {
		assert.True(t, seen[name], name)
	}
}

func TestSubscriptionShapes(t *testing.T) {
	v := serve(t, Options{})
	id := "InstanceId=" + instances[prod].id
	tasks := v.subscriptions(instances[prod].id)
	var open, early gotSubscription
	for _, task := range tasks {
		switch {
		case task.RepoName == "nginx" && task.TaskStatus == running:
			open = task
		case task.TaskStatus == running && task.TaskResult == success:
			early = task
		}
	}
	common := `"InstanceId":"cri-sgedpenzw80e","TaskId":"crast","TaskStatus":"RUNNING","TaskType":"AUTO","ArtifactType":"IMAGE",` +
		`"SourceProvider":"QUAY","SourceRepoType":"PUBLIC","SourceNamespaceName":"nginx","SourceRepoName":"nginx-unprivileged",` +
		`"NamespaceName":"base","RepoName":"nginx","TagTotalCount":6,"TagSubscriptionCount":3,"Message":"success",`
	assert.Contains(t, mask(v.ask("ListArtifactSubscriptionTask", id)), `{`+common+`"StartTime":"ms","EndTime":""}`)
	assert.Equal(t, headOfReply+common+`"StartTime":ms,"EndTime":0}`,
		mask(v.ask("GetArtifactSubscriptionTask", id, "TaskId="+open.TaskID)))

	assert.NotEmpty(t, early.EndTime)
	assert.Contains(t, mask(v.ask("GetArtifactSubscriptionTask", id, "TaskId="+early.TaskID)),
		`"TaskStatus":"RUNNING","TaskResult":"SUCCESS"`)
	backwards := 0
	for _, task := range tasks {
		if task.EndTime != "" && task.EndTime < task.StartTime {
			backwards++
		}
	}
	assert.Equal(t, 1, backwards, "one task ended before it started")

	tags := mask(v.ask("GetArtifactSubscriptionTaskResult", id, "TaskId="+open.TaskID, "PageSize=4"))
	row := `{"InstanceId":"cri-sgedpenzw80e","TaskId":"crast","NamespaceName":"base","RepoName":"nginx","Tag":`
	assert.Equal(t, headOfReply+`"PageNo":1,"PageSize":4,"TotalCount":6,"TaskResults":[`+
		row+`"1.29.4","Status":"COMPLETED","Result":"SUCCESS","StartTime":ms,"EndTime":ms},`+
		row+`"1.29.4-alpine","Status":"COMPLETED","Result":"SUCCESS","StartTime":ms,"EndTime":ms},`+
		row+`"1.29.3","Status":"COMPLETED","Result":"SUCCESS","StartTime":ms,"EndTime":ms},`+
		row+`"1.28.1","Status":"RUNNING","StartTime":ms,"EndTime":0}]}`, tags)
}

func TestInstanceAndRuleShapes(t *testing.T) {
	v := serve(t, Options{})
	body := mask(v.ask("ListInstance"))
	assert.True(t, strings.HasPrefix(body, headOfReply+`"PageNo":1,"PageSize":30,"TotalCount":3,"Instances":[`+
		`{"InstanceId":"cri-sgedpenzw80e","InstanceName":"prod-shanghai","InstanceSpecification":"Enterprise_Advanced","InstanceStatus":"RUNNING",`+
		`"RegionId":"cn-shanghai","ResourceGroupId":"rg-acrwatch0sim","Tags":[{"TagKey":"team","TagValue":"platform"}],"CreateTime":"ms","ModifiedTime":"ms"},`), body)
	running := decode[struct{ TotalCount int }](t, v.ask("ListInstance", "InstanceStatus=RUNNING"))
	assert.Equal(t, 2, running.TotalCount)

	body = mask(v.ask("ListRepoSyncRule", "InstanceId="+instances[prod].id, "NamespaceName=web", "TargetRegionId=eu-west-1"))
	assert.Equal(t, headOfReply+`"PageNo":1,"PageSize":30,"TotalCount":1,"SyncRules":[{"SyncRuleId":"crsr","SyncRuleName":"nightly-eu",`+
		`"SyncScope":"NAMESPACE","SyncTrigger":"PASSIVE","SyncDirection":"FROM","TagFilter":".*","RepoNameFilter":".*",`+
		`"LocalRegionId":"cn-shanghai","LocalInstanceId":"cri-sgedpenzw80e","LocalNamespaceName":"web","LocalRepoName":"",`+
		`"TargetRegionId":"eu-west-1","TargetInstanceId":"cri-leqzomz5vijc","TargetNamespaceName":"web","TargetRepoName":"",`+
		`"CrossUser":true,"CreateTime":ms,"ModifiedTime":ms}]}`, body)
}

func TestOtherNamesOfTheFirstInstance(t *testing.T) {
	v := serve(t, Options{})
	known := decode[gotPage](t, v.ask("ListRepoSyncTask", "InstanceId="+v.Instances()[0]))
	other := decode[gotPage](t, v.ask("ListRepoSyncTask", "InstanceId=cri-anything"))
	assert.Equal(t, known, other)
	edge := decode[gotPage](t, v.ask("ListRepoSyncTask", "InstanceId="+v.Instances()[1]))
	assert.NotEqual(t, known.TotalCount, edge.TotalCount)
}

func TestStatsAreServed(t *testing.T) {
	v := serve(t, Options{Scenario: "quiet"})
	v.ask("ListInstance")
	v.do(v.request("POST", "Nonsense"))
	w := v.do(httptest.NewRequest(http.MethodGet, "http://cr.example"+StatsPath, http.NoBody))
	require.Equal(t, http.StatusOK, w.Code)
	got := decode[Stats](t, w.Body.Bytes())
	assert.Equal(t, v.Stats(), got)
	assert.Equal(t, map[string]int{"ListInstance": 1, "other": 1}, got.Calls)
	assert.Equal(t, map[string]int{"InvalidAction.NotFound": 1}, got.Refused)
	assert.Equal(t, []int{2, 2, 2}, []int{got.Pace.Total, got.Pace.MostIn1s, got.Pace.MostIn10s})
}

func TestBadOptions(t *testing.T) {
	cases := map[string]struct {
		options Options
		want    string
	}{
		"scenario": {Options{Scenario: "storms"}, `scenario "storms" is not known; use one of migration, storm, outage, stall, failures, expiry, hostile, drift, quiet, huge`},
		"speed":    {Options{Speed: -1}, "speed -1 is out of range; use a number above 0 and at most 1000, such as 20"},
		"tasks":    {Options{Tasks: -5}, "tasks -5 is out of range; use a number from 1 to 1000000"},
		"active":   {Options{Active: -5}, "active -5 is out of range; use a number from 1 to 1000000"},
		"lasts":    {Options{Lasts: time.Second}, "lasts 1s is out of range; use a duration from 1m0s to 720h0m0s"},
		"waves":    {Options{Waves: 2}, "waves 2 is out of range; use 0 (pushes keep coming) or 1 (only the first wave)"},
		"quota":    {Options{Quota: -1}, "quota is below 0; use calls per second, or 0 for no limit"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			_, err := New(c.options)
			require.EqualError(t, err, c.want)
		})
	}
	_, err := New(Options{Deny: []string{"ListTasks"}})
	require.ErrorContains(t, err, `operation "ListTasks" is not known; use one of GetArtifactSubscriptionTask, `)
}
