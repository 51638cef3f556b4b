package simulator

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"
)

// Limits of the options.
const (
	maxSpeed      = 1000
	maxTasks      = 1_000_000
	defaultTasks  = 10_000
	defaultActive = 40
	minLasts      = time.Minute // beside it, the seconds in the queue are little
	maxLasts      = 30 * 24 * time.Hour
	defaultLasts  = 4 * time.Minute
)

// Options says which world to simulate. The zero value is the migration scenario from now on at the speed of life.
type Options struct {
	Scenario string  // one of Scenarios; empty means migration
	Seed     int64   // the same seed gives the same world
	Speed    float64 // world seconds per second, above 0 and at most 1000; 0 means 1
	Tasks    int     // sync tasks of the scenario huge, at most a million; 0 means 10000
	Waves    int     // 0: new pushes keep coming; 1: only what is going on at the start

	// The scenario huge alone:
	Active int           // sync tasks that are active at any time, about; 0 means 40
	Lasts  time.Duration // world time that one is active, on average, from 1 minute to 30 days; 0 means 4 minutes
	Bursts Bursts        // when it has tasks: sync tasks come in bursts, and Tasks, Active and Lasts count for nothing

	Start time.Time        // when the world begins; zero means the time of New
	Now   func() time.Time // the protocol clock; nil means time.Now

	Quota int      // calls answered in a second, the others are throttled; 0 means all, and 3 in the scenario storm
	Plan  []Phase  // when there is another quota, or an outage
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
		{"stall", "transfers that stop for minutes, in all of their layers or in one, beside some that go on"},
		{"failures", "every reason to fail, on several routes and under several rules, and subscriptions that lose tags"},
		{"expiry", "migration, and from 20 s to 60 s the token is expired, from 150 s to 180 s the key inactive; again every 5 minutes"},
		{"hostile", "migration with names and messages full of escape sequences, other directions, huge and broken text"},
		{"drift", "migration with types that change from answer to answer, and fields that come, go and are misspelt"},
		{"quiet", "a few finished tasks, nothing active"},
		{"huge", "as many tasks as asked for, and as many of them active, 40 by default"},
	}
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
	if o.Active == 0 {
		o.Active = defaultActive
	}
	if o.Lasts == 0 {
		o.Lasts = defaultLasts
	}
	o.Bursts = o.Bursts.withDefaults()
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
	case o.Active < 1 || o.Active > maxTasks:
		return fmt.Errorf("active %d is out of range; use a number from 1 to %d", o.Active, maxTasks)
	case o.Lasts < minLasts || o.Lasts > maxLasts:
		return fmt.Errorf("lasts %v is out of range; use a duration from %v to %v", o.Lasts, minLasts, maxLasts)
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
	if err := o.Bursts.check(o.Scenario); err != nil {
		return err
	}
	if err := checkPlan(o.Plan); err != nil {
		return err
	}
	return o.Quirks.check()
}
