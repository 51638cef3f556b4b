package poller

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"acrwatch/api"
)

func TestDiff(t *testing.T) {
	part := func(id string, p api.Phase) Part { return Part{Layer: &api.Layer{ID: id}, Phase: p} }
	base := func(change func(*Task)) *Task {
		task := &Task{
			Key: key("a"), Phase: api.PhaseRunning, Sync: &api.SyncTask{Status: "SYNCHRONIZING"},
			Flow: Flow{LastMoved: InstantOf(noon)},
		}
		task.SetParts([]Part{part("1", api.PhaseRunning), part("2", api.PhaseDone)})
		if change != nil {
			change(task)
		}
		return task
	}
	tags := func(n int64) func(*Task) {
		return func(t *Task) { t.Subscription = &api.SubscriptionTask{TagSubscribed: api.Some(n)} }
	}
	stalledTask := func(t *Task) { t.Flow.Stalled = true }
	tests := map[string]struct {
		before, after *Task
		want          []ChangeKind
	}{
		"nothing that matters": {base(nil), base(func(t *Task) { t.Flow.Moved = 9 }), nil},
		"status":               {base(nil), base(func(t *Task) { t.Phase = api.PhaseFailed }), []ChangeKind{StatusChanged}},
		"a word for the same":  {base(nil), base(func(t *Task) { t.Sync = &api.SyncTask{Status: "SYNCING"} }), nil},
		"unknown to unknown": {
			base(func(t *Task) { t.Phase = api.PhaseUnknown }),
			base(func(t *Task) { t.Phase, t.Sync = api.PhaseUnknown, &api.SyncTask{Status: "ODD"} }),
			[]ChangeKind{StatusChanged},
		},
		"stalled":           {base(nil), base(stalledTask), []ChangeKind{Stalled}},
		"moves again":       {base(stalledTask), base(func(t *Task) { t.Flow.LastMoved = InstantOf(noon.Add(time.Second)) }), []ChangeKind{Resumed}},
		"not asked lately":  {base(stalledTask), base(nil), nil},
		"stalled, then end": {base(stalledTask), base(func(t *Task) { t.Phase = api.PhaseCanceled }), []ChangeKind{StatusChanged}},
		"layer": {
			base(nil), base(func(t *Task) { t.SetParts([]Part{part("2", api.PhaseDone), part("1", api.PhaseFailed)}) }),
			[]ChangeKind{LayerFinished},
		},
		"layers known late": {base(func(t *Task) { t.SetParts(nil) }), base(nil), nil},
		"tags":              {base(tags(1)), base(tags(2)), []ChangeKind{TagsAdded}},
		"fewer tags":        {base(tags(2)), base(tags(1)), nil},
		"restart":           {base(nil), base(func(t *Task) { t.Restarts = 1 }), []ChangeKind{Restarted}},
		"gone":              {base(nil), base(func(t *Task) { t.Gone = true }), []ChangeKind{Gone}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			changes := Diff(&Snapshot{Tasks: TasksOf(test.before)}, &Snapshot{Tasks: TasksOf(test.after)})
			var kinds []ChangeKind
			for _, c := range changes {
				kinds = append(kinds, c.Kind)
				assert.Same(t, test.before, c.Before)
				assert.Same(t, test.after, c.Task)
				if c.Kind == LayerFinished {
					assert.Equal(t, 1, c.Part)
				} else {
					assert.Equal(t, -1, c.Part)
				}
			}
			assert.Equal(t, test.want, kinds)
		})
	}
}

func TestDiffOfWholeSnapshots(t *testing.T) {
	a, b := &Task{Key: key("a")}, &Task{Key: key("b")}
	one, two := &Snapshot{Tasks: TasksOf(a)}, &Snapshot{Tasks: TasksOf(a, b)}
	assert.Equal(t, []Change{{Kind: Added, Task: a, Part: -1}}, Diff(nil, one))
	assert.Equal(t, []Change{{Kind: Added, Task: b, Part: -1}}, Diff(one, two))
	assert.Empty(t, Diff(two, two))
	assert.Empty(t, Diff(nil, &Snapshot{}))
}

func TestSettledNeedsEveryTarget(t *testing.T) {
	complete := [Kinds]List{{Complete: true}, {Denied: &api.Error{}}}
	well := Target{LastOK: noon, Lists: complete}
	tests := map[string]struct {
		snap Snapshot
		want bool
	}{
		"all read":     {Snapshot{Targets: []Target{well, well}}, true},
		"never heard":  {Snapshot{Targets: []Target{well, {Lists: complete}}}, false},
		"half read":    {Snapshot{Targets: []Target{{LastOK: noon}}}, false},
		"still active": {Snapshot{Targets: []Target{well}, Active: 1}, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) { assert.Equal(t, test.want, test.snap.Settled()) })
	}
}
