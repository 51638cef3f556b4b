package ui

import (
	"cmp"
	"slices"
)

// fewMoves is up to how many tasks are taken from row to row one by one. Each costs a shift of the rows between; more
// of them cost less in one pass over all rows.
const fewMoves = 16

// move is a task that goes to another place in the order.
type move struct {
	task  int32
	key   sortKey
	fresh bool // it had none before
}

// compare is the order of the rows.
func (x *taskIndex) compare(a, b int32) int {
	ka, kb := &x.keys[a], &x.keys[b]
	return cmp.Or(cmp.Compare(ka.rank, kb.rank), cmp.Compare(ka.at, kb.at), cmp.Compare(ka.id, kb.id), cmp.Compare(a, b))
}

// reorder takes tasks to their new places.
func (x *taskIndex) reorder(moves []move) {
	few := len(moves) <= fewMoves
	if few {
		x.takeOut(moves)
	} else {
		x.sweepOut(moves)
	}
	for _, m := range moves {
		if m.fresh {
			x.keys = append(x.keys, m.key)
		} else {
			x.keys[m.task] = m.key
		}
	}
	if few {
		x.putIn(moves)
	} else {
		x.mergeIn(moves)
	}
}

// takeOut finds each task by the key that it still has.
func (x *taskIndex) takeOut(moves []move) {
	for _, m := range moves {
		if m.fresh {
			continue
		}
		if row, found := slices.BinarySearchFunc(x.order, m.task, x.compare); found {
			x.order = slices.Delete(x.order, row, row+1)
		}
	}
}

func (x *taskIndex) putIn(moves []move) {
	for _, m := range moves {
		row, _ := slices.BinarySearchFunc(x.order, m.task, x.compare)
		x.order = slices.Insert(x.order, row, m.task)
	}
}

func (x *taskIndex) sweepOut(moves []move) {
	out := make([]bool, x.tasks.Len())
	for _, m := range moves {
		out[m.task] = true
	}
	x.order = slices.DeleteFunc(x.order, func(i int32) bool { return out[i] })
}

// mergeIn merges the sorted moves with the rows that stay.
func (x *taskIndex) mergeIn(moves []move) {
	slices.SortFunc(moves, func(a, b move) int { return x.compare(a.task, b.task) })
	merged, stay := make([]int32, 0, x.tasks.Len()), x.order
	for _, m := range moves {
		row, _ := slices.BinarySearchFunc(stay, m.task, x.compare)
		merged = append(append(merged, stay[:row]...), m.task)
		stay = stay[row:]
	}
	x.order = append(merged, stay...)
}
