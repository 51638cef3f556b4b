package simulator

import (
	"slices"
	"time"
)

// sorts says that lists cannot be served as the world gives them.
func (q *Quirks) sorts() bool { return q.Order != NewestFirst || q.Retention != 0 }

// everything is one page of all that there is.
var everything = page{1, 1 << 30}

// expired says that a finished task is too old to be remembered.
func (q *Quirks) expired(at, ended time.Duration) bool {
	return q.Retention != 0 && ended < at-q.Retention
}

// syncTasks is a page of what the instance of a call knows, in the order of this service.
func (s *Simulator) syncTasks(c *call, match filter, p page) ([]status, int) {
	if !s.quirks.sorts() && c.to < 0 {
		return s.world.syncTasks(c.at, c.from, match, p)
	}
	var all []status
	for from := range instances {
		if from == c.from || c.to >= 0 && instances[from].slots > 0 {
			some, _ := s.world.syncTasks(c.at, from, match, everything)
			all = append(all, some...)
		}
	}
	all = slices.DeleteFunc(all, func(t status) bool {
		return c.to >= 0 && t.route.to != c.to || s.forgotten(&t, c.at)
	})
	if c.to >= 0 {
		slices.SortStableFunc(all, func(a, b status) int { return int(b.created - a.created) })
	}
	arrange(s.quirks.Order, all, func(t status) uint64 { return t.key })
	first, end := p.bounds(len(all))
	return all[first:end], len(all)
}

func (s *Simulator) forgotten(t *status, at time.Duration) bool {
	return t.over() && s.quirks.expired(at, t.modified)
}

// syncTask is a task that the instance of a call knows.
func (s *Simulator) syncTask(c *call, id string) (status, bool) {
	for from := range instances {
		if from != c.from && c.to < 0 || instances[from].slots == 0 {
			continue
		}
		if t, ok := s.world.syncTask(c.at, from, id); ok {
			return t, (c.to < 0 || t.route.to == c.to) && !s.forgotten(&t, c.at)
		}
	}
	return status{}, false
}

// subscriptionTasks is every subscription task of the instance of a call, in the order of this service.
func (s *Simulator) subscriptionTasks(c *call) []*subscription {
	if c.to >= 0 {
		return nil
	}
	tasks := slices.Clone(s.world.subscriptionTasks(c.at, c.from))
	slices.Reverse(tasks)
	tasks = slices.DeleteFunc(tasks, func(t *subscription) bool { return t.end <= c.at && s.quirks.expired(c.at, t.end) })
	arrange(s.quirks.Order, tasks, func(t *subscription) uint64 { return hashText(s.seed, t.id) })
	return tasks
}

// arrange sorts what has the newest first.
func arrange[T any](order Order, all []T, key func(T) uint64) {
	switch order {
	case OldestFirst:
		slices.Reverse(all)
	case Shuffled:
		slices.SortStableFunc(all, func(a, b T) int {
			if mix(key(a)) < mix(key(b)) {
				return -1
			}
			return 1
		})
	}
}
