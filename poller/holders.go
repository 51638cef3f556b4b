package poller

import (
	"iter"
	"maps"
	"slices"
)

// holders counts the tasks that have a layer, by its digest.
type holders struct {
	slots  map[string]int32 // by digest
	counts []int32          // of tasks, by slot; 0 in those that are free
	free   []int32          // slots
}

// newHolders has room for so many digests.
func newHolders(room int) holders {
	return holders{slots: make(map[string]int32, room), counts: make([]int32, 0, room)}
}

// copy shares nothing with h.
func (h *holders) copy() holders {
	return holders{slots: maps.Clone(h.slots), counts: slices.Clone(h.counts), free: slices.Clone(h.free)}
}

// slot is where a digest is counted, which stays the same as long as a task has it; none when no task has it.
func (h *holders) slot(digest string) int32 {
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
func (h *holders) change(old, parts []Part) {
	if sameDigests(old, parts) {
		return
	}
	for digest := range digests(parts) {
		h.counts[h.take(digest)]++
	}
	for digest := range digests(old) {
		slot := h.slots[digest]
		if h.counts[slot]--; h.counts[slot] == 0 {
			delete(h.slots, digest)
			h.free = append(h.free, slot)
		}
	}
}

// take is the slot of a digest, which gets one if it has none.
func (h *holders) take(digest string) int32 {
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

func sameDigests(a, b []Part) bool {
	if len(a) != len(b) {
		return false
	}
	if len(a) == 0 || &a[0] == &b[0] {
		return true
	}
	for i := range a {
		if a[i].Digest != b[i].Digest {
			return false
		}
	}
	return true
}

func hasDigest(parts []Part, digest string) bool {
	for i := range parts {
		if parts[i].Digest == digest {
			return true
		}
	}
	return false
}

// few is how many layers may be looked through for each of them.
const few = 32

// digests are the different digests of the layers.
func digests(parts []Part) iter.Seq[string] {
	return func(yield func(string) bool) {
		var seen map[string]struct{} // unless they are few
		if len(parts) > few {
			seen = make(map[string]struct{}, len(parts))
		}
		for i := range parts {
			digest := parts[i].Digest
			_, twice := seen[digest]
			if digest == "" || twice || seen == nil && hasDigest(parts[:i], digest) {
				continue
			}
			if seen != nil {
				seen[digest] = struct{}{}
			}
			if !yield(digest) {
				return
			}
		}
	}
}
