package simulator

import (
	"math"
	"slices"
	"sync"
	"time"
)

// The one AccessKey that the simulator knows. It opens nothing else.
const (
	AccessKeyID     = "LTAI-acrwatch-simulator"
	AccessKeySecret = "not-a-secret-this-is-only-the-simulator"
)

// StatsPath answers a plain GET with Stats as JSON.
const StatsPath = "/_simulator/stats"

// Simulator is an ACR service. It is safe for concurrent use, and starts nothing of its own.
type Simulator struct {
	seed  uint64
	speed float64
	start time.Time
	now   func() time.Time
	deny  []string

	quirks Quirks
	cycle  cycle
	plan   []Phase
	limit  int                                // the quota outside the plan
	tamper func(instant uint64, tree any) any // nil for answers as they should be

	mu     sync.Mutex // over all that follows
	world  world
	nonces nonces
	quota  quota
	quotas map[string]*quota // by operation
	stats  Stats
	pace   pace
	late   lateReads
	serial uint64 // answers so far, for request ids
}

// New makes the service. The error is one line that names the option and a value that works.
func New(o Options) (*Simulator, error) {
	o = o.withDefaults()
	if err := o.check(); err != nil {
		return nil, err
	}
	s := &Simulator{
		seed: mix(uint64(o.Seed) + 1), speed: o.Speed, start: o.Start, now: o.Now, deny: slices.Clone(o.Deny),
		quirks: o.Quirks, cycle: cycles[o.Scenario], plan: slices.Clone(o.Plan), limit: o.Quota,
		tamper: tampering(o.Scenario, mix(uint64(o.Seed)+2)),
		nonces: nonces{window: o.Quirks.DateWindow}, quotas: map[string]*quota{}, pace: newPace(),
		stats: Stats{Calls: map[string]int{}, Refused: map[string]int{}},
	}
	for name, limit := range o.Quirks.OperationQuota {
		s.quotas[name] = &quota{limit: limit}
	}
	s.world = newWorld(o, s.seed)
	return s, nil
}

// tampering is what a scenario does to every answer.
func tampering(scenario string, seed uint64) func(instant uint64, tree any) any {
	switch scenario {
	case "hostile":
		return func(_ uint64, tree any) any { return attack(seed, tree) }
	case "drift":
		return func(instant uint64, tree any) any { return drift(seed, instant, tree) }
	}
	return nil
}

func newWorld(o Options, seed uint64) world {
	endless := o.Waves == 0
	switch o.Scenario {
	case "quiet":
		f := newFlow(seed, 1)
		h := history{dice{hash(seed, 20)}, 4, 3 * time.Hour, 2 * time.Hour, usual.past, usual.lost}
		h.fill(f)
		h.fillSubscriptions(f, 2)
		return f
	case "huge":
		f := newFlow(seed, 1)
		history{dice{hash(seed, 21)}, 0, time.Hour, time.Hour, usual.past, usual.lost}.fillSubscriptions(f, 8)
		if o.Bursts.Tasks > 0 {
			return &bursts{flow: f, Bursts: o.Bursts}
		}
		return newLazy(f, o)
	}
	s := scriptOf(o.Scenario)
	f := newFlow(seed, s.factor(seed, endless))
	if n := o.Quirks.Concurrent; n != 0 {
		f.slots = [2]int{n, n}
	}
	if endless {
		f.pushes = newPushes(seed, s)
	}
	h := history{dice{hash(seed, 22)}, 116, 19 * time.Minute, 38 * time.Minute, s.past, s.lost}
	h.fill(f)
	h.fillSubscriptions(f, 27)
	f.startWave(s.wave)
	f.startPulls(s.lostPulls)
	return f
}

// Region is where the simulated instances are.
func (s *Simulator) Region() string { return regionID }

// Instances are the ids of the running instances. Any other name that starts with "cri-" stands for the first.
func (s *Simulator) Instances() []string {
	var out []string
	for i := range instances {
		if instances[i].status == "RUNNING" {
			out = append(out, instances[i].id)
		}
	}
	return out
}

// worldTime is how much world has passed at a moment of the protocol clock. Before the start nothing has.
func (s *Simulator) worldTime(now time.Time) time.Duration {
	passed := float64(max(now.Sub(s.start), 0)) * s.speed
	return time.Duration(min(passed, float64(math.MaxInt64/4)))
}

// moment is when something of the world happened on the protocol clock.
func (s *Simulator) moment(at time.Duration) time.Time {
	if at > 0 {
		at = s.inProtocol(at)
	}
	return s.start.Add(at)
}

// date is moment in milliseconds since 1970.
func (s *Simulator) date(at time.Duration) int64 { return s.moment(at).UnixMilli() }
