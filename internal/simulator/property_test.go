package simulator

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// watchedOnce is what a reader saw of a layer before.
type watchedOnce struct {
	synced int64
	state  string
}

func over(status string) bool { return status != pending && status != synchronizing }

// Bytes never exceed the size and never fall but for the one restart, statuses go forward only, and the parts add up.
func TestBytesBehave(t *testing.T) {
	if raced {
		t.Skip("finds no races, and takes long with the detector")
	}
	for _, o := range []Options{{Seed: 1}, {Seed: 2, Waves: 1}, {Scenario: "huge", Tasks: 300}, {Scenario: "stall"}, {Scenario: "failures"}} {
		t.Run(fmt.Sprint(o.Scenario, o.Seed), func(t *testing.T) {
			v := serve(t, o)
			layers := map[string]watchedOnce{}
			statuses, confirmed := map[string]bool{}, map[string]bool{}
			fell := 0
			for at := time.Duration(0); at < 4*time.Minute; at += 2900 * time.Millisecond {
				v.at(at)
				page := decode[gotPage](t, v.ask("ListRepoSyncTask", "InstanceId=cri-x", "PageSize=60"))
				for _, row := range page.SyncTasks {
					if confirmed[row.SyncTaskID] {
						continue
					}
					confirmed[row.SyncTaskID] = over(row.TaskStatus)
					task := v.task(row.SyncTaskID)
					statuses[task.TaskStatus] = true
					require.Equal(t, row.TaskStatus, task.TaskStatus)
					fell += checkLayers(t, task, layers)
				}
			}
			want := 1
			if o.Scenario != "" {
				want = 0
			}
			assert.Equal(t, want, fell, "layers that began again")
			for _, s := range []string{pending, synchronizing, success} {
				assert.True(t, statuses[s], s)
			}
		})
	}
}

func checkLayers(t *testing.T, task gotTask, known map[string]watchedOnce) (fell int) {
	t.Helper()
	var sum int64
	for _, l := range task.LayerTasks {
		sum += l.SyncedSize
		before, seen := known[l.SyncLayerTaskID]
		if seen && l.SyncedSize < before.synced {
			fell++
		}
		switch {
		case l.SyncedSize > l.Size || l.SyncedSize < 0:
			t.Fatalf("%d of %d bytes", l.SyncedSize, l.Size)
		case seen && before.state != pending && l.TaskStatus == pending:
			t.Fatalf("a layer went back from %s", before.state)
		case l.TaskStatus == success && l.SyncedSize != l.Size:
			t.Fatalf("done with %d of %d bytes", l.SyncedSize, l.Size)
		case task.TaskStatus == success && l.TaskStatus != success:
			t.Fatalf("a task is done before its layer, which is %s", l.TaskStatus)
		}
		known[l.SyncLayerTaskID] = watchedOnce{l.SyncedSize, l.TaskStatus}
	}
	require.Equal(t, sum, task.SyncedSize)
	return fell
}

func TestEveryStatusAndIssueIsThere(t *testing.T) {
	v := serve(t, Options{Seed: 1})
	seen := map[string]bool{}
	for _, task := range v.all(v.Instances()[0]) {
		seen[task.TaskStatus], seen[task.TaskIssue] = true, true
	}
	for _, name := range []string{pending, synchronizing, success, failed, canceled, "NETWORK_ERROR"} {
		assert.True(t, seen[name], name)
	}
}

// Who asked before, and how often, must not change an answer.
func TestTheWorldIsAFunctionOfSeedAndTime(t *testing.T) {
	for _, scenario := range []string{"migration", "quiet", "huge"} {
		o := Options{Scenario: scenario, Seed: 7, Tasks: 500}
		asked, rested := serve(t, o), serve(t, o)
		for at := range 90 {
			asked.at(time.Duration(at) * time.Second)
			asked.ask("ListRepoSyncTask", "InstanceId=cri-x")
		}
		rested.serial = asked.serial
		asked.at(91*time.Second + 345*time.Millisecond)
		rested.at(91*time.Second + 345*time.Millisecond)
		page := "PageSize=40"
		assert.Equal(t, asked.ask("ListRepoSyncTask", "InstanceId=cri-x", page), rested.ask("ListRepoSyncTask", "InstanceId=cri-x", page))
		for _, task := range decode[gotPage](t, rested.ask("ListRepoSyncTask", "InstanceId=cri-x", page)).SyncTasks {
			require.Equal(t, asked.task(task.SyncTaskID), rested.task(task.SyncTaskID))
		}
		o.Seed = 8
		other := serve(t, o)
		other.at(91*time.Second + 345*time.Millisecond)
		assert.NotEqual(t, rested.all("cri-x")[0].SyncTaskID, other.all("cri-x")[0].SyncTaskID)
	}
}

func TestPagesCoverEveryTaskOnce(t *testing.T) {
	for _, o := range []Options{{}, {Scenario: "quiet"}, {Scenario: "huge", Tasks: 1234}} {
		v := serve(t, o)
		total := decode[gotPage](t, v.ask("ListRepoSyncTask", "InstanceId=cri-x")).TotalCount
		for _, size := range []int{1000, 100, 37} {
			seen := map[string]bool{}
			last := int64(1 << 62)
			for n := 1; ; n++ {
				p := decode[gotPage](t, v.ask("ListRepoSyncTask", "InstanceId=cri-x", fmt.Sprintf("PageNo=%d", n), fmt.Sprintf("PageSize=%d", size)))
				require.Equal(t, min(size, 100), p.PageSize)
				for _, task := range p.SyncTasks {
					require.False(t, seen[task.SyncTaskID], "twice")
					seen[task.SyncTaskID] = true
					require.LessOrEqual(t, task.CreateTime, last, "newest first")
					last = task.CreateTime
				}
				if len(p.SyncTasks) == 0 {
					break
				}
			}
			assert.Equal(t, total, fmt.Sprint(len(seen)))
		}
	}
}

