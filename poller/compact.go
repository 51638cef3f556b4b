package poller

import "slices"

// exchange is a task that takes the place of another one.
type exchange struct {
	place    int // in its chunk
	from, to *Task
}

// Compact packs the layers of those tasks of the last of some snapshots that are others in the next one: they are past, and
// the same to all that read them. kept are the snapshots, one at least and the oldest first; those that have such tasks are
// replaced, and share with one another what they shared before.
func Compact(kept []*Snapshot, next *Snapshot) {
	last := len(kept) - 1
	past := make(map[int][]exchange) // by chunk
	for i, t := range kept[last].Tasks.Changed(next.Tasks) {
		if t.loose() == nil {
			continue
		}
		small := *t
		if small.pack(); small.packed() != nil {
			past[i/chunkSize] = append(past[i/chunkSize], exchange{i % chunkSize, t, &small})
		}
	}
	made := make(map[*chunk]*chunk)
	for ; last >= 0; last-- {
		tasks, found := kept[last].Tasks.exchanged(past, made)
		if !found { // a task that is another one is never the same again
			return
		}
		snapshot := *kept[last]
		snapshot.Tasks, kept[last] = tasks, &snapshot
	}
}

// exchanged puts tasks in the place of others, where the sequence has these. made has, for each chunk that was looked at, the
// one to have instead.
func (t Tasks) exchanged(past map[int][]exchange, made map[*chunk]*chunk) (next Tasks, found bool) {
	next = t
	for c, list := range past {
		if c >= len(t.chunks) {
			continue
		}
		was := t.chunks[c]
		now, known := made[was]
		if !known {
			now = was.exchanged(list)
			made[was] = now
		}
		if now == was {
			continue
		}
		if !found {
			found, next.chunks = true, slices.Clone(t.chunks)
		}
		next.chunks[c] = now
	}
	return next, found
}

func (c *chunk) exchanged(list []exchange) *chunk {
	next := c
	for _, x := range list {
		if c[x.place] != x.from {
			continue
		}
		if next == c {
			clone := *c
			next = &clone
		}
		next[x.place] = x.to
	}
	return next
}
