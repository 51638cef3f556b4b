package ui

import "acrwatch/poller"

// rowID is what a row is for good, whichever place it has: a task, a batch, or a line of the failures.
type rowID struct {
	task    poller.Key
	batch   batchKey
	failure groupKey
	kind    failureKind
}

type failureKind uint8

const (
	failedTask  failureKind = iota
	problemHead             // the issue, how many, and whether a retry can help
	problemText             // what it means
	groupHead               // the route and the rule, where an issue has several
	groupMore               // how many more there are
	failureAir
)

// failureRow is one line of the failures.
type failureRow struct {
	kind    failureKind
	problem *problem
	group   *group // of a head, of a failed task, and of what there is more of it
	task    int32  // index of a failed task
}

// failureRows is every line, the folded ones left out.
func (x *failureIndex) failureRows() []failureRow {
	var rows []failureRow
	for i, p := range x.problems {
		if i > 0 {
			rows = append(rows, failureRow{kind: failureAir})
		}
		rows = append(rows, failureRow{kind: problemHead, problem: p}, failureRow{kind: problemText, problem: p})
		for _, g := range p.groups {
			rows = x.groupRows(rows, p, g)
		}
	}
	return rows
}

func (x *failureIndex) groupRows(rows []failureRow, p *problem, g *group) []failureRow {
	if p.headed() {
		rows = append(rows, failureRow{kind: groupHead, problem: p, group: g})
	}
	n := len(g.members)
	folded := g.key != x.unfolded && n > foldedTasks+1
	if folded {
		n = foldedTasks
	}
	for _, i := range g.members[:n] {
		rows = append(rows, failureRow{failedTask, p, g, i})
	}
	if folded {
		rows = append(rows, failureRow{kind: groupMore, problem: p, group: g})
	}
	return rows
}

func (x *failureIndex) len() int { return len(x.rows) }

// stops says that the cursor can rest on a row.
func (x *failureIndex) stops(row int) bool {
	return row >= 0 && row < len(x.rows) && x.rows[row].kind != failureAir && x.rows[row].kind != problemText
}

// at is the task in a row, nil where there is none.
func (x *failureIndex) at(row int) *poller.Task {
	if row < 0 || row >= len(x.rows) || x.rows[row].kind != failedTask {
		return nil
	}
	return x.tasks.At(int(x.rows[row].task))
}

// name is what the row is for good.
func (x *failureIndex) name(row int) rowID {
	if row < 0 || row >= len(x.rows) {
		return rowID{}
	}
	r := x.rows[row]
	id := rowID{kind: r.kind}
	switch r.kind {
	case failedTask:
		id.task = x.at(row).Key
	case problemHead, problemText:
		id.failure.issue = r.problem.issue
	case groupHead, groupMore:
		id.failure = r.group.key
	}
	return id
}

// tasksOf are the failures that a row stands for.
func (x *failureIndex) tasksOf(row int) []*poller.Task {
	if row < 0 || row >= len(x.rows) {
		return nil
	}
	r := x.rows[row]
	var groups []*group
	switch r.kind {
	case failedTask:
		return []*poller.Task{x.at(row)}
	case problemHead, problemText:
		groups = r.problem.groups
	case groupHead, groupMore:
		groups = []*group{r.group}
	}
	var tasks []*poller.Task
	for _, g := range groups {
		for _, i := range g.members {
			tasks = append(tasks, x.tasks.At(int(i)))
		}
	}
	return tasks
}

// unfold shows all failures of a group, and of no other.
func (x *failureIndex) unfold(k groupKey) {
	x.unfolded = k
	x.rows = x.failureRows()
}

// foldable is the group that enter unfolds or folds in a row: that of the row, or the first of the issue that is
// folded.
func (x *failureIndex) foldable(row int) (groupKey, bool) {
	if row < 0 || row >= len(x.rows) {
		return groupKey{}, false
	}
	switch r := x.rows[row]; r.kind {
	case groupMore:
		return r.group.key, true
	case groupHead:
		return r.group.key, len(r.group.members) > foldedTasks+1
	case problemHead:
		for _, g := range r.problem.groups {
			if len(g.members) > foldedTasks+1 {
				return g.key, true
			}
		}
	}
	return groupKey{}, false
}
