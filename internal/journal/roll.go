package journal

import (
	"maps"
	"slices"

	"acrwatch/api"
)

// roll is what was answered about a list: its pages, and the last row of each thing, whatever page it stood on.
type roll[T any] struct {
	table *table[T]
	owner *owner           // who may write to it
	pages map[int]*sheet   // by number; slots of theirs are only ever replaced
	slots map[string]int32 // of rows, by their keys
	rows  []*T             // by slot; nil in those that are free
	free  []int32          // slots
	stale bool             // rows may be kept that stand on no page any more
}

// sheet is the last reading of a page.
type sheet struct {
	head  head
	slots []int32 // of its rows; one without a key has a slot of its own
	none  bool    // the answer had no list
}

func headOf[T any](p *api.Page[T]) head { return head{p.Reply, p.Number, p.Size, p.Total} }

func newRoll[T any](t *table[T], o *owner) *roll[T] {
	return &roll[T]{table: t, owner: o, pages: make(map[int]*sheet), slots: make(map[string]int32)}
}

// copy shares nothing with r that is written to.
func (r *roll[T]) copy(o *owner) *roll[T] {
	c := *r
	c.owner, c.pages, c.slots, c.rows, c.free = o, maps.Clone(r.pages), maps.Clone(r.slots), slices.Clone(r.rows), slices.Clone(r.free)
	return &c
}

// sheet is the reading of a page before, or an empty one.
func (r *roll[T]) sheet(page int) *sheet {
	if p := r.pages[page]; p != nil {
		return p
	}
	return &sheet{}
}

// latest are the rows of a page as they were last seen anywhere.
func (r *roll[T]) latest(p *sheet) []*T {
	rows := make([]*T, len(p.slots))
	for i, slot := range p.slots {
		rows[i] = r.rows[slot]
	}
	return rows
}

// find is the last row of a key; nil for none.
func (r *roll[T]) find(key string) *T {
	if slot, known := r.slots[key]; known {
		return r.rows[slot]
	}
	return nil
}

// learn keeps a page. Rows that are as they were, as origin says where it says anything, are not kept anew.
func (r *roll[T]) learn(number int, page *api.Page[T], origin origins[T]) {
	before, now := r.sheet(number), headOf(page)
	now.RequestID = ""
	p := &sheet{head: now, slots: make([]int32, len(page.Items)), none: page.Items == nil}
	for i := range page.Items {
		var row *T
		if i < len(origin) {
			row = origin[i]
		}
		if row == nil {
			row = new(T)
			*row = page.Items[i]
		}
		p.slots[i] = r.slot(before, i, *r.table.key(row))
		r.rows[p.slots[i]] = row
	}
	r.pages[number], r.stale = p, true
}

// slot is where a row of a page is kept. Mostly it is the one that stood there before.
func (r *roll[T]) slot(before *sheet, i int, key string) int32 {
	if i < len(before.slots) && *r.table.key(r.rows[before.slots[i]]) == key {
		return before.slots[i]
	}
	slot, known := r.slots[key]
	if known && key != "" {
		return slot
	}
	if last := len(r.free) - 1; last >= 0 {
		slot, r.free = r.free[last], r.free[:last]
	} else {
		slot, r.rows = int32(len(r.rows)), append(r.rows, nil)
	}
	if key != "" {
		r.slots[key] = slot
	}
	return slot
}

// page is what is known of a page, as an answer.
func (r *roll[T]) page(number int) api.Page[T] {
	p := r.sheet(number)
	page := api.Page[T]{Reply: p.head.Reply, Number: p.head.number, Size: p.head.size, Total: p.head.total}
	if p.none {
		return page
	}
	page.Items = make([]T, len(p.slots))
	for i, row := range r.latest(p) {
		page.Items[i] = *row
	}
	return page
}

// same says that it is what is known of a page.
func (r *roll[T]) same(number int, page *api.Page[T]) bool {
	p, now := r.sheet(number), headOf(page)
	if !headTable.same(&p.head, &now) || len(page.Items) != len(p.slots) || p.none != (page.Items == nil) {
		return false
	}
	for i, row := range r.latest(p) {
		if !r.table.same(row, &page.Items[i]) {
			return false
		}
	}
	return true
}

func (r *roll[T]) forget(page int) {
	delete(r.pages, page)
	r.stale = true
}

// sweep forgets the rows that stand on no page any more.
func (r *roll[T]) sweep() {
	r.stale = false
	stands := make([]bool, len(r.rows))
	for _, p := range r.pages {
		for _, slot := range p.slots {
			stands[slot] = true
		}
	}
	for slot, row := range r.rows {
		if row != nil && !stands[slot] {
			delete(r.slots, *r.table.key(row))
			r.rows[slot] = nil
			r.free = append(r.free, int32(slot))
		}
	}
}
