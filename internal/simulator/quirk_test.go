package simulator

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const ofProd = "InstanceId=cri-sgedpenzw80e"

func quirky(t *testing.T, q Quirks) *service {
	t.Helper()
	return serve(t, Options{Quirks: q})
}

func TestWordsOfSubscriptions(t *testing.T) {
	v := serve(t, Options{Seed: 3, Quirks: Quirks{Words: Words{"WAITING", "ACTIVE", "COMPLETE", "OK", "BROKEN"}}})
	seen := map[string]bool{}
	for _, instance := range v.Instances() {
		for _, task := range v.subscriptions(instance) {
			seen[task.TaskStatus], seen[task.TaskResult] = true, true
			seen[decode[gotSubscription](t, []byte(strings.NewReplacer(`"StartTime":`, `"a":`, `"EndTime":`, `"b":`).
				Replace(string(v.ask("GetArtifactSubscriptionTask", "InstanceId="+instance, "TaskId="+task.TaskID))))).TaskStatus] = true
			for _, tag := range decode[struct {
				TaskResults []struct{ Status, Result string }
			}](t,
				v.ask("GetArtifactSubscriptionTaskResult", "InstanceId="+instance, "TaskId="+task.TaskID)).TaskResults {
				seen[tag.Status], seen[tag.Result] = true, true
			}
		}
	}
	assert.Equal(t, map[string]bool{"": true, "WAITING": true, "ACTIVE": true, "COMPLETE": true, "OK": true, "BROKEN": true}, seen)
}

func TestResultWhileRunningAndCustomProvider(t *testing.T) {
	v := quirky(t, Quirks{RunningResult: "null", CustomProvider: "CUSTOM"})
	results, providers := map[string]int{}, map[string]int{}
	for _, instance := range v.Instances() {
		for _, task := range v.subscriptions(instance) {
			providers[task.SourceProvider]++
			if task.TaskStatus == running {
				results[task.TaskResult]++
			}
		}
	}
	assert.Equal(t, map[string]int{"null": 2, success: 1}, results, "one contradicts itself")
	assert.NotZero(t, providers["CUSTOM"])
}

func TestFractionalProgress(t *testing.T) {
	v := quirky(t, Quirks{FractionalProgress: true})
	id := v.find("web/frontend:v2.14.0", "eu-west-1").SyncTaskID
	task := decode[struct{ Progress float64 }](t, v.ask("GetRepoSyncTask", ofProd, "SyncTaskId="+id))
	assert.Greater(t, task.Progress, 0.4)
	assert.Less(t, task.Progress, 0.8)
}

func TestLayersWhilePending(t *testing.T) {
	v := quirky(t, Quirks{PendingLayers: true})
	id := v.find("web/api:v2.14.0", "eu-west-1").SyncTaskID
	task := v.task(id)
	require.Equal(t, pending, task.TaskStatus)
	require.NotEmpty(t, task.LayerTasks)
	assert.Equal(t, pending, task.LayerTasks[0].TaskStatus)
	assert.Zero(t, task.SyncedSize)
	assert.Empty(t, quirky(t, Quirks{}).task(id).LayerTasks)
}

func ids(tasks []gotTask) (out []string) {
	for _, task := range tasks {
		out = append(out, task.SyncTaskID)
	}
	return out
}

func TestOrderOfLists(t *testing.T) {
	plain := quirky(t, Quirks{})
	want := ids(plain.all(instances[prod].id))
	subscriptions := plain.subscriptions(instances[prod].id)

	oldest := quirky(t, Quirks{Order: OldestFirst})
	backwards := ids(oldest.all(instances[prod].id))
	slices.Reverse(backwards)
	assert.Equal(t, want, backwards)
	assert.Equal(t, subscriptions[0].TaskID, oldest.subscriptions(instances[prod].id)[len(subscriptions)-1].TaskID)

	v := quirky(t, Quirks{Order: Shuffled})
	shuffled := ids(v.all(instances[prod].id))
	assert.NotEqual(t, want, shuffled)
	assert.ElementsMatch(t, want, shuffled, "every page shows its part, and none twice")
	assert.Equal(t, shuffled, ids(v.at(10*time.Second).all(instances[prod].id)))
	assert.NotEqual(t, subscriptions, v.subscriptions(instances[prod].id))
}

func TestLargestPage(t *testing.T) {
	v := quirky(t, Quirks{LargestPage: 50})
	p := decode[gotPage](t, v.ask("ListRepoSyncTask", ofProd, "PageSize=100"))
	assert.Len(t, p.SyncTasks, 50)
	assert.Equal(t, 50, p.PageSize, "made to fit")

	v = quirky(t, Quirks{LargestPage: 50, RefusePages: true})
	w := v.do(v.request("POST", "ListRepoSyncTask", ofProd, "PageSize=51"))
	assert.Equal(t, http.StatusBadRequest, w.Code)
	assert.Contains(t, w.Body.String(), `"InvalidPageSize"`)
	v.ask("ListRepoSyncTask", ofProd, "PageSize=50")
}

func TestRetention(t *testing.T) {
	v := quirky(t, Quirks{Retention: time.Hour})
	plain := quirky(t, Quirks{})
	kept, all := v.all(instances[prod].id), plain.all(instances[prod].id)
	assert.NotEmpty(t, kept)
	assert.Less(t, len(kept), len(all))
	for _, task := range kept {
		over := task.TaskStatus != pending && task.TaskStatus != synchronizing
		assert.False(t, over && task.ModifedTime < noon.Add(-time.Hour).UnixMilli())
	}
	assert.Less(t, len(v.subscriptions(instances[prod].id)), len(plain.subscriptions(instances[prod].id)))
	gone := all[len(all)-1].SyncTaskID
	assert.Contains(t, v.do(v.request("POST", "GetRepoSyncTask", ofProd, "SyncTaskId="+gone)).Body.String(), "SYNC_TASK_NOT_EXIST")

	done := v.find("pay/ledger:2.9", "us-east-1").SyncTaskID
	v.task(done)
	v.at(2 * time.Hour)
	assert.Equal(t, http.StatusBadRequest, v.do(v.request("POST", "GetRepoSyncTask", ofProd, "SyncTaskId="+done)).Code)
}

