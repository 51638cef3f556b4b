package poller_test

import (
	"context"
	"maps"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/api"
	"acrwatch/internal/simulator"
	"acrwatch/internal/simulator/inprocess"
	"acrwatch/poller"
)

// simulated is the real client on a simulator of these options.
func simulated(t *testing.T, o simulator.Options, secret string) (*simulator.Simulator, poller.Spec) {
	t.Helper()
	service, client, err := inprocess.New(o, api.Credentials{ID: simulator.AccessKeyID, Secret: api.NewSecret(secret)})
	require.NoError(t, err)
	return service, poller.Spec{Region: service.Region(), API: client}
}

// follow runs a poller for a while and gives every snapshot it made.
func follow(t *testing.T, d time.Duration, spec poller.Spec) []*poller.Snapshot {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), d)
	defer cancel()
	var snaps []*poller.Snapshot
	w := watcher{map[*poller.Task]bool{}, map[poller.Key]api.Phase{}}
	err := poller.New([]poller.Spec{spec}, poller.Options{}).Run(ctx, func(s *poller.Snapshot) {
		w.check(t, s) // while polling goes on
		snaps = append(snaps, s)
	})
	require.NoError(t, err)
	require.NotEmpty(t, snaps)
	return snaps
}

func TestMigrationThroughTheRealClient(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		service, spec := simulated(t, simulator.Options{Waves: 1}, simulator.AccessKeySecret)
		snaps := follow(t, 5*time.Minute, spec)
		last := snaps[len(snaps)-1]
		assert.Equal(t, len(service.Instances()), len(last.Targets), "every running instance was found")
		assert.True(t, last.Settled(), "the first wave has ended")
		assert.NotZero(t, last.Targets[0].Rules)

		kinds := map[poller.ChangeKind]int{}
		for i := 1; i < len(snaps); i++ {
			for _, change := range poller.Diff(snaps[i-1], snaps[i]) {
				kinds[change.Kind]++
			}
		}
		for _, kind := range []poller.ChangeKind{
			poller.Added, poller.StatusChanged, poller.Stalled, poller.LayerFinished, poller.TagsAdded,
		} {
			assert.NotZero(t, kinds[kind], "kind %d; all: %v", kind, kinds)
		}
		assert.NotZero(t, last.Totals.Done)
		assert.NotZero(t, last.Totals.Failed)
		assert.Positive(t, last.Totals.Moved)
		assert.LessOrEqual(t, last.Totals.Moved, last.Totals.Size)
		calls := 0
		for n := range maps.Values(service.Stats().Calls) {
			calls += n
		}
		assert.LessOrEqual(t, calls, 8+4*300)
		assert.Empty(t, service.Stats().Refused)
	})
}

// watcher asserts what holds of every snapshot, whatever the service does. It looks at each value of a task once.
type watcher struct {
	seen map[*poller.Task]bool
	ends map[poller.Key]api.Phase
}

func (w *watcher) check(t *testing.T, s *poller.Snapshot) {
	for _, task := range s.Tasks.All() {
		if w.seen[task] {
			continue
		}
		w.seen[task] = true
		share, isKnown := task.Flow.Share(task.Phase)
		assert.GreaterOrEqual(t, task.Flow.Rate, 0.0)
		assert.True(t, !isKnown || share >= 0 && share <= 1)
		assert.False(t, task.Flow.Stalled && task.Phase != api.PhaseRunning)
		assert.LessOrEqual(t, len(task.History.List()), 32)
		if end, over := w.ends[task.Key]; over {
			assert.Equal(t, end, task.Phase, "finished tasks stay finished")
		}
		if task.Phase.Finished() {
			w.ends[task.Key] = task.Phase
		}
		for _, part := range task.Parts() {
			if part.Flow.Rate < 0 || part.Also < 0 || part.Flow.RateKnown && part.Phase.Finished() {
				t.Errorf("layer %+v", part)
			}
		}
	}
}

func TestHugeThroughTheRealClient(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, spec := simulated(t, simulator.Options{Scenario: "huge", Tasks: 3000}, simulator.AccessKeySecret)
		snaps := follow(t, time.Minute, spec)
		last := snaps[len(snaps)-1]
		complete := slices.ContainsFunc(last.Targets, func(target poller.Target) bool {
			return target.Lists[poller.Sync].Complete && target.Lists[poller.Sync].Seen >= 2900
		})
		assert.True(t, complete)
		assert.True(t, last.Totals.RateKnown)
	})
}

func TestDenialAndWrongKeyThroughTheRealClient(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, spec := simulated(t, simulator.Options{Deny: []string{"ListArtifactSubscriptionTask"}}, simulator.AccessKeySecret)
		snaps := follow(t, time.Minute, spec)
		target := snaps[len(snaps)-1].Targets[0]
		require.NotNil(t, target.Lists[poller.Subscription].Denied)
		assert.Equal(t, "cr:ListArtifactSubscriptionTask", target.Lists[poller.Subscription].Denied.Action)
		assert.True(t, target.Lists[poller.Sync].Complete)
	})
	synctest.Test(t, func(t *testing.T) {
		service, spec := simulated(t, simulator.Options{}, "wrong")
		snaps := follow(t, time.Minute, spec)
		target := snaps[len(snaps)-1].Targets[0]
		require.NotNil(t, target.Err)
		assert.Equal(t, api.ClassBadCredentials, target.Err.Class)
		assert.False(t, target.RetryAt.IsZero())
		calls := 0
		for n := range maps.Values(service.Stats().Calls) {
			calls += n
		}
		assert.LessOrEqual(t, calls, 7)
	})
}

// A list whose first page was refused is asked for again before anything else: nobody knows what it hides. The service of
// the storm refuses most of the first calls at once.
func TestEveryListIsSoonReadInAStorm(t *testing.T) {
	for seed := range int64(18) {
		synctest.Test(t, func(t *testing.T) {
			_, spec := simulated(t, simulator.Options{Scenario: "storm", Seed: seed + 1}, simulator.AccessKeySecret)
			assert.True(t, slices.ContainsFunc(follow(t, 8*time.Second, spec), allRead), "storm %d", seed+1)
		})
	}
}

// allRead says that every list of every instance was read.
func allRead(s *poller.Snapshot) bool {
	for i := range s.Targets {
		t := &s.Targets[i]
		if t.Instance == "" || slices.ContainsFunc(t.Lists[:], func(l poller.List) bool { return l.LastOK.IsZero() }) {
			return false
		}
	}
	return len(s.Targets) > 0
}
