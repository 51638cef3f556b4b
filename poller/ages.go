package poller

import "container/heap"

// ages is a heap of the tasks that are over, the oldest on top. It is empty until it is used.
type ages struct {
	list []age
	used bool
}

// age is one of them.
type age struct {
	at   int64 // when it last changed, in microseconds since 1970; a task without a time is older than any other
	task int   // index
	r    *record
}

// fill begins to use the heap, with all the tasks there are.
func (a *ages) fill(tasks []*Task, records []*record) {
	a.used = true
	for i, t := range tasks {
		if !t.Active() {
			a.Push(age{t.age(), i, records[i]})
		}
	}
	heap.Init(a)
}

// age is the time of LastChanged in the unit of the heap.
func (t *Task) age() int64 { return t.LastChanged().UnixMicro() }

// follow puts the task at i where it belongs: an active one is not among them.
func (a *ages) follow(i int, t *Task, r *record) {
	if !a.used {
		return
	}
	at := t.age()
	switch {
	case t.Active():
		a.remove(r)
	case r.age < 0:
		heap.Push(a, age{at, i, r})
	case a.list[r.age].at != at:
		a.list[r.age].at = at
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
	x, y := &a.list[i], &a.list[j]
	return x.at < y.at || x.at == y.at && x.task < y.task
}

// Swap tells the records where their tasks stand, too.
func (a *ages) Swap(i, j int) {
	a.list[i], a.list[j] = a.list[j], a.list[i]
	a.list[i].r.age, a.list[j].r.age = int32(i), int32(j)
}

// Push is called by the heap.
func (a *ages) Push(x any) {
	one := x.(age)
	one.r.age = int32(len(a.list))
	a.list = append(a.list, one)
}

// Pop is called by the heap.
func (a *ages) Pop() any {
	last := len(a.list) - 1
	one := a.list[last]
	a.list[last] = age{}
	a.list = a.list[:last]
	one.r.age = -1
	return one
}
