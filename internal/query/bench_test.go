package query

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/api"
	"acrwatch/poller"
)

// manyTasks are like those of a real registry: long names, and one in forty on its way.
func manyTasks(n int) []*poller.Task {
	tasks := make([]*poller.Task, n)
	for i := range tasks {
		id, phase := fmt.Sprintf("rst-4kfd7fk6%08d", i), api.PhaseDone
		if i%40 == 0 {
			phase = api.PhaseRunning
		}
		from := api.Image{Namespace: "Web", Repo: "frontend-service", Tag: fmt.Sprint("v2.14.", i%97), RegionID: "cn-shanghai", InstanceID: "cri-sgedpenzw80e"}
		to := from
		to.RegionID, to.InstanceID = "ap-southeast-1", "cri-leqzomz5vijc"
		tasks[i] = &poller.Task{
			Key: poller.Key{ID: id}, Phase: phase, RuleName: "nightly", Region: "cn-shanghai", Listed: poller.InstantOf(testNow),
			Flow: poller.Flow{Moved: int64(i), Size: int64(i) << 10, SizeKnown: true},
			Sync: &api.SyncTask{ID: id, BatchID: "a9434731-95ef-4087-9cf4-0123456789ab", Status: "SUCCESS", From: from, To: to, Created: api.InstantOf(testNow)},
		}
	}
	return tasks
}

const many = 100_000

func BenchmarkMatch(b *testing.B) {
	tasks := manyTasks(many)
	for _, text := range []string{
		"frontend", "nothing", "eu-west", "status:active", "status:active v2.14.7", "image:frontend", "to:eu,us", "size>1GiB", "age<2h", "status:stale",
		"/front.*7$/", `/v\d\.99/`,
	} {
		q, err := Parse(text)
		require.NoError(b, err)
		m := testMoment()
		b.Run(text, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				for _, t := range tasks {
					q.Match(t, m)
				}
			}
		})
	}
}

func BenchmarkParse(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		_, _ = Parse(`web -status:failed,stalled size>1GiB "a b" /x-[0-9]+/`)
	}
}

func TestMatchingAllocatesNothing(t *testing.T) {
	task, m := manyTasks(1)[0], testMoment()
	for _, text := range []string{"web", "status:active,stale", "size>1GiB", "/front/", "from:cn-shanghai", "age<2h"} {
		q, err := Parse(text)
		require.NoError(t, err)
		assert.Zero(t, testing.AllocsPerRun(100, func() { q.Match(task, m) }), text)
	}
}
