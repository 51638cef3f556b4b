package poller

import (
	"bytes"
	"errors"
	"fmt"
	"hash/maphash"
	"maps"
	"slices"

	"acrwatch/api"
	"acrwatch/internal/codec"
)

// readSlots are a task as it was read the last times, the latest first, each with another answer of its get. Most tasks are
// the same all over a recording, but for a while: before it and after it they are one of two.
type readSlots [2]readSlot

// read gives the task of a slot, and reads no more of it than it must.
func (l *readSlots) read(reader *codec.Reader, slot *Slot) (*readSlot, error) {
	if l[0].task == nil || !l[0].slot.equal(slot) {
		if !l[0].tells(slot) && (l[1].tells(slot) || l[0].answered()) {
			l[0], l[1] = l[1], l[0].detached()
		}
		from := &l[0]
		if !from.tells(slot) && l[1].task != nil {
			from = &l[1]
		}
		next, err := from.read(reader, slot)
		if err != nil {
			return nil, err
		}
		l[0] = next
	}
	l[0].slot = *slot // the text of the time before need not be kept
	return &l[0], nil
}

// readSlot is a task as it was read. The record is for copies alone: folds write to theirs.
type readSlot struct {
	slot   Slot         // the texts; nil once they were let go
	prints *fingerprint // of the texts, but of when it was seen, once they were needed
	task   *Task
	record record
	body   Task // what the first section alone says, for copies as well; empty where the layers are packed
}

// fingerprint stands for the texts of a slot: no two that differ have the same one, as far as chance goes.
type fingerprint [Sections]uint64

var fingerprints = maphash.MakeSeed()

// says tells whether a section was read from the same text.
func (r *readSlot) says(section Section, text []byte) bool {
	if r.slot[SectionBody] != nil {
		return bytes.Equal(r.slot[section], text)
	}
	return r.prints != nil && r.prints[section] == maphash.Bytes(fingerprints, text)
}

// tells says that all was read from the same texts but when the task was seen.
func (r *readSlot) tells(slot *Slot) bool {
	return r.task != nil && r.says(SectionWork, slot[SectionWork]) && r.says(SectionTags, slot[SectionTags]) && r.says(SectionBody, slot[SectionBody])
}

func (r *readSlot) answered() bool { return r.task != nil && !r.task.Answered.IsZero() }

// detached lets go of the texts: each is a part of one that has much more in it.
func (r readSlot) detached() readSlot {
	if r.task != nil && r.prints == nil {
		r.prints = &fingerprint{}
		for section, text := range r.slot {
			r.prints[section] = maphash.Bytes(fingerprints, text)
		}
	}
	r.slot = Slot{}
	return r
}

// read reads a slot that may have something in common with this one.
func (r *readSlot) read(reader *codec.Reader, slot *Slot) (readSlot, error) {
	next := readSlot{task: &Task{}}
	if r.tells(slot) {
		next.prints = r.prints
	}
	has := next.reuse(r, slot)
	for section, describe := range (savedTask{next.task, &next.record}).sections() {
		if has[section] {
			continue
		}
		text := slot[section]
		if text == nil {
			text = nothing
		}
		if err := reader.Read(text, describe); err != nil {
			return readSlot{}, err
		}
		if Section(section) == SectionBody {
			next.body = next.task.own()
		}
	}
	next.task.Phase = next.task.reported()
	if next.task.tighten(); next.task.packed() != nil {
		next.body = Task{}
	}
	return next, nil
}

// reuse takes over what the task of the time before has in common with the slot, and says which sections that is.
func (r *readSlot) reuse(before *readSlot, slot *Slot) (has [Sections]bool) {
	t := before.task
	switch {
	case t == nil || !before.says(SectionBody, slot[SectionBody]):
	case !t.Answered.IsZero() && before.tells(slot):
		// Every reading of a list changes when a task was seen. Nothing else depends on that once its get was answered.
		has = [Sections]bool{SectionBody: true, SectionWork: true, SectionTags: true}
		*r.task, r.record, r.body = *t, before.record, before.body
		r.task.Listed = 0
		r.record.shown, r.record.absent, r.record.reading = 0, 0, 0
	case t.packed() == nil:
		has[SectionBody] = true
		*r.task, r.record.first, r.body = before.body.own(), before.record.first, before.body
	}
	return has
}

// reported is the phase of the status that the service tells.
func (t *Task) reported() api.Phase {
	switch {
	case t.Sync != nil:
		return t.Sync.Phase()
	case t.Subscription != nil:
		return t.Subscription.Phase()
	}
	return api.PhaseUnknown
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

// equal says that all sections are the same.
func (s *Slot) equal(other *Slot) bool {
	for section := range s {
		if !bytes.Equal(s[section], other[section]) {
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
		t.RuleName = s.targets[t.Target].rules.names[t.Sync.RuleID]
	case t.Kind == Subscription && t.Subscription != nil && t.Sync == nil:
	default:
		return nil, errors.New("nothing says what it is")
	}
	t.Region = s.targets[t.Target].Region
	return &t, nil
}

// copy shares nothing that is written to.
func (r *record) copy() record {
	c := r.freeze()
	if c.meters != nil {
		c.meters.layers = maps.Clone(c.meters.layers)
	}
	if c.tags != nil {
		c.tags.rows = slices.Clone(c.tags.rows)
	}
	return c
}
