package poller

import (
	"encoding/json"
	"fmt"

	"acrwatch/internal/codec"
)

// Restore makes a fold that goes on where a checkpoint was made: head is its Head, and slots what Onto made of it and of
// those before it, back to a whole one. The fold has the targets, the Options.Keep and the Options.Only of the one that was saved. The
// error names what is damaged.
func Restore(head json.RawMessage, slots []Slot) (*Fold, error) {
	s := newState(nil, 0, Only{})
	var reader codec.Reader
	if err := reader.Read(head, s.describe); err != nil {
		return nil, fmt.Errorf("checkpoint: %w", err)
	}
	tasks, records := make([]Task, len(slots)), make([]record, len(slots))
	for i := range slots {
		s.tasks, s.records = append(s.tasks, &tasks[i]), append(s.records, &records[i])
		if err := s.readTask(&reader, &slots[i], savedTask{&tasks[i], &records[i]}); err != nil {
			return nil, fmt.Errorf("checkpoint, task %d: %w", i, err)
		}
	}
	if err := s.sumUp(); err != nil {
		return nil, fmt.Errorf("checkpoint: %w", err)
	}
	return &Fold{s}, nil
}

func (s *state) readTask(reader *codec.Reader, slot *Slot, t savedTask) error {
	for section, describe := range t.sections() {
		text := slot[section]
		if text == nil {
			text = nothing
		}
		if err := reader.Read(text, describe); err != nil {
			return err
		}
	}
	switch {
	case t.Target < 0 || t.Target >= len(s.targets):
		return fmt.Errorf("it belongs to target %d of %d", t.Target, len(s.targets))
	case t.Kind == Sync && t.Sync != nil && t.Subscription == nil:
		t.Phase = t.Sync.Phase()
		t.RuleName = s.targets[t.Target].rules.names[t.Sync.RuleID]
	case t.Kind == Subscription && t.Subscription != nil && t.Sync == nil:
		t.Phase = t.Subscription.Phase()
	default:
		return fmt.Errorf("nothing says what it is")
	}
	t.Region = s.targets[t.Target].Region
	return nil
}

// sumUp counts again what follows from the tasks. What the head says of a layer stands over what the tasks say.
func (s *state) sumUp() error {
	mixed := s.sums.blobs
	s.sums.blobs, s.sums.mixed = make(map[blobKey]blob), make(map[blobKey]struct{})
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
