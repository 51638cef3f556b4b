package poller

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"acrwatch/api"
)

func TestSlept(t *testing.T) {
	before := time.Now()
	for name, test := range map[string]struct {
		now  time.Time
		want bool
	}{
		"a tick":                             {before.Add(2 * time.Second), false},
		"a busy machine":                     {before.Add(25 * time.Second), false},
		"the program was stopped":            {before.Add(time.Minute), true},
		"the machine slept: the wall jumped": {before.Round(0).Add(time.Hour), true},
		"the clock was put back":             {before.Round(0).Add(-time.Hour), false},
	} {
		t.Run(name, func(t *testing.T) { assert.Equal(t, test.want, slept(before, test.now, 2*time.Second)) })
	}
}

// everyDue plays the scheduler without a budget and gives when each call would go out within d.
func everyDue(f fold, look attention, from, d time.Duration) map[Call]time.Duration {
	sent := map[Call]time.Duration{}
	duty := &duty{targets: []int{0}, held: func(Op) time.Time { return time.Time{} }}
	for at := from; at < from+d; at += 100 * time.Millisecond {
		var flying []Call
		for {
			next, _ := f.next(duty, &look, noon.Add(at))
			k := next.call
			if k.Op == OpNone {
				break
			}
			duty.take(next)
			if _, found := sent[k]; !found {
				sent[k] = at - from
			}
			f.send(k, noon.Add(at))
			flying = append(flying, k)
		}
		for _, k := range flying {
			f.land(k)
		}
	}
	return sent
}

func TestAfterASuspendTheListComesFirstAndTheRestIsSpread(t *testing.T) {
	f := newFold()
	var rows []api.SyncTask
	for i := range 60 {
		rows = append(rows, running1(fmt.Sprint("rst-", i)))
	}
	f.list(0, rows...)
	f.targets[0].LastOK = noon
	look := newAttention(key("rst-0"), []Key{key("rst-0"), key("rst-1"), key("rst-2"), key("rst-3")})
	everyDue(f, look, 0, 20*time.Second)
	f.wake(noon.Add(time.Hour))
	sent := everyDue(f, look, time.Hour, 30*time.Second)
	late := map[bool]int{}
	for k, at := range sent {
		switch {
		case k.Op == OpList && k.Page == 1, k.ID == "rst-0":
			assert.Less(t, at, time.Second, "page 1 and the open task at once: %v", k)
		case k.Op == OpGet && k.ID <= "rst-3" && len(k.ID) == 5:
			assert.LessOrEqual(t, at, wakeNear, "%v", k)
		case k.Op == OpGet:
			late[at > wakeFar/3]++
		}
	}
	assert.Greater(t, late[true], 25)
	assert.Greater(t, late[false], 8)
	assert.Equal(t, 56, late[true]+late[false], "and all of them")
}
