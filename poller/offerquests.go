package poller

import "time"

// offerQuests offers to ask for what was named, where that was never done or again. Once a target knows a name, the others
// are not asked for it.
func (c *choice) offerQuests(first bool) {
	for _, q := range c.s.quests {
		for _, i := range c.duty.targets {
			if c.s.targets[i].Instance == "" || q.knownElsewhere(i) {
				continue
			}
			for _, k := range q.kinds {
				if next, due := c.s.ask(q, i, k); due.IsZero() == first {
					c.offer(next, latest(due, c.s.targets[i].lists[k].denied()))
				}
			}
		}
	}
}

// ask is the next call for a name to a target, and when it is due: never before is the zero time.
func (s *state) ask(q *quest, target int, kind Kind) (Call, time.Time) {
	again := q.told[trail{target, kind}].again
	switch {
	case q.batch:
		next := Call{Op: OpBatch, Target: target, Kind: kind, ID: q.name, Page: 1}
		if r := s.batchReading(target, q.name); r != nil {
			next.Page, again = r.page, r.due
		}
		return next, again
	case q.home != none: // known: due has it from now on
		return Call{}, again
	}
	return Call{Op: OpGet, Target: target, Kind: kind, ID: q.name}, again
}

// denied is the end of the longer of the pauses after a denial.
func (l *listing) denied() time.Time { return latest(l.denyList, l.denyGet) }

// offerDates offers the batches that are read for the times of tasks alone.
func (c *choice) offerDates() {
	for _, r := range c.s.readings {
		if !r.wanted && c.mine(Key{Target: r.target}) {
			due := latest(r.due, c.s.targets[r.target].lists[Sync].denied())
			c.offer(Call{Op: OpBatch, Target: r.target, Kind: Sync, ID: r.batch, Page: r.page}, due)
		}
	}
}
