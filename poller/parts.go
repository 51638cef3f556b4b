package poller

import (
	"unsafe"

	"acrwatch/api"
)

// layers are those of a task in one of two forms.
type layers struct {
	parts  []Part
	packed packed // without an image where the layers are loose
}

// loose is the layers unless they are packed.
func (t *Task) loose() []Part {
	if t.layers == nil {
		return nil
	}
	return t.layers.parts
}

// packed is the layers if they are packed.
func (t *Task) packed() *packed {
	if t.layers == nil || t.layers.packed.image == nil {
		return nil
	}
	return &t.layers.packed
}

// Parts are the layers of the task, in the service's order; nil until they were reported. They are not to be written to.
// Those of a task that is over, or past, are made anew each time: whoever shows them keeps them.
func (t *Task) Parts() []Part {
	if p := t.packed(); p != nil {
		return p.unpack()
	}
	return t.loose()
}

// SetParts gives the task its layers. Only who makes a task may do that.
func (t *Task) SetParts(parts []Part) {
	if t.layers = nil; parts != nil {
		t.layers = &layers{parts: parts}
	}
}

// LayerCount is how many layers the task has, as far as they were reported.
func (t *Task) LayerCount() int {
	if p := t.packed(); p != nil {
		return p.image.count
	}
	return len(t.loose())
}

// sharesLayers says that two tasks, or two states of one, have the very same layers in memory.
func (t *Task) sharesLayers(other *Task) bool {
	return t.layers == other.layers || t.LayerCount() == 0 && other.LayerCount() == 0
}

// UnsharedParts is how many bytes of memory the parts take, without the layers of the answer that they point to, unless
// another state of the task, or another task, has the same.
func (t *Task) UnsharedParts(other *Task) int {
	if t.sharesLayers(other) {
		return 0
	}
	if p := t.packed(); p != nil {
		return int(unsafe.Sizeof(*t.layers)) + len(p.own)
	}
	return len(t.loose()) * int(unsafe.Sizeof(Part{}))
}

// tighten packs the layers of a task that is over. Where calls are short, it can wait for long to be confirmed.
func (t *Task) tighten() {
	if t.Phase.Finished() && allAtRest(t.loose()) {
		t.pack()
	}
}

// pack packs the layers of a task, where that loses nothing. Others may have its answer.
func (t *Task) pack() {
	if len(t.loose()) == 0 || t.Sync == nil || !mirrored(t) {
		return
	}
	if p, exact := pack(t.loose()); exact {
		answer := *t.Sync
		answer.Layers = nil
		t.Sync, t.layers = &answer, &layers{packed: p}
	}
}

// loosened is a task whose layers are not packed, for who looks into its answer.
func (t *Task) loosened() *Task {
	p := t.packed()
	if p == nil {
		return t
	}
	loose, answer, parts := *t, *t.Sync, p.unpack()
	loose.SetParts(parts)
	answer.Layers = make([]api.Layer, len(parts))
	for i := range parts {
		answer.Layers[i] = *parts[i].Layer
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