func TestMissingTasks(t *testing.T) {
	v := quirky(t, Quirks{MissingSync: Missing{404, "TASK_NOT_EXIST"}, MissingSubscription: Missing{200, "TASK_GONE"}})
	w := v.do(v.request("POST", "GetRepoSyncTask", ofProd, "SyncTaskId=rst-x"))
	assert.Equal(t, http.StatusNotFound, w.Code)
	assert.Contains(t, w.Body.String(), `"Code":"TASK_NOT_EXIST"`)
	for _, operation := range []string{"GetArtifactSubscriptionTask", "GetArtifactSubscriptionTaskResult"} {
		assert.Contains(t, string(v.ask(operation, ofProd, "TaskId=crast-x")), `"Code":"TASK_GONE","IsSuccess":false`)
	}
}

func TestQuotaOfAnOperation(t *testing.T) {
	v := quirky(t, Quirks{OperationQuota: map[string]int{"ListRepoSyncTask": 1}})
	v.ask("ListRepoSyncTask", ofProd)
	w := v.do(v.request("POST", "ListRepoSyncTask", ofProd))
	assert.Contains(t, w.Body.String(), "Throttling.Api")
	assert.Equal(t, "Limit:1,Remain:0,TimeLeft:1000,Reset:1000", w.Header().Get("x-ratelimit-user-api"))
	v.ask("ListInstance")
	v.at(time.Second).ask("ListRepoSyncTask", ofProd)
}

func TestTheDestinationKnowsTheTaskToo(t *testing.T) {
	to := destinations[euWest]
	v := quirky(t, Quirks{AtDestination: true})
	there := v.all(to.instance)
	require.NotEmpty(t, there)
	for i, task := range there {
		assert.Equal(t, to.region, task.ImageTo.RegionID)
		assert.True(t, i == 0 || task.CreateTime <= there[i-1].CreateTime, "newest first")
	}
	here := slices.Concat(v.all(instances[prod].id), v.all(instances[edge].id))
	here = slices.DeleteFunc(here, func(task gotTask) bool { return task.ImageTo.RegionID != to.region })
	assert.ElementsMatch(t, ids(here), ids(there))
	v.ask("GetRepoSyncTask", "InstanceId="+to.instance, "SyncTaskId="+there[0].SyncTaskID)
	elsewhere := v.find("web/frontend:v2.14.0", "us-east-1").SyncTaskID
	assert.Equal(t, http.StatusBadRequest, v.do(v.request("POST", "GetRepoSyncTask", "InstanceId="+to.instance, "SyncTaskId="+elsewhere)).Code)
	assert.Empty(t, v.subscriptions(to.instance))
}

func TestConcurrentTasks(t *testing.T) {
	for _, n := range []int{2, 30} {
		v := serve(t, Options{Quirks: Quirks{Concurrent: n}}).at(60 * time.Second)
		moving := 0
		for _, task := range v.all(instances[prod].id) {
			if task.TaskStatus == synchronizing {
				moving++
			}
		}
		assert.Equal(t, n == 30, moving > 10, fmt.Sprint(moving))
	}
}

func TestProtocolQuirks(t *testing.T) {
	v := serve(t, Options{Scenario: "storm", Quirks: Quirks{ThrottlingStatus: 429, NoQuotaHeaders: true}})
	for range stormQuota {
		v.ask("ListInstance")
	}
	for _, at := range []time.Duration{0, 11 * time.Second, 21 * time.Second} {
		w := v.at(at).do(v.request("POST", "ListInstance"))
		assert.Equal(t, http.StatusTooManyRequests, w.Code)
		assert.Contains(t, w.Body.String(), "Throttling.")
		assert.Empty(t, w.Header().Get("x-ratelimit-user-api")+w.Header().Get("x-ratelimit-user"))
	}

	v = quirky(t, Quirks{DateWindow: time.Hour, PostAnywhere: true})
	r := v.request("POST", "ListArtifactSubscriptionTask", ofProd)
	v.at(59 * time.Minute)
	assert.Equal(t, http.StatusOK, v.do(r).Code)
	assert.Contains(t, v.do(r).Body.String(), "SignatureNonceUsed", "remembered as long as a date is good")
	v.at(2 * time.Hour)
	assert.Contains(t, v.do(r).Body.String(), "InvalidTimeStamp.Expired")
}

func TestBadQuirks(t *testing.T) {
	for want, q := range map[string]Quirks{
		"a quirk is below 0; use 0 for what is likely":                                      {LargestPage: -1},
		"order 9 is not known; use NewestFirst, OldestFirst or Shuffled":                    {Order: 9},
		"a missing task needs a status and a code, such as 404 and TASK_NOT_EXIST":          {MissingSync: Missing{Status: 99, Code: "X"}},
		`quota 0 of operation "ListInstance" cannot be; use 1 or more of a known operation`: {OperationQuota: map[string]int{"ListInstance": 0}},
		`quota 1 of operation "ListTasks" cannot be; use 1 or more of a known operation`:    {OperationQuota: map[string]int{"ListTasks": 1}},
		"throttling status 42 is not one; use 400, 429 or 503":                              {ThrottlingStatus: 42},
	} {
		_, err := New(Options{Quirks: q})
		require.EqualError(t, err, want)
	}
}
