package simulator

import "time"

// world is what the answers are about. Calls come one at a time; at never falls.
type world interface {
	// syncTasks is a page of an instance's sync tasks, newest first and without layers, and how many match in all.
	syncTasks(at time.Duration, from int, match filter, p page) ([]status, int)
	// syncTask is one sync task with its layers.
	syncTask(at time.Duration, from int, id string) (status, bool)
	// subscriptionTasks is every subscription task of an instance, oldest first.
	subscriptionTasks(at time.Duration, from int) []*subscription
	// syncRules is every rule, in no order.
	syncRules() map[ruleKey]*rule
	// active is how long sync tasks were active since world time 0, all together.
	active(at time.Duration) time.Duration
}

// page is a window of a list: number counts from 1.
type page struct{ number, size int }

// bounds are the first row of the page and the one after the last, for a list of n.
func (p page) bounds(n int) (int, int) {
	first := min((p.number-1)*p.size, n)
	return first, min(first+p.size, n)
}

// filter is what ListRepoSyncTask can be narrowed to; empty fields match all.
type filter struct{ namespace, repo, tag, batch string }

func (f filter) all() bool { return f == filter{} }

func (f filter) matches(o *order) bool {
	return (f.namespace == "" || f.namespace == o.recipe.namespace) &&
		(f.repo == "" || f.repo == o.recipe.repo) &&
		(f.tag == "" || f.tag == o.tag) &&
		(f.batch == "" || f.batch == o.batch)
}

func (f *flow) syncTasks(at time.Duration, from int, match filter, p page) ([]status, int) {
	f.run(at)
	tasks := f.tasks[from]
	if !match.all() {
		var some []*transfer
		for _, t := range tasks {
			if match.matches(&t.order) {
				some = append(some, t)
			}
		}
		tasks = some
	}
	first, end := p.bounds(len(tasks))
	rows := make([]status, 0, end-first)
	for i := first; i < end; i++ {
		rows = append(rows, tasks[len(tasks)-1-i].brief())
	}
	return rows, len(tasks)
}

func (f *flow) syncTask(at time.Duration, from int, id string) (status, bool) {
	f.run(at)
	t, ok := f.byID[id]
	if !ok || t.route.from != from {
		return status{}, false
	}
	return f.read(t, at), true
}

func (f *flow) subscriptionTasks(at time.Duration, from int) []*subscription {
	f.run(at)
	return f.subs[from]
}

func (f *flow) syncRules() map[ruleKey]*rule { return f.rules }

func (f *flow) active(at time.Duration) time.Duration {
	f.run(at)
	return f.worked + (at-f.clock)*time.Duration(len(f.running)+len(f.waiting))
}
