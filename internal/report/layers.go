package report

import (
	"cmp"
	"slices"
	"time"

	"acrwatch/poller"
)

const (
	layersMost  = 15               // that are told
	layerLeast  = 1 << 20          // bytes that a layer must have moved: of less, the waiting says more than the link
	layerWithin = 10 * time.Second // and how long it must have been watched for
)

// layerTrack is what is followed of a layer on its way.
type layerTrack struct {
	since, last time.Time // when it began to move, and its last answer
	bytes       int64     // at the last answer
	moved       int64     // since then
	size        *int64
	digest      string
}

// measureLayers takes the layers of an answer.
func (a *analysis) measureLayers(k *track, t *poller.Task, since time.Time) {
	if k.layers == nil {
		if t.Phase.Finished() {
			return
		}
		k.layers = make(map[string]*layerTrack, t.LayerCount())
	}
	parts := t.Parts()
	for i := range parts {
		p := &parts[i]
		id := cmp.Or(p.ID, p.Digest)
		l := k.layers[id]
		if l == nil {
			l = &layerTrack{bytes: p.Flow.Moved}
			if a.within(t.Began()) {
				l.bytes = 0
			}
			k.layers[id] = l
		}
		l.measure(p, since, t.Answered.Time())
	}
	if t.Phase.Finished() {
		a.harvest(k)
	}
}

func (l *layerTrack) measure(p *poller.Part, since, at time.Time) {
	grown := p.Flow.Moved - l.bytes
	l.bytes, l.digest, l.size = p.Flow.Moved, p.Digest, optional(p.Size)
	if grown > 0 {
		if l.since.IsZero() {
			l.since = since
		}
		l.moved += grown
	}
	if grown > 0 || !p.Phase.Finished() {
		l.last = at
	}
}

// harvest offers the layers of a task to the slowest, and forgets them.
func (a *analysis) harvest(k *track) {
	from, to := k.task.Route()
	for _, l := range k.layers {
		took := l.last.Sub(l.since)
		if l.since.IsZero() || l.moved < layerLeast || took < layerWithin {
			continue
		}
		a.layers.offer(Layer{
			TaskID: k.task.ID, Image: k.task.Image(), From: from, To: to, Digest: l.digest, Size: l.size, Moved: l.moved,
			Seconds: took.Seconds(), Rate: float64(l.moved) / took.Seconds(),
		})
	}
	k.layers = nil
}

// slowest are the slowest layers, the slowest first.
type slowest []Layer

func (s *slowest) offer(l Layer) {
	at, _ := slices.BinarySearchFunc(*s, l, func(a, b Layer) int {
		return cmp.Or(cmp.Compare(a.Rate, b.Rate), cmp.Compare(a.TaskID, b.TaskID), cmp.Compare(a.Digest, b.Digest))
	})
	if at < layersMost {
		*s = slices.Insert(*s, at, l)
		*s = (*s)[:min(len(*s), layersMost)]
	}
}
