package poller

import (
	"maps"
	"slices"
)

// holders counts the tasks that have a layer, by its digest.
type holders struct {
	slots  map[digestKey]int32
	counts []int32 // of tasks, by slot; 0 in those that are free
	free   []int32 // slots
}

// newHolders has room for so many digests.
func newHolders(room int) holders {
	return holders{slots: make(map[digestKey]int32, room), counts: make([]int32, 0, room)}
}

// copy shares nothing with h.
func (h *holders) copy() holders {
	return holders{slots: maps.Clone(h.slots), counts: slices.Clone(h.counts), free: slices.Clone(h.free)}
}

// slot is where a digest is counted, which stays the same as long as a task has it; none when no task has it.
func (h *holders) slot(digest digestKey) int32 {
	if slot, held := h.slots[digest]; held {
		return slot
	}
	return none
}

// count is how many tasks have the digest of a slot, which may be none.
func (h *holders) count(slot int32) int {
	if slot == none {
		return 0
	}
	return int(h.counts[slot])
}

// change notes that a task has other layers.
func (h *holders) change(old, t *Task) {
	if sameDigests(old, t) {
		return
	}
	for _, digest := range t.digests() {
		h.counts[h.take(digest)]++
	}
	for _, digest := range old.digests() {
		slot := h.slots[digest]
		if h.counts[slot]--; h.counts[slot] == 0 {
			delete(h.slots, digest)
			h.free = append(h.free, slot)
		}
	}
}

// take is the slot of a digest, which gets one if it has none.
func (h *holders) take(digest digestKey) int32 {
	slot, held := h.slots[digest]
	if held {
		return slot
	}
	if last := len(h.free) - 1; last >= 0 {
		slot, h.free = h.free[last], h.free[:last]
	} else {
		slot, h.counts = int32(len(h.counts)), append(h.counts, 0)
	}
	h.slots[digest] = slot
	return slot
}

func sameDigests(a, b *Task) bool {
	if a.LayerCount() != b.LayerCount() {
		return false
	}
	if a.LayerCount() == 0 || a.sharesLayers(b) {
		return true
	}
	return slices.EqualFunc(a.pieces(false), b.pieces(false), func(p, q piece) bool { return p.digest == q.digest })
}

// digests are the different digests of the layers.
func (t *Task) digests() []digestKey {
	list := make([]digestKey, 0, t.LayerCount())
	for _, p := range t.pieces(false) {
		if p.digest.shareable() {
			list = append(list, p.digest)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

func hasDigest(parts []Part, digest string) bool {
	for i := range parts {
		if parts[i].Digest == digest {
			return true
		}
	}
	return false
}
