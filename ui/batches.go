package ui

import (
	"slices"
	"time"

	"acrwatch/internal/query"
	"acrwatch/poller"
)

// batchIndex keeps the tasks of one push together, and the batches in order. Its cost follows what changed: only the
// batches with a changed task are added up again.
type batchIndex struct {
	ordering // of the batches, by their slot
	matcher  // of tasks; a batch is shown when one of its tasks matches
	sieve
	tasks   poller.Tasks
	batches []batch
	slots   map[batchKey]int32
	free    []int32
	column  string
	strict  bool    // batches stand where they belong at each moment, and move for it
	shown   []bool  // by slot
	visible []int32 // slots
	active  int     // batches of which something is still to come

	unfolded batchKey // whose tasks stand below it
	foldedAt int      // its row, -1 when there is none
}

func newBatchIndex() batchIndex {
	return batchIndex{column: attentionColumn, foldedAt: -1}
}

// restart forgets the tasks, but not how their batches are sorted, filtered and unfolded.
func (x *batchIndex) restart(strict bool) {
	*x = batchIndex{
		ordering: ordering{backward: x.backward}, matcher: x.unmatched(), column: x.column, strict: strict,
		unfolded: x.unfolded, foldedAt: -1,
	}
}

// rematchAll filters all tasks, after a restart or as time has gone by.
func (x *batchIndex) rematchAll(anew bool) {
	if x.matcher.rematchAll(anew, x.tasks) {
		x.showAll()
	}
}

// total is how many batches there are.
func (x *batchIndex) total() int { return len(x.slots) }

// counts are the destinations of a batch: those that are done, those that will not be, and all.
func (x *batchIndex) counts(k batchKey) (done, ended, total int) {
	slot, found := x.slots[k]
	if !found {
		return 0, 0, 0
	}
	b := &x.batches[slot]
	return b.done, b.ended, len(b.members)
}

// members are the tasks of a batch, by their index.
func (x *batchIndex) members(k batchKey) []int32 {
	if slot, found := x.slots[k]; found {
		return x.batches[slot].members
	}
	return nil
}

// update takes a new snapshot and says whether rows have moved.
func (x *batchIndex) update(s *poller.Snapshot, now time.Time) bool {
	old := x.tasks
	x.tasks, x.moment.Now, x.moment.Targets = s.Tasks, now, s.Targets
	if old.Len() == 0 {
		x.slots = map[batchKey]int32{} // a copy of the model may hold the one before
	}
	touched := map[int32]bool{} // by slot: the batch is in the order already
	for i, t := range s.Tasks.Changed(old) {
		x.join(int32(i), t, at(old, i), touched)
		x.rematch(i, t)
	}
	return x.settle(touched, s.At)
}

// join takes a changed task into its batch, and out of the one it was in.
func (x *batchIndex) join(i int32, t, before *poller.Task, touched map[int32]bool) {
	was, is := batchOf(before), batchOf(t)
	if was != is && was != (batchKey{}) {
		slot := x.slots[was]
		b := &x.batches[slot]
		x.touch(slot, touched)
		b.members = slices.DeleteFunc(b.members, func(other int32) bool { return other == i })
	}
	if is == (batchKey{}) {
		return
	}
	slot := x.slot(is)
	x.touch(slot, touched)
	if was != is {
		b := &x.batches[slot]
		place, _ := slices.BinarySearch(b.members, i)
		b.members = slices.Insert(b.members, place, i)
	}
}

func (x *batchIndex) touch(slot int32, touched map[int32]bool) {
	if _, known := touched[slot]; !known {
		touched[slot] = len(x.batches[slot].members) > 0
	}
}

// slot is where a batch is kept; a new one takes a slot that is free.
func (x *batchIndex) slot(k batchKey) int32 {
	if slot, found := x.slots[k]; found {
		return slot
	}
	slot := int32(len(x.batches))
	if n := len(x.free); n > 0 {
		slot, x.free = x.free[n-1], x.free[:n-1]
	} else {
		x.batches, x.shown = append(x.batches, batch{}), append(x.shown, false)
	}
	x.batches[slot], x.slots[k] = batch{key: k}, slot
	return slot
}

