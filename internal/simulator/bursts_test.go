package simulator

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestHugeIsAsActiveAsAskedFor(t *testing.T) {
	for _, o := range []Options{
		{Active: 40},
		{Active: 500, Lasts: 40 * time.Minute},
		{Active: 5, Lasts: 3 * time.Hour},
		{Active: 900, Lasts: time.Minute},
	} {
		t.Run(fmt.Sprint(o.Active), func(t *testing.T) {
			o.Scenario, o.Tasks = "huge", 1200
			v := serve(t, o)
			for _, at := range []time.Duration{0, 90 * time.Second, 5 * time.Hour, 400 * time.Hour} {
				v.at(at)
				assert.InDelta(t, o.Active, v.active(), 5+0.12*float64(o.Active), "at %v", at)
			}
		})
	}
}

func TestTasksOfHugeLastAsLongAsAskedFor(t *testing.T) {
	v := serve(t, Options{Scenario: "huge", Tasks: 1000, Active: 100, Lasts: 40 * time.Minute}).at(time.Hour)
	var sum, least, most time.Duration
	n := 0
	for _, id := range v.SyncTasks("cri-x") {
		if created, ended, _ := v.SyncTaskTimes("cri-x", id); !ended.IsZero() {
			lasted := ended.Sub(created)
			sum, most, n = sum+lasted, max(most, lasted), n+1
			if least == 0 || lasted < least {
				least = lasted
			}
		}
	}
	require.Greater(t, n, 800)
	assert.InDelta(t, 40, (sum / time.Duration(n)).Minutes(), 1.5)
	assert.InDelta(t, 21, least.Minutes(), 1.5)
	assert.InDelta(t, 58, most.Minutes(), 1.5)
}

// moving are the active sync tasks among the newest hundred of each instance.
func (v *service) moving() (n int) {
	for _, instance := range v.Instances() {
		for _, task := range decode[gotPage](v.t, v.ask("ListRepoSyncTask", "InstanceId="+instance, "PageSize=100")).SyncTasks {
			if task.TaskStatus == pending || task.TaskStatus == synchronizing {
				n++
			}
		}
	}
	return n
}

// days are the bursts of three days.
var days = Options{Scenario: "huge", Bursts: Bursts{Tasks: 3000}}

func TestBurstsOverDays(t *testing.T) {
	if raced {
		t.Skip("finds no races, and takes long with the detector")
	}
	v := serve(t, days)
	assert.Empty(t, v.all(v.Instances()[0]))
	most, idle := 0, 0
	for at := time.Duration(0); at < 72*time.Hour; at += 10 * time.Minute {
		n := v.at(at).moving()
		most = max(most, n)
		if n == 0 {
			idle++
		}
	}
	assert.LessOrEqual(t, most, 40)
	assert.Greater(t, most, 30, "a burst comes at once")
	assert.Greater(t, idle, 150, "and then for a while there is nothing")

	v.at(72 * time.Hour)
	ends, tasks := map[string]int{}, 0
	for _, instance := range v.Instances() {
		all := v.all(instance)
		assert.Greater(t, len(all), 700)
		tasks += len(all)
		for i, task := range all {
			ends[task.TaskStatus]++
			if i > 0 {
				require.LessOrEqual(t, task.CreateTime, all[i-1].CreateTime, "newest first")
			}
			lasted := time.Duration(task.ModifedTime-task.CreateTime) * time.Millisecond
			require.Greater(t, lasted, 2*time.Minute)
			require.Less(t, lasted, 25*time.Minute)
		}
	}
	assert.Equal(t, 3000, tasks)
	assert.InDelta(t, 120, ends[failed], 50)
	assert.InDelta(t, 60, ends[canceled], 35)
	assert.Equal(t, tasks, ends[success]+ends[failed]+ends[canceled], "all have ended: %v", ends)
	assert.InDelta(t, 3000*13*60, v.ActiveTime().Seconds(), 3000*45)
}

func TestBurstsAreListedAndReadAlike(t *testing.T) {
	o := days
	o.Bursts = Bursts{Tasks: 50, Size: 9, Over: time.Hour, Lasts: 5 * time.Minute}
	v := serve(t, o).at(50 * time.Minute)
	for _, instance := range v.Instances() {
		p := decode[gotPage](t, v.ask("ListRepoSyncTask", "InstanceId="+instance, "PageSize=10", "PageNo=1"))
		require.NotEmpty(t, p.SyncTasks)
		for _, row := range p.SyncTasks {
			got := decode[gotTask](t, v.ask("GetRepoSyncTask", "InstanceId="+instance, "SyncTaskId="+row.SyncTaskID))
			assert.Equal(t, row.TaskStatus, got.TaskStatus)
			same := decode[gotPage](t, v.ask("ListRepoSyncTask", "InstanceId="+instance, "SyncRecordId="+row.SyncBatchTaskID))
			assert.LessOrEqual(t, len(same.SyncTasks), batchSize)
			assert.Contains(t, same.SyncTasks, row)
		}
		future := ordinalID(syncPrefix, v.seed, 49)
		w := v.do(v.request("POST", "GetRepoSyncTask", "InstanceId="+instance, "SyncTaskId="+future))
		assert.Contains(t, w.Body.String(), "SYNC_TASK_NOT_EXIST", "what has not come yet is not there")
	}
}

func TestBadBursts(t *testing.T) {
	for want, b := range map[string]Bursts{
		"bursts of 0 tasks are out of range; use a number from 1 to 1000000":                {Size: 5},
		"bursts of -1 tasks are out of range; use a number from 1 to 1000000":               {Tasks: -1},
		"bursts of size -1 are out of range; use a number from 1 to 1000000":                {Tasks: 1, Size: -1},
		"bursts over 1s are out of range; use a duration from 1m0s to 720h0m0s":             {Tasks: 1, Over: time.Second},
		"bursts that last 2000h0m0s are out of range; use a duration from 1m0s to 720h0m0s": {Tasks: 1, Lasts: 2000 * time.Hour},
	} {
		_, err := New(Options{Scenario: "huge", Bursts: b})
		require.EqualError(t, err, want)
	}
	_, err := New(Options{Bursts: Bursts{Tasks: 1}})
	require.EqualError(t, err, "bursts are of the scenario huge, not of migration")
}
