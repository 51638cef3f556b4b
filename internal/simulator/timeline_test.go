package simulator

import (
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// synced is how many bytes of a task have arrived.
func (v *service) synced(id string) int64 { return v.task(id).SyncedSize }

func (v *service) active() (n int) {
	for _, instance := range v.Instances() {
		for _, task := range v.all(instance) {
			if task.TaskStatus == pending || task.TaskStatus == synchronizing {
				n++
			}
		}
		for _, task := range v.subscriptions(instance) {
			if task.TaskStatus != completed {
				n++
			}
		}
	}
	return n
}

// promises are what the demo shows, and when.
var promises = []struct {
	name  string
	holds func(t *testing.T, v *service)
}{
	{"much is in hand at the start", func(t *testing.T, v *service) {
		tasks := v.all(v.Instances()[0])
		assert.Greater(t, len(tasks), 150, "several pages")
		queued, moving := 0, 0
		for _, task := range tasks {
			switch task.TaskStatus {
			case pending:
				queued++
			case synchronizing:
				moving++
			}
		}
		assert.Greater(t, queued, 2)
		assert.Greater(t, moving, 5)
		assert.Greater(t, len(v.subscriptions(v.Instances()[0])), 20)
	}},
	{"the first second shows movement", func(t *testing.T, v *service) {
		id := v.find("web/frontend:v2.14.0", "eu-west-1").SyncTaskID
		before := v.synced(id)
		assert.Greater(t, v.at(time.Second).synced(id), before+mib)
	}},
	{"a batch completes within 45 seconds", func(t *testing.T, v *service) {
		envoy := func() (done int) {
			for _, task := range v.all(v.Instances()[0]) {
				if task.image() == "infra/envoy:1.31" && task.TaskStatus == success {
					done++
				}
			}
			return done
		}
		assert.Equal(t, 1, envoy())
		v.at(5 * time.Second)
		assert.Less(t, envoy(), 3)
		v.at(45 * time.Second)
		assert.Equal(t, 3, envoy())
	}},
	{"a tag conflict after half a minute", func(t *testing.T, v *service) {
		assert.Equal(t, synchronizing, v.at(32*time.Second).find("pay/ledger:2.9", "eu-west-1").TaskStatus)
		task := v.at(34*time.Second).find("pay/ledger:2.9", "eu-west-1")
		assert.Equal(t, []string{failed, "TAG_CONFLICT"}, []string{task.TaskStatus, task.TaskIssue})
	}},
	{"the network fails a little later", func(t *testing.T, v *service) {
		task := v.at(77*time.Second).find("ml/embed:2026-10", "eu-central-1")
		assert.Equal(t, []string{failed, "NETWORK_ERROR"}, []string{task.TaskStatus, task.TaskIssue})
	}},
	{"a layer stalls from the start, and goes on", func(t *testing.T, v *service) {
		task := v.find("web/search:1.4", "eu-central-1")
		before := v.synced(task.SyncTaskID)
		assert.Equal(t, before, v.at(30*time.Second).synced(task.SyncTaskID))
		stalled := v.at(109 * time.Second).task(task.SyncTaskID)
		assert.Equal(t, before, stalled.SyncedSize)
		assert.Equal(t, synchronizing, stalled.TaskStatus)
		assert.Greater(t, v.at(113*time.Second).synced(task.SyncTaskID), before)
	}},
	{"a layer begins again", func(t *testing.T, v *service) {
		id := v.at(43900*time.Millisecond).find("data/spark:3.5.1-arm64", "eu-west-1").SyncTaskID
		before := v.synced(id)
		assert.Less(t, v.at(44100*time.Millisecond).synced(id), before)
	}},
	{"tags come in", func(t *testing.T, v *service) {
		tags := func() (n int) {
			for _, task := range v.subscriptions(v.Instances()[0]) {
				if task.TaskStatus == running {
					n += task.TagSubscriptionCount
				}
			}
			return n
		}
		before := tags()
		assert.Greater(t, v.at(45 * time.Second).all(v.Instances()[0])[0].CreateTime, int64(0))
		assert.Greater(t, tags(), before+1)
	}},
	{"somebody cancels a task", func(t *testing.T, v *service) {
		assert.Equal(t, canceled, v.at(94*time.Second).find("infra/otel-collector:1.12.0", "eu-central-1").TaskStatus)
	}},
}

// Each promise of the demo at its time, for several worlds and both ways to run it.
func TestTimeline(t *testing.T) {
	for _, p := range promises {
		t.Run(p.name, func(t *testing.T) {
			for seed := range int64(2) {
				for _, waves := range []int{0, 1} {
					p.holds(t, serve(t, Options{Seed: seed, Waves: waves}))
				}
			}
		})
	}
}

func TestTheFirstWaveEndsAfterThreeMinutes(t *testing.T) {
	for seed := range int64(4) {
		v := serve(t, Options{Seed: seed, Waves: 1})
		assert.NotZero(t, v.at(150*time.Second).active(), "seed %d", seed)
		assert.Zero(t, v.at(195*time.Second).active(), "seed %d", seed)
		assert.Zero(t, v.at(48*time.Hour).active(), "seed %d", seed)
	}
}

// Any seed must keep to the script, whether pushes compete with the first wave or not.
func TestTheFirstWaveKeepsToTheScriptForAnySeed(t *testing.T) {
	for seed := range uint64(10) {
		for _, endless := range []bool{false, true} {
			f := migration(mix(seed), calibrate(mix(seed), endless), endless)
			wave := slices.Concat(f.running, f.waiting)
			assert.Len(t, wave, 22)
			end := f.ends(wave, time.Hour)
			assert.Greater(t, end, 150*time.Second, "seed %d", seed)
			assert.Less(t, end, 195*time.Second, "seed %d", seed)
			assert.InDelta(t, 1.2, f.factor, 0.5, "seed %d: links as fast as they say", seed)
		}
	}
}

func TestPushesKeepComing(t *testing.T) {
	v := serve(t, Options{Seed: 3})
	known := map[string]bool{}
	news := func() (n int) {
		for _, instance := range v.Instances() {
			for _, task := range v.all(instance) {
				if !known[task.SyncBatchTaskID] {
					known[task.SyncBatchTaskID] = true
					n++
				}
			}
		}
		return n
	}
	news()
	assert.Zero(t, v.at(24900*time.Millisecond).work(news))
	assert.Equal(t, 1, v.at(25*time.Second).work(news))
	for at := 65 * time.Second; at < 10*time.Minute; at += 40 * time.Second {
		assert.NotZero(t, v.at(at).work(news), at)
	}
	v.at(27 * time.Hour)
	assert.LessOrEqual(t, len(v.all(v.Instances()[0])), retained+100)
	assert.NotZero(t, v.active())
	w := v.world.(*flow)
	assert.LessOrEqual(t, len(w.byID), 2*(retained+100), "memory stays bounded")
	assert.Less(t, len(w.waiting), 200, "the queue does not grow for ever")
}

func (v *service) work(f func() int) int { return f() }

func TestSpeedMultipliesTheWorldAlone(t *testing.T) {
	slow := serve(t, Options{Seed: 5, Waves: 1})
	fast := serve(t, Options{Seed: 5, Waves: 1, Speed: 20})
	slow.at(100 * time.Second)
	fast.at(5 * time.Second)
	for i, task := range slow.all(slow.Instances()[0]) {
		if i%10 == 0 {
			assert.Equal(t, task.TaskStatus, fast.find(task.image(), task.ImageTo.RegionID).TaskStatus)
			assert.Equal(t, slow.synced(task.SyncTaskID), fast.synced(task.SyncTaskID))
		}
	}
	fast = serve(t, Options{Seed: 5, Waves: 1, Speed: 20})
	for at := range 8 {
		fast.at(time.Duration(at) * time.Second)
		for _, task := range fast.all(fast.Instances()[0]) {
			require.LessOrEqual(t, task.CreateTime, fast.clock.UnixMilli(), "nothing lies in the future")
			require.LessOrEqual(t, task.CreateTime, task.ModifedTime)
			require.LessOrEqual(t, task.ModifedTime, fast.clock.UnixMilli())
		}
	}
	assert.NotZero(t, fast.at(7*time.Second).active())
	assert.Zero(t, fast.at(10*time.Second).active())
}

// Under a virtual clock, with nothing but time.Now, three minutes pass at once.
func TestItWorksInABubble(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, err := New(Options{Waves: 1})
		require.NoError(t, err)
		v := &service{Simulator: s, t: t, clock: time.Now()}
		assert.NotZero(t, v.active())
		time.Sleep(195 * time.Second)
		v.clock = time.Now()
		assert.Zero(t, v.active())
	})
}
