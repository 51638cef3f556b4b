package poller_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/api"
	"acrwatch/internal/simulator"
	"acrwatch/poller"
)

// The three of many targets with which nothing goes right.
const (
	deadTarget      = 3  // nobody answers at its address
	deniedTarget    = 14 // the key may not list anything
	throttledTarget = 19 // every call is refused, for ever
)

// crowd is 20 targets in three regions, each region with a quota of its own. The throttled one has its quota to
// itself: whoever shares a quota shares its refusals.
type crowd struct {
	*witness
	services [20]*simulator.Simulator // nil for the dead one
	dials    atomic.Int64             // of the dead one
}

func newCrowd(t *testing.T) *crowd {
	c := &crowd{}
	var specs []poller.Spec
	for i := range c.services {
		region := "cn-shanghai"
		switch {
		case i == throttledTarget:
			region = "eu-central-1"
		case i >= 10:
			region = "us-east-1"
		}
		spec := poller.Spec{Name: fmt.Sprintf("target-%d", i), Region: region, Instance: fmt.Sprintf("cri-%d", i), Quota: region}
		if i == deadTarget {
			spec.API, _ = dialing(t, func(context.Context, string, string) (net.Conn, error) {
				c.dials.Add(1)
				return nil, errors.New("no route to host")
			}, region)
		} else {
			spec.API = c.serve(t, i, region)
		}
		specs = append(specs, spec)
	}
	c.witness = witnessed(t, poller.Options{}, nil, specs...)
	return c
}

func (c *crowd) serve(t *testing.T, i int, region string) poller.API {
	o := simulator.Options{Scenario: "huge", Seed: int64(i), Tasks: 150, Active: 10}
	switch i {
	case deniedTarget:
		o.Deny = []string{"ListRepoSyncTask", "ListArtifactSubscriptionTask"}
	case throttledTarget:
		o.Plan = []simulator.Phase{{To: 24 * time.Hour, Quota: -1}}
	}
	service, err := simulator.New(o)
	require.NoError(t, err)
	c.services[i] = service
	return served(t, service, region)
}

// Whatever goes wrong at one target is told there, and nowhere else.
func TestManyTargets(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCrowd(t)
		sleepUntil(c.began.Add(3 * time.Minute))
		var heads, gets lags
		for range 600 / scale {
			sleepUntil(time.Now().Add(time.Second))
			heads, gets = c.sample(t, heads, gets)
		}
		t.Logf("17 well targets: list age p50 %v, p95 %v, most %v; age of running tasks p50 %v, p95 %v, most %v",
			heads.at(50), heads.at(95), heads.at(100), gets.at(50), gets.at(95), gets.at(100))
		require.Len(t, heads, 17*600/scale)
		require.Greater(t, len(gets), 100*600/scale)
		assert.LessOrEqual(t, heads.at(100), 20*time.Second, "lists")
		assert.LessOrEqual(t, gets.at(95), 30*time.Second, "tasks")
		c.troubles(t)
	})
}

// sample adds how old the lists of the well targets are, and what is shown of the running tasks.
func (c *crowd) sample(t *testing.T, heads, gets lags) (lags, lags) {
	t.Helper()
	c.mu.Lock()
	defer c.mu.Unlock()
	for i := range c.latest.Targets {
		if target := &c.latest.Targets[i]; !troubled(i) {
			require.Nil(t, target.Err, target.Name)
			require.Zero(t, target.RetryAt, target.Name)
			heads = append(heads, time.Since(target.Lists[poller.Sync].LastOK))
		}
	}
	for _, task := range c.active {
		if task.Phase == api.PhaseRunning && !task.Answered.IsZero() {
			gets = append(gets, time.Since(task.Answered.Time()))
		}
	}
	return heads, gets
}

func troubled(i int) bool { return i == deadTarget || i == deniedTarget || i == throttledTarget }

// troubles holds the three others against what is wrong with them, and the well ones against what they know.
func (c *crowd) troubles(t *testing.T) {
	t.Helper()
	c.mu.Lock()
	defer c.mu.Unlock()
	for i, class := range map[int]api.Class{
		deadTarget: api.ClassNetwork, deniedTarget: api.ClassDenied, throttledTarget: api.ClassThrottled,
	} {
		if target := &c.latest.Targets[i]; assert.NotNil(t, target.Err, target.Name) {
			assert.Equal(t, class, target.Err.Class, target.Name)
		}
	}
	for i := range c.latest.Targets {
		list := c.latest.Targets[i].Lists[poller.Sync]
		if troubled(i) {
			assert.Zero(t, list.Seen)
			continue
		}
		assert.True(t, list.Complete)
		assert.GreaterOrEqual(t, list.Seen, 150)
	}
	denied := sum(c.services[deniedTarget].Stats().Refused)
	throttled := c.services[throttledTarget].Stats().Pace.Total
	t.Logf("all in all: %d calls to the dead, %d refused by the denied, %d to the throttled", c.dials.Load(), denied, throttled)
	assert.LessOrEqual(t, c.dials.Load(), int64(13*2+10), "a probe every 30 s")
	assert.LessOrEqual(t, denied, 10, "each list once in 5 minutes")
	assert.LessOrEqual(t, throttled, 13*60, "at most one a second")
}

func sum(counts map[string]int) (n int) {
	for _, count := range counts {
		n += count
	}
	return n
}
