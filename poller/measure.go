package poller

import (
	"math"
	"slices"
	"time"

	"acrwatch/api"
)

// meters follow the bytes of one active task: all of it, and each layer that is on its way.
type meters struct {
	whole   meter
	layers  map[string]meter
	layered bool    // the last sample of whole was a sum over layers
	held    []int32 // slots of the digests of the layers in state.holders, as of the last answer; none where that had none
}

// measure takes the sample that a good get of a sync task brought, and fills in parts and flows.
func (s *state) measure(old, t *Task, r *record, at time.Time) {
	if r.meters == nil {
		r.meters = &meters{layers: make(map[string]meter)}
	}
	restarted := false
	if t.Sync.Layers != nil {
		restarted = s.measureParts(old, t, r.meters, at)
	}
	moved, isKnown := weighTask(t)
	if !restarted && isKnown && !r.meters.layered && t.LayerCount() == 0 && moved < old.Flow.Moved {
		t.Restarts++
	}
	t.Flow.LastMoved = old.Flow.LastMoved
	if isKnown && moving(t.Phase) {
		m := r.meters
		m.whole = m.whole.observe(at, moved, restarted || m.layered != (t.LayerCount() > 0))
		m.layered = t.LayerCount() > 0
		flowOf(&t.Flow, m.whole, t.Phase)
		if t.Flow.RateKnown {
			t.History = t.History.with(t.Flow.Rate)
		}
		return
	}
	if t.Phase == api.PhaseQueued {
		r.meters.whole = meter{}
	}
	still(&t.Flow)
}

// moving says that bytes may grow: an unknown status counts as running.
func moving(p api.Phase) bool { return p == api.PhaseRunning || p == api.PhaseUnknown }

// weighTask sets the bytes and the size of a task from its layers, or from its own figure when there are none.
func weighTask(t *Task) (moved int64, isKnown bool) {
	f := &t.Flow
	f.Size, f.SizeKnown = 0, false
	parts := t.Parts()
	if len(parts) == 0 {
		f.Moved = t.Sync.Synced.Or(f.Moved)
		return f.Moved, t.Sync.Synced.Known
	}
	f.Moved, f.SizeKnown = 0, true
	for i := range parts {
		p := &parts[i]
		f.Moved = add(f.Moved, p.Flow.Moved)
		f.Size = add(f.Size, p.Flow.Size)
		f.SizeKnown = f.SizeKnown && p.Layer.Size.Known
		isKnown = isKnown || p.Synced.Known
	}
	f.SizeKnown = f.SizeKnown && f.Size > 0
	return f.Moved, isKnown
}

// add stops at the largest number instead of turning below zero.
func add(a, b int64) int64 {
	if b > math.MaxInt64-a {
		return math.MaxInt64
	}
	return a + b
}

// measureParts makes the parts of this answer and says whether the bytes of one of them fell.
func (s *state) measureParts(old, t *Task, m *meters, at time.Time) (restarted bool) {
	shown, parts := old.Parts(), make([]Part, len(t.Sync.Layers))
	before := partIndex(shown)
	t.SetParts(parts)
	layers := make(map[string]meter, len(m.layers))
	for i := range t.Sync.Layers {
		p := &parts[i]
		p.Layer = &t.Sync.Layers[i]
		p.Phase = api.SyncPhase(p.Layer.Status)
		var was *Part
		if j, found := before.find(parts, i); found {
			was = &shown[j]
		}
		p.Also = s.countOthers(m, shown, p.Digest, i, was)
		fell := weighPart(p, was, at)
		if fell {
			t.Restarts++
			restarted = true
		}
		if moving(p.Phase) && moving(t.Phase) {
			key := layerKey(p.Layer)
			follow := m.layers[key]
			if p.Synced.Known {
				follow = follow.observe(at, p.Flow.Moved, fell)
			}
			layers[key] = follow
			flowOf(&p.Flow, follow, p.Phase)
		}
	}
	m.layers = layers
	return restarted
}

// countOthers counts the other tasks that have the digest of the layer at i. was is that layer in the answer before, nil when
// it was in none.
func (s *state) countOthers(m *meters, before []Part, digest string, i int, was *Part) int {
	if i >= len(m.held) {
		m.held = append(m.held, none)
	}
	if i >= len(before) || before[i].Digest != digest || m.held[i] == none {
		m.held[i] = s.holders.slot(keyOfDigest(digest))
	}
	others := s.holders.count(m.held[i])
	if others > 0 && (was != nil && was.Digest == digest || hasDigest(before, digest)) {
		others-- // it is one of them itself
	}
	return others
}

// weighPart sets the bytes and the size of a layer and says whether its bytes fell since the answer before.
func weighPart(p, old *Part, at time.Time) (fell bool) {
	f := &p.Flow
	f.Size = p.Layer.Size.Or(0)
	f.SizeKnown = p.Layer.Size.Known && f.Size > 0
	switch {
	case p.Synced.Known:
		f.Moved = p.Synced.Value
	case p.Phase == api.PhaseDone:
		f.Moved = f.Size
	case old != nil:
		f.Moved = old.Flow.Moved
	}
	if old == nil {
		return false
	}
	f.LastMoved = old.Flow.LastMoved
	if f.Moved > old.Flow.Moved {
		f.LastMoved = InstantOf(at)
	}
	return f.Moved < old.Flow.Moved
}

// flowOf fills in what a meter measured.
func flowOf(f *Flow, m meter, phase api.Phase) {
	f.LastMoved = InstantOf(m.moved)
	f.Rate, f.RateKnown = m.rate()
	f.Stalled = stalled(phase, m)
	f.Left = Left{}
	if f.Stalled {
		f.Rate = 0
	} else if f.RateKnown && f.SizeKnown && m.grown >= leftGrown {
		f.Left = m.trend.left(f.Size - f.Moved)
	}
}

// still takes away what only holds while bytes move.
func still(f *Flow) {
	f.Rate, f.RateKnown, f.Left, f.Stalled = 0, false, Left{}, false
}

// rest brings a task that does not move to rest, its layers too. The parts may be in a snapshot, so they are copied.
func rest(t *Task) {
	still(&t.Flow)
	moves := func(p Part) bool { return p.Flow.RateKnown || p.Flow.Stalled || p.Flow.Left.Known() }
	if !slices.ContainsFunc(t.loose(), moves) {
		return
	}
	parts := slices.Clone(t.loose())
	for i := range parts {
		still(&parts[i].Flow)
	}
	t.SetParts(parts)
}

// claimsStall says that the task or a layer of it is told stalled: a layer can be while others move.
func claimsStall(t *Task) bool {
	return t.Flow.Stalled || slices.ContainsFunc(t.loose(), func(p Part) bool { return p.Flow.Stalled })
}

// calm takes back the claim that a task is stalled: it was not asked lately enough to make it.
func calm(t *Task) {
	t.Flow.Stalled = false
	if t.packed() != nil { // at rest
		return
	}
	parts := slices.Clone(t.loose())
	for i := range parts {
		parts[i].Flow.Stalled = false
	}
	t.SetParts(parts)
}
