package ui

import (
	"cmp"
	"slices"
)

// fewMoves is up to how many rows are taken from place to place one by one. Each costs a shift of the rows between; more
// of them cost less in one pass over all rows.
const fewMoves = 16

// sortKey is where a row stands. It is taken once and stays, so that rows do not bounce: it is taken anew when the row
// gets into another class, and when the user sorts.
type sortKey struct {
	standing
	text string
}

// standing is a sortKey without words, which few columns have.
type standing struct {
	class   uint8 // the row moves by itself only when this is another one
	rank    uint8 // what is compared first; 0 for all in the order by a column that has no classes
	unknown bool  // there is no value: such rows stand last, however the order is turned
	at      int64 // smaller is higher
	id      string
}

// ordering keeps numbered rows in the order of their keys.
type ordering struct {
	keys     []standing // by number
	texts    []string   // the words of the keys, by number; nil for a column without words
	order    []int32
	backward bool
}

// key is where a row stands.
func (x *ordering) key(row int32) sortKey { return sortKey{x.keys[row], x.text(row)} }

func (x *ordering) text(row int32) string {
	if int(row) >= len(x.texts) {
		return ""
	}
	return x.texts[row]
}

// setKey says where a row stands from now on. It does not move it.
func (x *ordering) setKey(row int32, k sortKey) {
	x.keys[row] = k.standing
	if k.text == "" && int(row) >= len(x.texts) {
		return
	}
	for len(x.texts) < len(x.keys) {
		x.texts = append(x.texts, "")
	}
	x.texts[row] = k.text
}

// rekey takes the keys of all rows anew and puts the rows in their places.
func (x *ordering) rekey(key func(row int32) sortKey) {
	x.texts = nil
	for _, row := range x.order {
		x.setKey(row, key(row))
	}
	slices.SortFunc(x.order, x.compare)
}

// move is a row that goes to another place in the order.
type move struct {
	row   int32
	key   sortKey
	fresh bool // it was not in the order before
	gone  bool // it is not in the order any more
}

// compare is the order of the rows. Equal values stand by class and id, the same both ways round, so that they keep
// their order.
func (x *ordering) compare(a, b int32) int {
	ka, kb := &x.keys[a], &x.keys[b]
	if ka.unknown && !kb.unknown {
		return 1
	}
	if kb.unknown && !ka.unknown {
		return -1
	}
	c := cmp.Or(cmp.Compare(ka.rank, kb.rank), cmp.Compare(ka.at, kb.at))
	if c == 0 && x.texts != nil {
		c = cmp.Compare(x.text(a), x.text(b))
	}
	if x.backward {
		c = -c
	}
	return cmp.Or(c, cmp.Compare(ka.class, kb.class), cmp.Compare(ka.id, kb.id), cmp.Compare(a, b))
}

// reorder takes rows to their new places.
func (x *ordering) reorder(moves []move) {
	few := len(moves) <= fewMoves
	if few {
		x.takeOut(moves)
	} else {
		x.sweepOut(moves)
	}
	for _, m := range moves {
		for len(x.keys) <= int(m.row) {
			x.keys = append(x.keys, standing{})
		}
		x.setKey(m.row, m.key)
	}
	moves = slices.DeleteFunc(moves, func(m move) bool { return m.gone })
	if few {
		x.putIn(moves)
	} else {
		x.mergeIn(moves)
	}
}

// takeOut finds each row by the key that it still has.
func (x *ordering) takeOut(moves []move) {
	for _, m := range moves {
		if m.fresh {
			continue
		}
		if at, found := slices.BinarySearchFunc(x.order, m.row, x.compare); found {
			x.order = slices.Delete(x.order, at, at+1)
		}
	}
}

func (x *ordering) putIn(moves []move) {
	for _, m := range moves {
		at, _ := slices.BinarySearchFunc(x.order, m.row, x.compare)
		x.order = slices.Insert(x.order, at, m.row)
	}
}

func (x *ordering) sweepOut(moves []move) {
	out := make([]bool, len(x.keys))
	for _, m := range moves {
		if !m.fresh {
			out[m.row] = true
		}
	}
	x.order = slices.DeleteFunc(x.order, func(row int32) bool { return out[row] })
}

// mergeIn merges the sorted moves with the rows that stay: in place, from the end on.
func (x *ordering) mergeIn(moves []move) {
	slices.SortFunc(moves, func(a, b move) int { return x.compare(a.row, b.row) })
	stay := len(x.order)
	x.order = slices.Grow(x.order, len(moves))[:stay+len(moves)]
	end := len(x.order)
	for _, m := range slices.Backward(moves) {
		at, _ := slices.BinarySearchFunc(x.order[:stay], m.row, x.compare)
		end -= stay - at
		copy(x.order[end:], x.order[at:stay])
		end--
		x.order[end], stay = m.row, at
	}
}
