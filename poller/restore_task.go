package poller

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"

	"acrwatch/internal/codec"
)

// readSlot is a task as it was read. The record is for copies alone: folds write to theirs.
type readSlot struct {
	slot   Slot
	task   *Task
	record record
	body   Task // what the first section alone says, for copies as well
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
