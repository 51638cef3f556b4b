package poller

import (
	"hash/fnv"
	"time"
)

// DefaultKeep is how many tasks are kept when Options do not say otherwise. A task takes some 1.2 KiB, and for each of its
// layers that were read 0.7 KiB more while it runs and 0.12 KiB once it is over.
const DefaultKeep = 100_000

// place gives an index to the task that an answer is about and that is not known yet, unless it stands in a list, is over,
// and there is no room for it: then it is not kept. row is what the answer alone says of it.
func (s *state) place(row *Task, from source) (i int, kept bool) {
	if len(s.tasks) < s.keep {
		return s.add(row.Key, from.at), true
	}
	if !s.ages.used {
		s.ages.fill()
	}
	// Only what is newer than the oldest may take its place: otherwise each reading of the list would bring back what
	// the one before had dropped.
	if from.listed && !row.Active() && (len(s.ages.list) == 0 || row.age() <= s.ages.oldest().age()) {
		return 0, false
	}
	if len(s.ages.list) == 0 {
		return s.add(row.Key, from.at), true
	}
	i = int(s.ages.list[0])
	s.drop(i)
	s.occupy(i, row.Key, from.at)
	return i, true
}

// drop forgets a task that is over. Its slot must be taken by another one at once.
func (s *state) drop(i int) {
	old, r := s.tasks[i], s.records[i]
	home := s.targets[old.Target]
	home.poll(s.records, i, false)
	s.ages.remove(r)
	nobody := &Task{Gone: true}
	s.holders.change(old, nobody)
	s.sums.count(old, -1)
	s.sums.weigh(r, old, nobody)
	s.index.remove(old.Key)
	home.drops(old.Kind, r)
}

// occupy begins a task in a slot. It counts as gone until its first answer is put in place, so that this is where it
// becomes active.
func (s *state) occupy(i int, key Key, at time.Time) {
	t := s.targets[key.Target]
	s.tasks[i] = &Task{Key: key, Region: t.Region, Gone: true}
	s.records[i] = &record{first: InstantOf(at), slot: -1, age: -1, spread: spread(key.ID)}
	s.index.put(key, i)
	s.chunks.touch(i)
	t.Lists[key.Kind].Seen++
}

// spread makes of an id a number from 0 to below 1 that is always the same.
func spread(id string) float32 {
	h := fnv.New32a()
	_, _ = h.Write([]byte(id))
	return float32(h.Sum32()%1024) / 1024
}

// drops counts a task that is not kept any more. The reading under way counts it too when it has been past its row;
// otherwise it will meet the row.
func (t *target) drops(kind Kind, r *record) {
	list, l := &t.Lists[kind], &t.lists[kind]
	list.Seen--
	list.Dropped++
	if int(r.reading) == l.reading {
		l.unkept++
	}
}

// tally counts the rows of a page of a reading of the whole list. At its end the list shows how many are not kept, and on
// the way there no less than that.
func (s *state) tally(c Call, ids []string) {
	list, l := &s.targets[c.Target].Lists[c.Kind], &s.targets[c.Target].lists[c.Kind]
	key, i := c.key(), none
	for _, key.ID = range ids {
		if i = s.slotAfter(i, key); i != none {
			s.records[i].reading = int32(l.reading)
		} else {
			l.unkept++
		}
	}
	if l.next == 0 || l.unkept > list.Dropped && !list.Complete {
		list.Dropped = l.unkept
	}
}
