package poller

// index finds the slot of a task. It has a table for each list: ids are all that those need to keep.
type index [][Kinds]map[string]int32

func (x index) find(k Key) (slot int, known bool) {
	if k.Target >= len(x) {
		return 0, false
	}
	i, known := x[k.Target][k.Kind][k.ID]
	return int(i), known
}

func (x *index) put(k Key, slot int) {
	for len(*x) <= k.Target {
		*x = append(*x, [Kinds]map[string]int32{})
	}
	table := &(*x)[k.Target][k.Kind]
	if *table == nil {
		*table = make(map[string]int32)
	}
	(*table)[k.ID] = int32(slot)
}

func (x index) remove(k Key) { delete(x[k.Target][k.Kind], k.ID) }

// slot is the slot of a task; none when it is not known.
func (s *state) slot(k Key) int {
	if i, known := s.index.find(k); known {
		return i
	}
	return none
}

// slotAfter is slot for a task whose row follows that of the task in another slot. Most tasks came in the order of their list.
func (s *state) slotAfter(slot int, k Key) int {
	if next := slot + 1; next < len(s.tasks) && s.tasks[next].Key == k {
		return next
	}
	return s.slot(k)
}
