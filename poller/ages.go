package poller

import "container/heap"

// ages is a heap of the tasks that are over, the oldest on top. It is empty until it is used.
type ages struct {
	of   *state
	list []int32 // their indexes
	used bool
}

// fill begins to use the heap, with all the tasks there are.
func (a *ages) fill() {
	a.used = true
	for i, t := range a.of.tasks {
		if !t.Active() {
			a.Push(int32(i))
		}
	}
	heap.Init(a)
}

// age is the time of LastChanged in microseconds since 1970; a task without a time is older than any other.
func (t *Task) age() int64 { return t.LastChanged().UnixMicro() }

// oldest is the task on top.
func (a *ages) oldest() *Task { return a.of.tasks[a.list[0]] }

// follow puts the task at i where it belongs: an active one is not among them. It is told of every change.
func (a *ages) follow(i int) {
	if !a.used {
		return
	}
	switch r := a.of.records[i]; {
	case a.of.tasks[i].Active():
		a.remove(r)
	case r.age < 0:
		heap.Push(a, int32(i))
	default:
		heap.Fix(a, int(r.age))
	}
}

func (a *ages) remove(r *record) {
	if r.age >= 0 {
		heap.Remove(a, int(r.age))
	}
}

// Len is how many there are.
func (a *ages) Len() int { return len(a.list) }

// Less puts the older one first, and of two of the same age the one with the lower index.
func (a *ages) Less(i, j int) bool {
	x, y := a.list[i], a.list[j]
	was, is := a.of.tasks[x].age(), a.of.tasks[y].age()
	return was < is || was == is && x < y
}

// Swap tells the records where their tasks stand, too.
func (a *ages) Swap(i, j int) {
	a.list[i], a.list[j] = a.list[j], a.list[i]
	a.of.records[a.list[i]].age, a.of.records[a.list[j]].age = int32(i), int32(j)
}

// Push is called by the heap.
func (a *ages) Push(x any) {
	i := x.(int32)
	a.of.records[i].age = int32(len(a.list))
	a.list = append(a.list, i)
}

// Pop is called by the heap.
func (a *ages) Pop() any {
	last := len(a.list) - 1
	i := a.list[last]
	a.list = a.list[:last]
	a.of.records[i].age = -1
	return i
}
