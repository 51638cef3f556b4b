package ui

import (
	"slices"

	"acrwatch/poller"
)

// locate finds the row of the unfolded batch.
func (x *batchIndex) locate() {
	x.foldedAt = -1
	if slot, found := x.slots[x.unfolded]; found {
		x.foldedAt = slices.Index(x.visible, slot)
	}
}

// unfold shows the tasks of a batch below it, and those of no other.
func (x *batchIndex) unfold(k batchKey) {
	x.unfolded = k
	x.locate()
}

// children are the tasks that stand below the unfolded batch.
func (x *batchIndex) children() []int32 {
	if x.foldedAt < 0 {
		return nil
	}
	return x.batches[x.visible[x.foldedAt]].members
}

func (x *batchIndex) len() int { return len(x.visible) + len(x.children()) }

// row is what stands in a row: a batch, or a task of the unfolded one with its place among them; nil beyond the end.
func (x *batchIndex) row(row int) (b *batch, child int) {
	children := len(x.children())
	switch below := row - x.foldedAt - 1; {
	case row < 0 || row >= x.len():
		return nil, -1
	case children == 0 || below < 0:
		return &x.batches[x.visible[row]], -1
	case below < children:
		return &x.batches[x.visible[x.foldedAt]], below
	}
	return &x.batches[x.visible[row-children]], -1
}

// at is the task in a row; nil for a batch.
func (x *batchIndex) at(row int) *poller.Task {
	if b, child := x.row(row); b != nil && child >= 0 {
		return x.tasks.At(int(b.members[child]))
	}
	return nil
}

// name is what the row is for good.
func (x *batchIndex) name(row int) rowID {
	b, child := x.row(row)
	switch {
	case b == nil:
		return rowID{}
	case child >= 0:
		return rowID{task: x.at(row).Key}
	}
	return rowID{batch: b.key}
}

// tasksOf are the tasks that a row stands for.
func (x *batchIndex) tasksOf(row int) []*poller.Task {
	if t := x.at(row); t != nil {
		return []*poller.Task{t}
	}
	b, _ := x.row(row)
	if b == nil {
		return nil
	}
	tasks := make([]*poller.Task, 0, len(b.members))
	for _, i := range b.members {
		tasks = append(tasks, x.tasks.At(int(i)))
	}
	return tasks
}

// attended adds the tasks of a batch that can still move.
func (x *batchIndex) attended(keys []poller.Key, row int) []poller.Key {
	b, _ := x.row(row)
	if !b.going {
		return keys
	}
	for _, i := range b.members {
		if t := x.tasks.At(int(i)); t.Active() && len(keys) < mostAttended {
			keys = append(keys, t.Key)
		}
	}
	return keys
}
