package poller

import (
	"sync"
	"time"
)

// wall is a time as it can be written down and read again: in UTC, without the reading of the monotonic clock.
func wall(t time.Time) time.Time { return t.Round(0).UTC() }

// clock tells the time on the wall, but never goes back: while the wall clock is behind, because somebody set it, it goes
// on from where it was.
type clock struct {
	mu    sync.Mutex
	began time.Time     // first reading, with the monotonic one
	wall  time.Time     // last reading
	ran   time.Duration // since began, by the monotonic clock
	ahead time.Duration // of the wall clock
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := time.Now()
	if c.began.IsZero() {
		c.began, c.wall = now, wall(now)
	}
	return c.tell(wall(now), now.Sub(c.began))
}

// tell is the time when the two clocks read so. Where the wall clock has not moved like the other one, somebody set it, or
// the machine slept.
func (c *clock) tell(now time.Time, ran time.Duration) time.Time {
	set := now.Sub(c.wall) - (ran - c.ran)
	c.ahead = max(c.ahead-set, 0)
	c.wall, c.ran = now, ran
	return now.Add(c.ahead)
}
