package simulator

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
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

// Limits of the options.
const (
	maxSpeed     = 1000
	maxTasks     = 1_000_000
	defaultTasks = 10_000
)

// Options says which world to simulate. The zero value is the migration scenario from now on at the speed of life.
type Options struct {
	Scenario string  // one of Scenarios; empty means migration
	Seed     int64   // the same seed gives the same world
	Speed    float64 // world seconds per second, above 0 and at most 1000; 0 means 1
	Tasks    int     // sync tasks of the scenario huge, at most a million; 0 means 10000
	Waves    int     // 0: new pushes keep coming; 1: only what is going on at the start

	Start time.Time        // when the world begins; zero means the time of New
	Now   func() time.Time // the protocol clock; nil means time.Now

	Quota int      // calls answered in a second, the others are throttled; 0 means all, and 3 in the scenario storm
	Deny  []string // operations that the key may not call: 403 NoPrivilege

	Quirks Quirks // what no document settles
}

// Scenario is a world to choose.
type Scenario struct{ Name, Text string }

// Scenarios lists the worlds there are, the default first.
func Scenarios() []Scenario {
	return []Scenario{
		{"migration", "a cut-over to four regions: batches, a queue, a stall, failures, and new pushes"},
		{"storm", "migration under a quota of 3 calls/s, with bursts of throttling, a 429 and a 503 in every minute"},
		{"outage", "migration, and from 20 s on 500s, then 502 pages, then cut or silent connections, for 40 s; again every 5 minutes"},
		{"expiry", "migration, and from 20 s to 60 s the token is expired, from 150 s to 180 s the key inactive; again every 5 minutes"},
		{"hostile", "migration with names and messages full of escape sequences, other directions, huge and broken text"},
		{"drift", "migration with types that change from answer to answer, and fields that come, go and are misspelt"},
		{"quiet", "a few finished tasks, nothing active"},
		{"huge", "as many tasks as asked for, about 40 of them active"},
	}
}

// Simulator is an ACR service. It is safe for concurrent use, and starts nothing of its own.
type Simulator struct {
	seed  uint64
	speed float64
	start time.Time
	now   func() time.Time
	deny  []string

	quirks Quirks
	cycle  cycle
	tamper func(instant uint64, tree any) any // nil for answers as they should be

	mu     sync.Mutex // over all that follows
	world  world
	nonces nonces
	quota  quota
	quotas map[string]*quota // by operation
	stats  Stats
	pace   pace
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
		quirks: o.Quirks, cycle: cycles[o.Scenario], tamper: tampering(o.Scenario, mix(uint64(o.Seed)+2)),
		nonces: nonces{window: o.Quirks.DateWindow}, quota: quota{limit: o.Quota}, quotas: map[string]*quota{}, pace: newPace(),
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

func (o Options) withDefaults() Options {
	if o.Scenario == "" {
		o.Scenario = Scenarios()[0].Name
	}
	if o.Speed == 0 {
		o.Speed = 1
	}
	if o.Tasks == 0 {
		o.Tasks = defaultTasks
	}
	if o.Quota == 0 && o.Scenario == "storm" {
		o.Quota = stormQuota
	}
	o.Quirks = o.Quirks.withDefaults()
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Start.IsZero() {
		o.Start = o.Now()
	}
	return o
}

func (o Options) check() error {
	var names []string
	for _, s := range Scenarios() {
		names = append(names, s.Name)
	}
	switch {
	case !slices.Contains(names, o.Scenario):
		return fmt.Errorf("scenario %q is not known; use one of %s", o.Scenario, strings.Join(names, ", "))
	case math.IsNaN(o.Speed) || o.Speed <= 0 || o.Speed > maxSpeed:
		return fmt.Errorf("speed %v is out of range; use a number above 0 and at most %d, such as 20", o.Speed, maxSpeed)
	case o.Tasks < 1 || o.Tasks > maxTasks:
		return fmt.Errorf("tasks %d is out of range; use a number from 1 to %d", o.Tasks, maxTasks)
	case o.Waves < 0 || o.Waves > 1:
		return fmt.Errorf("waves %d is out of range; use 0 (pushes keep coming) or 1 (only the first wave)", o.Waves)
	case o.Quota < 0:
		return errors.New("quota is below 0; use calls per second, or 0 for no limit")
	}
	for _, name := range o.Deny {
		if _, ok := operations[name]; !ok {
			return fmt.Errorf("operation %q is not known; use one of %s", name, strings.Join(operationNames(), ", "))
		}
	}
	return o.Quirks.check()
}

func newWorld(o Options, seed uint64) world {
	endless := o.Waves == 0
	switch o.Scenario {
	case "quiet":
		f := newFlow(seed, 1)
		h := history{dice{hash(seed, 20)}, 4, 3 * time.Hour, 2 * time.Hour}
		h.fill(f)
		h.fillSubscriptions(f, 2)
		return f
	case "huge":
		f := newFlow(seed, 1)
		history{dice{hash(seed, 21)}, 0, time.Hour, time.Hour}.fillSubscriptions(f, 8)
		return &lazy{flow: f, total: o.Tasks, waves: o.Waves}
	}
	f := newFlow(seed, calibrate(seed, endless))
	if n := o.Quirks.Concurrent; n != 0 {
		f.slots = [2]int{n, n}
	}
	if endless {
		f.pushes = newPushes(seed)
	}
	h := history{dice{hash(seed, 22)}, 116, 19 * time.Minute, 38 * time.Minute}
	h.fill(f)
	h.fillSubscriptions(f, 27)
	f.startWave()
	f.startPulls()
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

// date is when something of the world happened on the protocol clock, in milliseconds since 1970.
func (s *Simulator) date(at time.Duration) int64 {
	if at > 0 {
		at = time.Duration(float64(at) / s.speed)
	}
	return s.start.Add(at).UnixMilli()
}