// settle adds the touched batches up and puts them in their places.
func (x *batchIndex) settle(touched map[int32]bool, now time.Time) bool {
	slots := make([]int32, 0, len(touched))
	for slot := range touched {
		slots = append(slots, slot)
	}
	slices.Sort(slots) // new ones come in the order of their keys
	var moves []move
	refill := x.unfoldedIn(touched)
	for _, slot := range slots {
		m, moved := x.place(slot, touched[slot], now)
		if moved {
			moves = append(moves, m)
		}
		refill = x.show(slot) || refill
	}
	if len(moves) > 0 {
		x.reorder(moves)
	}
	if len(moves) > 0 || refill {
		x.refill()
		return true
	}
	return false
}

func (x *batchIndex) unfoldedIn(touched map[int32]bool) bool {
	slot, found := x.slots[x.unfolded]
	if found {
		_, found = touched[slot]
	}
	return found
}

// place adds one batch up and says whether it must move for it. ordered says that it is in the order.
func (x *batchIndex) place(slot int32, ordered bool, now time.Time) (move, bool) {
	b := &x.batches[slot]
	class := b.class
	if b.going {
		x.active--
	}
	if len(b.members) == 0 {
		delete(x.slots, b.key)
		x.free = append(x.free, slot)
		*b = batch{}
		return move{row: slot, fresh: !ordered, gone: true}, ordered
	}
	b.tally = tallyOf(x.tasks, b.members, now)
	if b.going {
		x.active++
	}
	if ordered && b.class == class && (!x.strict || x.key(slot) == b.sortKey(x.by())) {
		return move{}, false
	}
	return move{row: slot, key: b.sortKey(x.by()), fresh: !ordered}, true
}

// show says whether a batch has come in or gone out of what the filter lets through.
func (x *batchIndex) show(slot int32) bool {
	before := x.shown[slot]
	x.shown[slot] = slices.ContainsFunc(x.batches[slot].members, x.passes)
	return before != x.shown[slot]
}

func (x *batchIndex) setQuery(q query.Query) {
	x.matcher.setQuery(q, x.tasks)
	x.showAll()
}

func (x *batchIndex) pass(now time.Time) bool {
	changed := x.matcher.pass(now, x.tasks)
	if changed {
		x.showAll()
	}
	return changed
}

func (x *batchIndex) showAll() {
	for slot := range x.batches {
		x.show(int32(slot))
	}
	x.refill()
}

func (x *batchIndex) by() sortBy { return sortBy{x.column, x.backward} }

// sortBy sorts all batches by what they are now.
func (x *batchIndex) sortBy(by sortBy, _ time.Time) {
	x.column, x.backward = by.column, by.backward
	x.rekey(func(slot int32) sortKey { return x.batches[slot].sortKey(by) })
	x.refill()
}

// sortKey is where a batch stands in a list that is sorted by a column.
func (b *batch) sortKey(by sortBy) sortKey {
	key := sortKey{standing: standing{class: b.class, id: b.key.id}}
	v := sortValue{unknown: true}
	switch by.column {
	case attentionColumn:
		key.rank, key.at = b.class, b.since
		return key
	case "image":
		v = text(b.image())
	case "destinations":
		v = most(float64(b.done)/float64(len(b.members))*shareScale, true)
	case "progress":
		v = most(b.share*shareScale, b.shared)
	case "bytes":
		v = most(float64(b.moved), b.size > 0)
	case "rate":
		v = most(b.rate, b.rated)
	case "left":
		v = sortValue{number: int64(b.left.Low+b.left.High) / 2, unknown: !b.left.Known()}
	}
	key.unknown, key.at, key.text = v.unknown, v.number, v.text
	return key
}

func (x *batchIndex) refill() {
	x.visible = x.sift(x.order, x.shown)
	x.locate()
}