func TestListFilters(t *testing.T) {
	for _, o := range []Options{{}, {Scenario: "huge", Tasks: 900}} {
		v := serve(t, o)
		all := v.all("cri-x")
		pick := all[len(all)/2]
		for name, c := range map[string]struct {
			parameter string
			matches   func(gotTask) bool
		}{
			"namespace": {"RepoNamespaceName=" + pick.ImageTo.RepoNamespaceName, func(g gotTask) bool {
				return g.ImageTo.RepoNamespaceName == pick.ImageTo.RepoNamespaceName
			}},
			"repository": {"RepoName=" + pick.ImageTo.RepoName, func(g gotTask) bool { return g.ImageTo.RepoName == pick.ImageTo.RepoName }},
			"tag":        {"Tag=" + pick.ImageTo.ImageTag, func(g gotTask) bool { return g.ImageTo.ImageTag == pick.ImageTo.ImageTag }},
			"batch":      {"SyncRecordId=" + pick.SyncBatchTaskID, func(g gotTask) bool { return g.SyncBatchTaskID == pick.SyncBatchTaskID }},
		} {
			want := 0
			for _, task := range all {
				if c.matches(task) {
					want++
				}
			}
			p := decode[gotPage](t, v.ask("ListRepoSyncTask", "InstanceId=cri-x", "PageSize=100", c.parameter))
			assert.Equal(t, fmt.Sprint(want), p.TotalCount, name)
			require.NotEmpty(t, p.SyncTasks, name)
			for _, task := range p.SyncTasks {
				assert.True(t, c.matches(task), name)
			}
		}
	}
}

func TestHuge(t *testing.T) {
	v := serve(t, Options{Scenario: "huge"})
	for _, at := range []time.Duration{0, time.Minute, 5 * time.Hour, 400 * time.Hour} {
		v.at(at)
		p := decode[gotPage](t, v.ask("ListRepoSyncTask", "InstanceId=cri-x", "PageSize=100"))
		assert.Equal(t, "10000", p.TotalCount)
		active := 0
		for _, task := range p.SyncTasks {
			if task.TaskStatus == pending || task.TaskStatus == synchronizing {
				active++
			}
		}
		assert.InDelta(t, 40, active, 20, at)
	}
	once := serve(t, Options{Scenario: "huge", Waves: 1})
	assert.NotZero(t, once.at(100*time.Second).active())
	assert.Zero(t, once.at(3*time.Minute).active())
}

func TestQuietIsQuiet(t *testing.T) {
	v := serve(t, Options{Scenario: "quiet"})
	assert.Zero(t, v.active())
	assert.NotEmpty(t, v.all(v.Instances()[0]))
	before := v.all(v.Instances()[0])
	assert.Equal(t, before, v.at(24*time.Hour).all(v.Instances()[0]))
}

func TestLayersAreShared(t *testing.T) {
	v := serve(t, Options{})
	a, b := v.find("web/frontend:v2.14.0", "eu-west-1"), v.find("web/frontend:v2.14.0", "us-east-1")
	assert.Equal(t, a.SyncBatchTaskID, b.SyncBatchTaskID)
	digests := func(id string) (out []string) {
		for _, l := range v.task(id).LayerTasks {
			out = append(out, l.Digest)
		}
		return out
	}
	assert.Equal(t, digests(a.SyncTaskID), digests(b.SyncTaskID), "destinations of a batch")
	assert.Equal(t, digests(v.find("pay/ledger:2.9", "eu-west-1").SyncTaskID)[0], digests(v.find("web/search:1.4", "us-east-1").SyncTaskID)[0], "the same base")
	envoy := digests(v.find("infra/envoy:1.31", "eu-west-1").SyncTaskID)
	seen := map[string]int{}
	for _, d := range envoy {
		assert.True(t, len(d) == 71 && isHex(d[7:]), d)
		seen[d]++
	}
	assert.Equal(t, 2, seen[emptyLayer], "both architectures hold the empty layer")
}

func TestConcurrentCallers(t *testing.T) {
	s, err := New(Options{})
	require.NoError(t, err)
	done := make(chan int)
	for worker := range 8 {
		go func() {
			v := &service{Simulator: s, t: t, clock: s.now(), calls: 1000 * worker}
			code := 0
			for range 30 {
				code = max(code, v.do(v.request("POST", "ListRepoSyncTask", "InstanceId=cri-x")).Code)
			}
			done <- code
		}()
	}
	for range 8 {
		assert.Equal(t, http.StatusOK, <-done)
	}
	assert.Equal(t, 240, s.Stats().Calls["ListRepoSyncTask"])
}

func TestIDsAreUndone(t *testing.T) {
	for _, n := range []int64{0, 1, -1, 99_999, -1 << 63, 1<<63 - 1} {
		id := ordinalID(syncPrefix, 5, n)
		got, ok := parseOrdinalID(5, id)
		assert.True(t, ok)
		assert.Equal(t, n, got)
		_, ok = parseOrdinalID(6, id)
		assert.False(t, ok, "another world")
	}
	for _, id := range []string{"", "rst-", "rst-zzzzzzzzzzzzzzzz", "crast-0000000000000000", "rst-!!!!!!!!!!!!!!!!"} {
		_, ok := parseOrdinalID(5, id)
		assert.False(t, ok, id)
	}
}
