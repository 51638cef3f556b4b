package ui

import (
	"cmp"
	"slices"
	"time"

	"acrwatch/api"
	"acrwatch/internal/query"
	"acrwatch/poller"
)

// foldedTasks is how many failures of a group are shown before somebody asks for all.
const foldedTasks = 3

// What the issues of the failures can be sorted by.
const (
	byCount  = "failures"
	byNewest = "newest"
	byIssue  = "issue"
)

var failureOrders = []string{byCount, byNewest, byIssue}

// failureIndex keeps the failed tasks in groups. Its cost follows what changed; the rows, of which there are few, are
// made anew when a group has changed.
type failureIndex struct {
	matcher
	tasks    poller.Tasks
	groups   map[groupKey]*group
	problems []*problem
	rows     []failureRow
	count    int // failures shown
	all      int // failures that there are
	by       sortBy
	unfolded groupKey // shown with all of its failures
	watched  bool     // somebody looks: problems keep their order, and new ones come last
}

func newFailureIndex() failureIndex {
	return failureIndex{by: sortBy{column: byCount}}
}

// update takes a new snapshot and says whether rows have moved.
func (x *failureIndex) update(s *poller.Snapshot, now time.Time) bool {
	old := x.tasks
	x.tasks, x.moment.Now, x.moment.Targets = s.Tasks, now, s.Targets
	if old.Len() == 0 {
		x.groups = map[groupKey]*group{} // a copy of the model may hold the one before
	}
	touched := map[*group]bool{}
	for i, t := range s.Tasks.Changed(old) {
		before := at(old, i)
		x.all += failure(t) - failure(before)
		shown := failure(before) == 1 && x.passes(int32(i))
		x.rematch(i, t)
		if shown {
			x.leave(int32(i), before, touched)
		}
		if failure(t) == 1 && x.passes(int32(i)) {
			x.join(int32(i), t, touched)
		}
	}
	return x.settle(touched)
}

// restart forgets the tasks, but not how their failures are sorted, filtered and unfolded.
func (x *failureIndex) restart() {
	*x = failureIndex{matcher: x.unmatched(), by: x.by, unfolded: x.unfolded}
}

// rematchAll filters all tasks, after a restart or as time has gone by.
func (x *failureIndex) rematchAll(anew bool) {
	if x.matcher.rematchAll(anew, x.tasks) {
		x.refill()
	}
}

// failure counts a failed task.
func failure(t *poller.Task) int {
	if t != nil && t.Phase == api.PhaseFailed {
		return 1
	}
	return 0
}

func (x *failureIndex) leave(i int32, t *poller.Task, touched map[*group]bool) {
	g := x.groups[groupOf(t)]
	g.members = slices.DeleteFunc(g.members, func(other int32) bool { return other == i })
	touched[g] = true
	x.count--
}

func (x *failureIndex) join(i int32, t *poller.Task, touched map[*group]bool) {
	key := groupOf(t)
	g := x.groups[key]
	if g == nil {
		g = &group{key: key}
		x.groups[key] = g
	}
	g.members = append(g.members, i)
	touched[g] = true
	x.count++
}

// settle brings the touched groups and the rows up to date.
func (x *failureIndex) settle(touched map[*group]bool) bool {
	if len(touched) == 0 {
		return false
	}
	for g := range touched {
		if len(g.members) == 0 {
			delete(x.groups, g.key)
			continue
		}
		slices.SortFunc(g.members, x.newestFirst)
		g.add(x.tasks)
	}
	x.arrange()
	return true
}

func (x *failureIndex) newestFirst(a, b int32) int {
	return cmp.Or(x.tasks.At(int(b)).LastChanged().Compare(x.tasks.At(int(a)).LastChanged()), cmp.Compare(a, b))
}

// arrange makes problems and rows anew from the groups.
func (x *failureIndex) arrange() {
	places, found := map[string]int{}, map[string]*problem{}
	for i, p := range x.problems {
		places[p.issue] = i
	}
	x.problems = nil
	for key, g := range x.groups {
		p := found[key.issue]
		if p == nil {
			p = &problem{issue: key.issue}
			found[key.issue], x.problems = p, append(x.problems, p)
		}
		p.groups = append(p.groups, g)
	}
	for _, p := range x.problems {
		p.groups = x.gathered(p.groups)
		slices.SortFunc(p.groups, byRoute)
	}
	slices.SortFunc(x.problems, x.compare)
	if x.watched {
		place := func(p *problem) int {
			if i, known := places[p.issue]; known {
				return i
			}
			return len(places)
		}
		slices.SortStableFunc(x.problems, func(a, b *problem) int { return cmp.Compare(place(a), place(b)) })
	}
	x.rows = x.failureRows()
}

// compare is the order of the problems; equal ones stand by name.
func (x *failureIndex) compare(a, b *problem) int {
	c := 0
	switch x.by.column {
	case byCount:
		ca, _ := a.count()
		cb, _ := b.count()
		c = cmp.Compare(cb, ca)
	case byNewest:
		c = b.newest().Compare(a.newest())
	case byIssue:
		c = cmp.Compare(a.issue, b.issue)
	}
	if x.by.backward {
		c = -c
	}
	return cmp.Or(c, cmp.Compare(a.issue, b.issue))
}

// sortBy sorts the problems by what they are now.
func (x *failureIndex) sortBy(by sortBy, _ time.Time) {
	watched := x.watched
	x.by, x.watched = by, false
	x.arrange()
	x.watched = watched
}

// watch says whether somebody looks at the failures. When somebody begins to, they are sorted anew.
func (x *failureIndex) watch(watched bool) {
	x.watched = false
	if watched {
		x.arrange()
	}
	x.watched = watched
}

func (x *failureIndex) setQuery(q query.Query) {
	x.matcher.setQuery(q, x.tasks)
	x.refill()
}

func (x *failureIndex) pass(now time.Time) bool {
	changed := x.matcher.pass(now, x.tasks)
	if changed {
		x.refill()
	}
	return changed
}

// refill makes the groups anew from all tasks: another filter lets others through.
func (x *failureIndex) refill() {
	x.groups, x.count = map[groupKey]*group{}, 0
	touched := map[*group]bool{}
	for i, t := range x.tasks.All() {
		if failure(t) == 1 && x.passes(int32(i)) {
			x.join(int32(i), t, touched)
		}
	}
	if !x.settle(touched) {
		x.arrange()
	}
}
