package simulator

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// reader looks at every step, and compares what it sees with the truth.
type reader struct {
	*service
	active map[string]bool
	ended  int           // tasks whose end was seen
	sum    time.Duration // of the time in which tasks were seen active
}

const step = time.Second

func (r *reader) look(t *testing.T) {
	r.sum += time.Duration(r.moving()) * step
	instance := r.Instances()[0]
	for _, row := range decode[gotPage](t, r.ask("ListRepoSyncTask", "InstanceId="+instance, "PageSize=100")).SyncTasks {
		was, known := r.active[row.SyncTaskID]
		if known && !was {
			continue // it had ended before
		}
		created, end, ok := r.SyncTaskTimes(instance, row.SyncTaskID)
		require.True(t, ok)
		require.Equal(t, row.CreateTime, created.UnixMilli())
		moves := row.TaskStatus == pending || row.TaskStatus == synchronizing
		require.Equal(t, moves, end.IsZero())
		if was && !moves {
			r.ended++
			assert.WithinRange(t, end, r.clock.Add(-step), r.clock)
		}
		r.active[row.SyncTaskID] = moves
	}
}

// The truths must agree with what a reader sees who never looks away.
func TestTruthsAreWhatIsSeen(t *testing.T) {
	if raced {
		t.Skip("finds no races, and takes long with the detector")
	}
	for name, o := range map[string]Options{
		"migration": {Waves: 1},
		"fast":      {Waves: 1, Speed: 2},
		"huge":      {Scenario: "huge", Tasks: 80},
		"bursts":    {Scenario: "huge", Bursts: Bursts{Tasks: 60, Size: 15, Over: 10 * time.Minute, Lasts: time.Minute}},
	} {
		t.Run(name, func(t *testing.T) {
			v := serve(t, o)
			r := reader{service: v, active: map[string]bool{}}
			for at := time.Duration(0); at < 4*time.Minute; at += step {
				v.at(at)
				r.look(t)
			}
			assert.Greater(t, r.ended, 10)
			v.at(4*time.Minute - step)
			assert.InEpsilon(t, r.sum.Seconds(), v.ActiveTime().Seconds(), 0.03)
			assert.Equal(t, v.ActiveTime(), serve(t, o).at(4*time.Minute-step).ActiveTime(), "whoever asked before")
		})
	}
}

func TestSyncTasksAreAllThereAre(t *testing.T) {
	v := serve(t, Options{}).at(time.Minute)
	for _, instance := range v.Instances() {
		var want []string
		for _, task := range v.all(instance) {
			want = append(want, task.SyncTaskID)
		}
		assert.Equal(t, want, v.SyncTasks(instance))
	}
	assert.Empty(t, v.SyncTasks("nothing"))
	for _, instance := range []string{"nothing", v.Instances()[0]} {
		_, _, ok := v.SyncTaskTimes(instance, "rst-none")
		assert.False(t, ok)
	}
}

func TestReadsAfterTheEndAreCounted(t *testing.T) {
	v := serve(t, Options{Waves: 1})
	instance := v.Instances()[0]
	id := v.find("web/frontend:v2.14.0", "eu-west-1").SyncTaskID
	v.task(id)
	assert.Zero(t, v.ReadsAfterEnd(instance, id), "it is active")
	v.at(5 * time.Minute)
	v.find("web/frontend:v2.14.0", "eu-west-1")
	assert.Zero(t, v.ReadsAfterEnd(instance, id), "lists do not count")
	for range 3 {
		v.task(id)
	}
	v.task(v.find("web/frontend:v2.14.0", "us-east-1").SyncTaskID)
	assert.Equal(t, 3, v.ReadsAfterEnd(instance, id))
	assert.Equal(t, 3, v.ReadsAfterEnd("cri-anything", id), "another name of the instance")
	assert.Zero(t, v.ReadsAfterEnd(v.Instances()[1], id))
	assert.Zero(t, v.ReadsAfterEnd("nothing", id))
	assert.Equal(t, 3, v.Stats().MostReadsAfterEnd)
}

func TestReadsAfterTheEndAreForgottenInTheEnd(t *testing.T) {
	var l lateReads
	for range 7 {
		l.add(readTask{id: "often"})
	}
	for i := range 3 * lateMost {
		l.add(readTask{id: fmt.Sprint(i)})
		if i == lateMost {
			l.add(readTask{id: "often"})
		}
	}
	assert.Equal(t, 8, l.most)
	assert.Zero(t, l.count(readTask{id: "often"}))
	assert.Equal(t, 1, l.count(readTask{id: fmt.Sprint(3*lateMost - 1)}))
	assert.LessOrEqual(t, len(l.fresh)+len(l.old), 2*lateMost)
}
