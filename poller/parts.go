package poller

import (
	"unsafe"

	"acrwatch/api"
)

// Parts are the layers of the task, in the service's order; nil until they were reported. They are not to be written to.
// Those of a task that is over are made anew each time: whoever shows them keeps them.
func (t *Task) Parts() []Part {
	if t.packed != nil {
		return t.packed.unpack()
	}
	return t.parts
}

// SetParts gives the task its layers. Only who makes a task may do that.
func (t *Task) SetParts(parts []Part) { t.parts, t.packed = parts, nil }

// LayerCount is how many layers the task has, as far as they were reported.
func (t *Task) LayerCount() int {
	if t.packed != nil {
		return len(t.packed.pieces)
	}
	return len(t.parts)
}

// sharesLayers says that two tasks, or two states of one, have the very same layers in memory.
func (t *Task) sharesLayers(other *Task) bool {
	if t.packed != nil || other.packed != nil {
		return t.packed == other.packed
	}
	return len(t.parts) == len(other.parts) && (len(t.parts) == 0 || &t.parts[0] == &other.parts[0])
}

// UnsharedParts is how many bytes of memory the parts take, without the layers of the answer that they point to, unless
// another state of the task has the same.
func (t *Task) UnsharedParts(other *Task) int {
	switch {
	case t.sharesLayers(other):
		return 0
	case t.packed != nil:
		return len(t.packed.text) + len(t.packed.pieces)*int(unsafe.Sizeof(piece{}))
	}
	return len(t.parts) * int(unsafe.Sizeof(Part{}))
}

func (t *Task) keyAt(i int) digestKey {
	if t.packed != nil {
		return t.packed.pieces[i].digest
	}
	return keyOf(&t.parts[i])
}

// tighten packs the layers of a task that is over and was confirmed: nothing is expected of them any more.
func (t *Task) tighten(r *record) {
	if t.packed != nil {
		t.packed = t.packed.of(t.lost())
		return
	}
	if len(t.parts) == 0 || t.Sync == nil || !t.Phase.Finished() || r.confirm || !mirrored(t) {
		return
	}
	if p := pack(t.parts, t.lost()); p != nil {
		answer := *t.Sync // others may have it
		answer.Layers = nil
		t.Sync, t.parts, t.packed = &answer, nil, p
	}
}

// loosened is a task whose layers are not packed, for who looks into its answer.
func (t *Task) loosened() *Task {
	if t.packed == nil {
		return t
	}
	loose, answer := *t, *t.Sync
	loose.SetParts(t.packed.unpack())
	answer.Layers = make([]api.Layer, len(loose.parts))
	for i := range loose.parts {
		answer.Layers[i] = *loose.parts[i].Layer
	}
	loose.Sync = &answer
	return &loose
}

// lost says that of the task only what it moved counts.
func (t *Task) lost() bool {
	return t.Gone || t.Phase == api.PhaseFailed || t.Phase == api.PhaseCanceled
}

// layerKey names a layer within its task. One digest can stand under several artifacts of a multi-architecture
// image, so the task id of the layer comes first.
func layerKey(l *api.Layer) string {
	if l.ID != "" {
		return l.ID
	}
	return l.ArtifactDigest + " " + l.Digest
}

// partFinder finds the layers of one answer in another. The service keeps their order as a rule, so the same place
// is tried first and the map is only made when that fails.
type partFinder struct {
	parts []Part
	byKey map[string]int
}

func partIndex(parts []Part) *partFinder { return &partFinder{parts: parts} }

// find gives the place of the layer that stands at i in other.
func (f *partFinder) find(other []Part, i int) (int, bool) {
	key := layerKey(other[i].Layer)
	if i < len(f.parts) && layerKey(f.parts[i].Layer) == key {
		return i, true
	}
	if f.byKey == nil {
		f.byKey = make(map[string]int, len(f.parts))
		for j := range f.parts {
			f.byKey[layerKey(f.parts[j].Layer)] = j
		}
	}
	j, found := f.byKey[key]
	return j, found
}
