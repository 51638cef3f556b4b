package simulator

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

// stillness is for how long something has had no new bytes, and was without at most.
type stillness struct {
	bytes         int64
	now, longest  time.Duration
	seen, resumed bool // resumed: it went on after two minutes or more
}

func (s *stillness) look(bytes int64, since time.Duration) {
	if !s.seen || bytes != s.bytes {
		s.resumed = s.resumed || s.now >= 2*time.Minute
		s.now = 0
	} else {
		s.now += since
	}
	s.bytes, s.seen, s.longest = bytes, true, max(s.longest, s.now)
}

func countStill(all map[string]*stillness, is func(*stillness) bool) (n int) {
	for _, one := range all {
		if is(one) {
			n++
		}
	}
	return n
}

// In the scenario stall some transfers stop for minutes and go on, others never stop.
func TestStall(t *testing.T) {
	v := serve(t, Options{Scenario: "stall"})
	tasks, layers := map[string]*stillness{}, map[string]*stillness{}
	watch := func(all map[string]*stillness, id string, bytes int64) *stillness {
		if all[id] == nil {
			all[id] = &stillness{}
		}
		all[id].look(bytes, 5*time.Second)
		return all[id]
	}
	halted := 0 // looks at a layer that does not move, of a task that does
	for at := time.Duration(0); at < 9*time.Minute; at += 5 * time.Second {
		v.at(at)
		for _, row := range v.all(v.Instances()[0]) {
			if row.TaskStatus != synchronizing {
				continue
			}
			task := v.task(row.SyncTaskID)
			still := 0
			for _, l := range task.LayerTasks {
				if l.TaskStatus == synchronizing && watch(layers, l.SyncLayerTaskID, l.SyncedSize).now >= time.Minute {
					still++
				}
			}
			if watch(tasks, task.SyncTaskID, task.SyncedSize).now == 0 {
				halted += still
			}
		}
	}
	assert.GreaterOrEqual(t, countStill(tasks, func(s *stillness) bool { return s.longest >= 2*time.Minute }), 4, "stopped")
	assert.GreaterOrEqual(t, countStill(tasks, func(s *stillness) bool { return s.longest < 30*time.Second }), 4, "went on")
	assert.GreaterOrEqual(t, countStill(tasks, func(s *stillness) bool { return s.resumed }), 3, "resumed")
	assert.NotZero(t, halted, "one layer stops while others go on")
}

// In the scenario failures each documented reason is on several routes and under several rules.
func TestFailures(t *testing.T) {
	v := serve(t, Options{Scenario: "failures"})
	type found struct{ routes, rules map[string]bool }
	byIssue := map[string]found{}
	count := func() (n int) {
		for _, task := range v.all(v.Instances()[0]) {
			if task.TaskStatus != failed {
				continue
			}
			n++
			f, seen := byIssue[task.TaskIssue]
			if !seen {
				f = found{map[string]bool{}, map[string]bool{}}
				byIssue[task.TaskIssue] = f
			}
			f.routes[task.ImageTo.RegionID], f.rules[task.SyncRuleID] = true, true
		}
		return n
	}
	before := count()
	v.at(2 * time.Minute)
	assert.GreaterOrEqual(t, count(), before+12, "they go on failing")
	assert.Len(t, byIssue, len(issues))
	for issue, f := range byIssue {
		assert.Contains(t, issues, issue)
		assert.GreaterOrEqual(t, len(f.routes), 2, issue)
		assert.GreaterOrEqual(t, len(f.rules), 2, issue)
	}
	v.at(4 * time.Minute)
	var results []string
	for _, sub := range v.subscriptions(v.Instances()[0]) {
		results = append(results, sub.TaskResult)
	}
	assert.Contains(t, results, failure)
	assert.Contains(t, results, success)
}
