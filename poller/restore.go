package poller

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"

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
	reader codec.Reader
	last   []readSlot
}

// readSlot is a task as it was read. The record is for copies alone: folds write to theirs.
type readSlot struct {
	slot   Slot
	task   *Task
	record record
}

// Restore does what the function of this name does.
func (r *Restorer) Restore(head json.RawMessage, slots []Slot) (*Fold, error) {
	s := newState(nil, 0, Only{})
	if err := r.reader.Read(head, s.describe); err != nil {
		return nil, fmt.Errorf("checkpoint: %w", err)
	}
	r.last = slices.Grow(r.last, max(0, len(slots)-len(r.last)))[:len(slots)]
	records := make([]record, len(slots))
	for i := range slots {
		if err := r.task(i, &slots[i]); err != nil {
			return nil, fmt.Errorf("checkpoint, task %d: %w", i, err)
		}
		task, err := s.home(r.last[i].task)
		if err != nil {
			return nil, fmt.Errorf("checkpoint, task %d: %w", i, err)
		}
		records[i] = r.last[i].record.copy()
		s.tasks, s.records = append(s.tasks, task), append(s.records, &records[i])
	}
	if err := s.sumUp(); err != nil {
		return nil, fmt.Errorf("checkpoint: %w", err)
	}
	return &Fold{s}, nil
}

// task reads a slot, unless it is the one of the time before.
func (r *Restorer) task(i int, slot *Slot) error {
	last := &r.last[i]
	if last.task != nil && last.slot.equal(slot) {
		last.slot = *slot // the text of the time before need not be kept
		return nil
	}
	again := Section(0) // the first section to read
	before := *last
	*last = readSlot{task: &Task{}}
	if t := before.task; t != nil && !t.Answered.IsZero() && before.slot.equal(slot, SectionSeen) {
		// Every reading of a list changes when a task was seen. Nothing else depends on that once its get was answered.
		again = SectionSeen
		*last.task, last.record = *t, before.record
		last.task.Listed = 0
		last.record.shown, last.record.absent, last.record.reading = 0, 0, 0
	}
	for section, describe := range (savedTask{last.task, &last.record}).sections() {
		if again > 0 && Section(section) != again {
			continue
		}
		text := slot[section]
		if text == nil {
			text = nothing
		}
		if err := r.reader.Read(text, describe); err != nil {
			*last = readSlot{}
			return err
		}
	}
	last.slot = *slot
	return nil
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
	mixed, layers := s.sums.blobs, 0
	for _, t := range s.tasks {
		layers += len(t.Parts)
	}
	s.index, s.holders = nil, make(map[string]int, layers)
	s.sums.blobs, s.sums.mixed = make(map[blobKey]blob, layers), make(map[blobKey]struct{})
	for i, t := range s.tasks {
		r := s.records[i]
		if _, twice := s.index.find(t.Key); twice {
			return fmt.Errorf("task %d is there twice", i)
		}
		s.index.put(t.Key, i)
		s.chunks.touch(i)
		r.slot, r.age, r.spread = -1, -1, spread(t.ID)
		s.holdDigests(nil, t.Parts)
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
