package poller

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"acrwatch/api"
)

func TestFreshness(t *testing.T) {
	now := time.Date(2026, 11, 2, 2, 18, 40, 0, time.UTC)
	before := func(d time.Duration) time.Time { return now.Add(-d) }
	broken := Target{Err: &api.Error{}, FailingSince: before(40 * time.Second)}
	denied := Target{}
	denied.Lists[Sync].Denied = &api.Error{}
	cases := map[string]struct {
		task Task
		home Target
		want Freshness
		age  time.Duration
	}{
		"heard a moment ago":        {task: Task{Listed: InstantOf(before(time.Second))}},
		"read longer ago than seen": {task: Task{Listed: InstantOf(before(time.Second)), Answered: InstantOf(before(time.Hour))}},
		"heard long ago":            {Task{Listed: InstantOf(before(time.Hour)), Answered: InstantOf(before(time.Minute))}, Target{}, NotHeard, time.Minute},
		"never heard of":            {want: NeverHeard},
		"calls fail":                {Task{Listed: InstantOf(now)}, broken, CallsFail, 40 * time.Second},
		"a call was lost":           {task: Task{Listed: InstantOf(now)}, home: Target{Err: &api.Error{}, FailingSince: before(FailingAfter)}},
		"not permitted":             {Task{Listed: InstantOf(now)}, denied, NotPermitted, 0},
		"the other kind is denied":  {task: Task{Key: Key{Kind: Subscription}, Listed: InstantOf(now)}, home: denied},
		"finished":                  {task: Task{Phase: api.PhaseDone, Listed: InstantOf(before(time.Hour))}, home: broken},
		"gone":                      {task: Task{Gone: true, Listed: InstantOf(before(time.Hour))}, home: broken},
	}
	for name, c := range cases {
		why, age := c.task.Freshness(&c.home, now)
		assert.Equal(t, c.want, why, name)
		assert.Equal(t, c.age, age, name)
	}
}
