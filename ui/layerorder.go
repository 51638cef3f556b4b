package ui

import (
	"cmp"
	"slices"
	"time"

	"acrwatch/api"
	"acrwatch/poller"
)

// layerOrder is in which order the layers of the open task stand. It is kept from one answer to the next, so that rows do
// not bounce.
type layerOrder struct {
	task   *poller.Task
	parts  []poller.Part
	layers []int                // indexes of the parts, from the top
	rows   []int                // what each row of the table shows: the n-th of layers, or ^n for the heading of the n-th group
	at     []int                // the row of the n-th of layers
	groups []layerGroup         // by manifest; none when all layers are of one
	ends   map[string]time.Time // by layer: when it is held to end
}

// layerGroup is the layers of one manifest of a multi-architecture image.
type layerGroup struct {
	digest      string
	layers      []int // indexes of the parts
	rank, done  int
	moved, size int64
	sizeKnown   bool
}

// layerRank puts on top what holds the task up.
func layerRank(p *poller.Part) int {
	switch {
	case p.Phase == api.PhaseFailed:
		return 0
	case p.Flow.Stalled:
		return 1
	case p.Phase == api.PhaseRunning || p.Phase == api.PhaseUnknown:
		return 2
	case p.Phase == api.PhaseQueued:
		return 3
	}
	return 4
}

func layerID(p *poller.Part) string {
	if p.ID != "" {
		return p.ID
	}
	return p.ArtifactDigest + " " + p.Digest
}

// follow orders the layers of t, and says at which of them the cursor is now that was at the given one.
func (o *layerOrder) follow(t *poller.Task, cursor int) int {
	if o.task == t {
		return cursor
	}
	before := *o
	*o = layerOrder{task: t}
	if t == nil || before.task == nil || before.task.Key != t.Key {
		before.ends = nil
	}
	if t == nil {
		return 0
	}
	o.parts = t.Parts()
	o.hold(before.ends)
	o.group()
	o.lay()
	if before.ends == nil || cursor >= len(before.layers) {
		return cursor
	}
	id := layerID(&before.parts[before.layers[cursor]])
	if i := slices.IndexFunc(o.layers, func(i int) bool { return layerID(&o.parts[i]) == id }); i >= 0 {
		return i
	}
	return cursor
}

// endSlack is by how much the estimated end of a layer may change before its row may move, and endShare the same as a part
// of the time left.
const (
	endSlack = 10 * time.Second
	endShare = 3
)

// hold takes over the ends of before, as long as the estimates of now are near them.
func (o *layerOrder) hold(before map[string]time.Time) {
	o.ends = make(map[string]time.Time, len(before))
	for i := range o.parts {
		p := &o.parts[i]
		if layerRank(p) != 2 {
			continue
		}
		id := layerID(p)
		held, isHeld := before[id]
		if left := p.Flow.Left; left.Known() {
			middle := (left.Low + left.High) / 2
			end := o.task.Answered.Time().Add(middle)
			if !isHeld || end.Sub(held).Abs() > max(endSlack, middle/endShare) {
				held, isHeld = end, true
			}
		}
		if isHeld {
			o.ends[id] = held
		}
	}
}

// group gathers the layers by manifest.
func (o *layerOrder) group() {
	place := map[string]int{}
	for i := range o.parts {
		p := &o.parts[i]
		at, found := place[p.ArtifactDigest]
		if !found {
			at = len(o.groups)
			place[p.ArtifactDigest] = at
			o.groups = append(o.groups, layerGroup{digest: p.ArtifactDigest, rank: layerRank(p), sizeKnown: true})
		}
		g := &o.groups[at]
		g.layers = append(g.layers, i)
		g.rank = min(g.rank, layerRank(p))
		g.moved, g.size = g.moved+p.Flow.Moved, g.size+p.Flow.Size
		g.sizeKnown = g.sizeKnown && p.Size.Known
		if p.Phase == api.PhaseDone {
			g.done++
		}
	}
}

// lay puts groups and layers in order: by rank, what ends last first, and else as the service has them.
func (o *layerOrder) lay() {
	slices.SortStableFunc(o.groups, func(a, b layerGroup) int { return cmp.Compare(a.rank, b.rank) })
	for n := range o.groups {
		g := &o.groups[n]
		slices.SortStableFunc(g.layers, func(a, b int) int {
			pa, pb := &o.parts[a], &o.parts[b]
			return cmp.Or(cmp.Compare(layerRank(pa), layerRank(pb)), o.ends[layerID(pb)].Compare(o.ends[layerID(pa)]))
		})
		if len(o.groups) > 1 {
			o.rows = append(o.rows, ^n)
		}
		for _, i := range g.layers {
			o.at = append(o.at, len(o.rows))
			o.rows = append(o.rows, len(o.layers))
			o.layers = append(o.layers, i)
		}
	}
}

// fit is the window over the rows that shows the cursor's layer, with its heading where that is the row above.
func (o *layerOrder) fit(w window, height int) window {
	w.cursor = min(max(w.cursor, 0), max(len(o.layers)-1, 0))
	if len(o.layers) == 0 {
		return window{}
	}
	row := o.at[w.cursor]
	shown := window{row, w.offset}
	shown.fit(len(o.rows), height)
	if row > 0 && o.rows[row-1] < 0 && height > 1 {
		shown.offset = min(shown.offset, row-1)
	}
	return window{w.cursor, shown.offset}
}

// within is the first and the last layer in a span of rows, or the layer after it where there is none. A layer right below
// its heading needs that in sight too.
func (o *layerOrder) within(first, last int) (from, to int) {
	from, to = -1, -1
	for n, row := range o.at {
		top := row
		if row > 0 && o.rows[row-1] < 0 && last > first {
			top--
		}
		if top < first {
			continue
		}
		if from < 0 {
			from, to = n, n
		}
		if row <= last {
			to = n
		}
	}
	return from, to
}
