package poller

import "slices"

// Frozen is all that a fold knew at one instant, to be saved. It never changes.
type Frozen struct{ state *state }

// Freeze gives what is known now. It copies little more than a pointer and a record for each task.
func (f *Fold) Freeze() *Frozen { return &Frozen{f.state.freeze()} }

// Freeze gives what is known now, as it is after as many events as Frozen.Events says. It copies little more than a pointer
// and a record for each task, and never waits.
func (p *Poller) Freeze() *Frozen {
	p.mu.Lock()
	defer p.mu.Unlock()
	return &Frozen{p.state.freeze()}
}

// Events is how many events were taken before: all of these are part of it, and none that came later.
func (z *Frozen) Events() int { return z.state.taken }

// freeze copies what is changed in place. What is not saved is left out.
func (s *state) freeze() *state {
	s.chunks.give()
	z := &state{
		at: s.at, taken: s.taken, paused: s.paused, keep: s.keep,
		tasks: slices.Clone(s.tasks), records: make([]*record, len(s.records)),
		calls: slices.Clone(s.calls), sums: s.sums.freeze(),
	}
	records := make([]record, len(s.records))
	for i, r := range s.records {
		records[i] = r.freeze()
		z.records[i] = &records[i]
	}
	s.freezeSearch(z)
	for _, t := range s.targets {
		frozen := *t
		frozen.found, frozen.polled = slices.Clone(t.found), slices.Clone(t.polled)
		frozen.wanted = nil
		for k := range frozen.lists {
			frozen.lists[k].sheets, frozen.lists[k].watched = nil, nil
		}
		z.targets = append(z.targets, &frozen)
	}
	return z
}

func (r *record) freeze() record {
	frozen := *r
	if r.meters != nil {
		meters := *r.meters
		frozen.meters = &meters
	}
	if r.tags != nil {
		tags := *r.tags
		frozen.tags = &tags
	}
	return frozen
}

// freeze leaves out what can be summed up again from the tasks.
func (s *sums) freeze() sums {
	frozen := sums{wave: s.wave, history: s.history, stepAt: s.stepAt, grown: s.grown, trend: s.trend, throughput: s.throughput}
	frozen.blobs.other = s.blobs.mixed()
	return frozen
}
