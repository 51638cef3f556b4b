package poller

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"runtime"
	"slices"
	"sync"

	"acrwatch/internal/codec"
)

// Restore makes a fold that goes on where a checkpoint was made: head is its Head, and slots what Onto made of it and of
// those it builds on, back to a whole one. The fold has the targets, the Options.Keep and the Options.Only of the one that
// was saved. The error names what is damaged.
func Restore(head json.RawMessage, slots []Slot) (*Fold, error) {
	return new(Restorer).Restore(head, slots)
}

// Restorer restores many folds, and reads a task that is the same in one and the next only once. It keeps what the
// slots of the last one say, which must not be written to. It is not safe for concurrent use; the folds share nothing that changes.
type Restorer struct {
	head    codec.Reader
	readers []codec.Reader // one for each of those that read tasks side by side
	last    []readSlot
}

// readSlot is a task as it was read. The record is for copies alone: folds write to theirs.
type readSlot struct {
	slot   Slot
	task   *Task
	record record
	body   Task // what the first section alone says, for copies as well
}

// together is how many tasks it takes to read them side by side.
const together = 256

// Restore does what the function of this name does.
func (r *Restorer) Restore(head json.RawMessage, slots []Slot) (*Fold, error) {
	s := newState(nil, 0, Only{})
	if err := r.head.Read(head, s.describe); err != nil {
		return nil, fmt.Errorf("checkpoint: %w", err)
	}
	r.last = slices.Grow(r.last, max(0, len(slots)-len(r.last)))[:len(slots)]
	s.tasks, s.records = make([]*Task, len(slots)), make([]*record, len(slots))
	if err := r.tasks(s, slots); err != nil {
		return nil, fmt.Errorf("checkpoint, %w", err)
	}
	if err := s.sumUp(); err != nil {
		return nil, fmt.Errorf("checkpoint: %w", err)
	}
	return &Fold{s}, nil
}

// tasks reads the slots, each processor some. The error is that of the first slot that has one.
func (r *Restorer) tasks(s *state, slots []Slot) error {
	share := max(together, (len(slots)+runtime.GOMAXPROCS(0)-1)/runtime.GOMAXPROCS(0))
	n := (len(slots) + share - 1) / share
	r.readers = slices.Grow(r.readers, max(0, n-len(r.readers)))[:max(n, len(r.readers))]
	faults := make([]error, n)
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() { faults[i] = r.share(s, &r.readers[i], slots, i*share, min((i+1)*share, len(slots))) })
	}
	all.Wait()
	return cmp.Or(faults...)
}

// share reads the slots from one to another.
func (r *Restorer) share(s *state, reader *codec.Reader, slots []Slot, from, to int) error {
	records := make([]record, to-from)
	for i := from; i < to; i++ {
		last := &r.last[i]
		if err := last.read(reader, &slots[i]); err != nil {
			return fmt.Errorf("task %d: %w", i, err)
		}
		task, err := s.home(last.task)
		if err != nil {
			return fmt.Errorf("task %d: %w", i, err)
		}
		records[i-from] = last.record.copy()
		s.tasks[i], s.records[i] = task, &records[i-from]
	}
	return nil
}

// read reads a slot, unless it is the one of the time before.
func (last *readSlot) read(reader *codec.Reader, slot *Slot) error {
	if last.task != nil && last.slot.equal(slot) {
		last.slot = *slot // the text of the time before need not be kept
		return nil
	}
	before := *last
	*last = readSlot{task: &Task{}}
	has := last.reuse(&before, slot)
	for section, describe := range (savedTask{last.task, &last.record}).sections() {
		if has[section] {
			continue
		}
		text := slot[section]
		if text == nil {
			text = nothing
		}
		if err := reader.Read(text, describe); err != nil {
			*last = readSlot{}
			return err
		}
		if Section(section) == SectionBody {
			last.body = last.task.own()
		}
	}
	last.slot = *slot
	return nil
}

