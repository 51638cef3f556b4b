package poller

import (
	"fmt"
	"sync"
)

// sumUp counts again what follows from the tasks.
func (r *Restorer) sumUp(s *state) error {
	var holding sync.WaitGroup
	holding.Go(func() { r.hold(s) })
	defer holding.Wait()
	return s.sumUp()
}

// hold counts who has which digest: as for the fold before, but for those tasks that have other layers.
func (r *Restorer) hold(s *state) {
	if r.counted == nil {
		r.holders = newHolders(0)
	}
	nobody := &Task{}
	for i := range max(len(r.counted), len(s.tasks)) {
		before, now := nobody, nobody
		if i < len(r.counted) {
			before = r.counted[i]
		}
		if i < len(s.tasks) {
			now = s.tasks[i]
		}
		r.holders.change(before, now)
	}
	r.counted = append(r.counted[:0], s.tasks...)
	s.holders = r.holders.copy()
}

// sumUp counts all but the digests. What the head says of a layer stands over what the tasks say.
func (s *state) sumUp() error {
	mixed, weighed := s.sums.blobs.other, 0
	for i, t := range s.tasks {
		if s.sums.counts(s.records[i]) {
			weighed += t.LayerCount()
		}
	}
	s.index = nil
	s.sums.blobs = newBlobs(weighed)
	for i, t := range s.tasks {
		r := s.records[i]
		if _, twice := s.index.find(t.Key); twice {
			return fmt.Errorf("task %d is there twice", i)
		}
		s.index.put(t.Key, i)
		s.chunks.touch(i)
		r.slot, r.age, r.spread = -1, -1, spread(t.ID)
		s.sums.count(t, 1)
		if t.Active() {
			s.targets[t.Target].active++
			s.sums.active++
		}
		if s.sums.counts(r) {
			w := weightOf(t)
			s.sums.add(w, 1)
			s.sums.hold(t, w, 1)
		}
	}
	s.sums.correct(mixed)
	return s.enlist()
}

// correct lays over the layers what the tasks do not tell of them.
func (s *sums) correct(mixed map[blobKey]blob) {
	for key, said := range mixed {
		b := s.blobs.get(key)
		if b.needed+b.lost == 0 {
			continue
		}
		s.unique -= b.bytes()
		b.size, b.moved, b.mixed = said.size, said.moved, true
		s.unique += b.bytes()
		s.blobs.put(key, b)
	}
}

// enlist gives every task that is asked its place in the order of asking, which the sum of the rates follows.
func (s *state) enlist() error {
	for n, t := range s.targets {
		for slot, i := range t.polled {
			if i < 0 || i >= len(s.tasks) || s.tasks[i].Target != n || s.records[i].slot >= 0 {
				return fmt.Errorf("target %d asks for task %d, which it has not", n, i)
			}
			s.records[i].slot = int32(slot)
		}
	}
	return nil
}
