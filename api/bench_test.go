package api_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/api"
)

// fullPage is a page of 100 sync tasks as the list gives them.
func fullPage() string {
	row := func(i int) string {
		image := fmt.Sprintf(`{"InstanceId":"cri-sgedpenzw80e","RegionId":"cn-shanghai","RepoNamespaceName":"team-%d","RepoName":"service-%d","ImageTag":"v1.%d"}`, i%7, i, i)
		return fmt.Sprintf(`{"SyncTaskId":"rst-zxjkiv5oil%d","SyncRuleId":"crsr-cllro6ho3w%d","SyncBatchTaskId":"a9434731-95ef-4087-9cf4-369c8e90%04d",
			"TaskStatus":"SYNCHRONIZING","TaskTrigger":"PASSIVE","CreateTime":1572839126%03d,"ModifedTime":1572839133000,"Priority":3,
			"CrossUser":false,"SyncTransAccelerate":true,"CustomLink":false,"ImageFrom":%s,"ImageTo":%s}`, i, i%5, i, i, image, image)
	}
	rows := make([]string, 100)
	for i := range rows {
		rows[i] = row(i)
	}
	return `{"RequestId":"838D1602-6D8F-47FB-B60A-656645D20001","Code":"success","IsSuccess":true,"PageNo":1,"PageSize":100,"TotalCount":"4211","SyncTasks":[` +
		strings.Join(rows, ",") + `]}`
}

func BenchmarkListPageOf100(b *testing.B) {
	c := newClient(b, answering(200, fullPage()))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := c.ListRepoSyncTask(b.Context(), api.ListRepoSyncTaskRequest{InstanceID: "cri-x", PageNo: 1, PageSize: 100}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkGetTask(b *testing.B) {
	c := newClient(b, answering(200, goodTask))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := c.GetRepoSyncTask(b.Context(), api.GetRepoSyncTaskRequest{InstanceID: "cri-x", SyncTaskID: "rst-x"}); err != nil {
			b.Fatal(err)
		}
	}
}

// A dashboard that is left open reads such pages all day.
func TestListPageIsCheap(t *testing.T) {
	c := newClient(t, answering(200, fullPage()))
	allocations := testing.AllocsPerRun(20, func() {
		page, err := c.ListRepoSyncTask(t.Context(), api.ListRepoSyncTaskRequest{InstanceID: "cri-x", PageNo: 1, PageSize: 100})
		require.NoError(t, err)
		require.Len(t, page.Items, 100)
	})
	assert.LessOrEqual(t, allocations, 1700.0)
}