// reuse takes over what the task of the time before has in common with the slot, and says which sections that is.
func (last *readSlot) reuse(before *readSlot, slot *Slot) (has [Sections]bool) {
	t := before.task
	switch {
	case t == nil || !bytes.Equal(before.slot[SectionBody], slot[SectionBody]):
	case !t.Answered.IsZero() && before.slot.equal(slot, SectionSeen):
		// Every reading of a list changes when a task was seen. Nothing else depends on that once its get was answered.
		has = [Sections]bool{SectionBody: true, SectionWork: true, SectionTags: true}
		*last.task, last.record, last.body = *t, before.record, before.body
		last.task.Listed = 0
		last.record.shown, last.record.absent, last.record.reading = 0, 0, 0
	default:
		has[SectionBody] = true
		*last.task, last.record.first, last.body = before.body.own(), before.record.first, before.body
	}
	return has
}

// own is a copy whose answer may be written to.
func (t *Task) own() Task {
	c := *t
	if c.Sync != nil {
		answer := *c.Sync
		answer.Layers = slices.Clone(answer.Layers)
		c.Sync = &answer
	}
	if c.Subscription != nil {
		answer := *c.Subscription
		c.Subscription = &answer
	}
	return c
}

// equal says that all sections are the same but some.
func (s *Slot) equal(other *Slot, but ...Section) bool {
	for section := range s {
		if !bytes.Equal(s[section], other[section]) && !slices.Contains(but, Section(section)) {
			return false
		}
	}
	return true
}

// home fills in what follows from the rest of a task and from its target.
func (s *state) home(read *Task) (*Task, error) {
	t := *read
	switch {
	case t.Target < 0 || t.Target >= len(s.targets):
		return nil, fmt.Errorf("it belongs to target %d of %d", t.Target, len(s.targets))
	case t.Kind == Sync && t.Sync != nil && t.Subscription == nil:
		t.Phase = t.Sync.Phase()
		t.RuleName = s.targets[t.Target].rules.names[t.Sync.RuleID]
	case t.Kind == Subscription && t.Subscription != nil && t.Sync == nil:
		t.Phase = t.Subscription.Phase()
	default:
		return nil, errors.New("nothing says what it is")
	}
	t.Region = s.targets[t.Target].Region
	return &t, nil
}

// copy shares nothing that is written to.
func (r *record) copy() record {
	c := r.freeze()
	c.weight = r.weight
	if c.meters != nil {
		c.meters.layers = maps.Clone(c.meters.layers)
	}
	if c.tags != nil {
		c.tags.rows = slices.Clone(c.tags.rows)
	}
	return c
}

// sumUp counts again what follows from the tasks. What the head says of a layer stands over what the tasks say.
func (s *state) sumUp() error {
	mixed, weighed := s.sums.blobs, 0
	for i, t := range s.tasks {
		if s.records[i].wave() == s.sums.wave {
			weighed += len(t.Parts)
		}
	}
	var holding sync.WaitGroup
	holding.Go(s.holdAll)
	defer holding.Wait()
	s.index = nil
	s.sums.blobs, s.sums.mixed = make(map[blobKey]blob, weighed), make(map[blobKey]struct{})
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
		wave := r.wave()
		r.weight = nil
		if wave == s.sums.wave && wave > 0 {
			s.sums.settle(r, s.sums.weightOf(t))
		}
	}
	s.sums.correct(mixed)
	return s.enlist()
}

// holdAll counts who has which digest.
func (s *state) holdAll() {
	layers := 0
	for _, t := range s.tasks {
		layers += len(t.Parts)
	}
	s.holders = make(map[string]int, layers)
	for _, t := range s.tasks {
		s.holdDigests(nil, t.Parts)
	}
}

// correct lays over the layers what the tasks do not tell of them.
func (s *sums) correct(mixed map[blobKey]blob) {
	for key, said := range mixed {
		if b, found := s.blobs[key]; found {
			s.unique -= b.bytes()
			b.size, b.moved = said.size, said.moved
			s.unique += b.bytes()
			s.blobs[key] = b
			s.mixed[key] = struct{}{}
		}
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
