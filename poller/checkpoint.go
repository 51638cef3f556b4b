package poller

import (
	"encoding/json"
	"fmt"
	"hash/maphash"

	"acrwatch/internal/codec"
)

// checkpointVersion is that of the JSON in checkpoints. A reader takes no other.
const checkpointVersion = 2

// slotsMost is far above what memory holds: a larger slot is a fault.
const slotsMost = 1 << 24

// Section is a part of what a checkpoint says of a task.
type Section uint8

// The sections, each with what changes together.
const (
	SectionBody Section = iota // what the task moves, from where to where
	SectionWork                // how it stands: status, bytes, rates
	SectionSeen                // when its list last held it
	SectionTags                // the tags of a subscription
	Sections    = 4
)

// Piece is one section of one task, or of several of which it is the same. Slots are indexes into Snapshot.Tasks.
type Piece struct {
	Section Section
	Slots   []int
	JSON    json.RawMessage
}

// Checkpoint is what a fold knew after a number of events, so that a reader need not begin with the first. It leaves out
// the pieces that the checkpoint it builds on said already: most tasks do not change in between, or only in what every
// reading of a list changes.
//
// It is made of what the events said, and of nothing else: a fold of masked events gives masked checkpoints.
type Checkpoint struct {
	Events int             // taken before
	Head   json.RawMessage // everything but the tasks; it is always whole
	Pieces []Piece
}

// Slot is the latest piece of each section of one task; nil where there is none.
type Slot [Sections]json.RawMessage

// Onto lays the pieces over those of the checkpoints before. It may write to slots. It refuses pieces that no Saver can
// have made.
func (c Checkpoint) Onto(slots []Slot) ([]Slot, error) {
	for _, p := range c.Pieces {
		if p.Section >= Sections {
			return nil, fmt.Errorf("checkpoint: unknown section %d", p.Section)
		}
		for _, i := range p.Slots {
			if i < 0 || i >= slotsMost {
				return nil, fmt.Errorf("checkpoint: unlikely task %d", i)
			}
			for len(slots) <= i {
				slots = append(slots, Slot{})
			}
			slots[i][p.Section] = p.JSON
		}
	}
	return slots, nil
}

// Whole is the number of no checkpoint: one that builds on it says everything.
const Whole = -1

// Saver makes checkpoints, which have numbers from 0. It remembers sixteen bytes for each section of a task. It is not safe
// for concurrent use.
type Saver struct {
	seed   maphash.Seed
	number int // of the next checkpoint
	said   [][Sections]told
	none   uint64 // hash of a piece that says nothing
}

// told is the latest piece of a section.
type told struct {
	sum    uint64 // hash of the piece
	number int    // of the checkpoint that was made when it was new; Whole for what nobody need say
}

// NewSaver makes a Saver whose first checkpoint is whole.
func NewSaver() *Saver {
	seed := maphash.MakeSeed()
	return &Saver{seed: seed, none: maphash.Bytes(seed, nothing)}
}

// nothing is a section without anything to say.
var nothing = []byte("{}")

// Save writes down what is known, as far as the checkpoint before did not say it.
func (s *Saver) Save(z *Frozen) Checkpoint { return s.SaveOnto(z, s.number-1) }

// SaveOnto writes down what is known, as far as it is newer than the checkpoint of a number: Onto brings it together with
// that one and those that one builds on.
func (s *Saver) SaveOnto(z *Frozen, number int) Checkpoint {
	state := z.state
	c := Checkpoint{Events: state.taken, Head: codec.Append(nil, state.describe)}
	shared := make(map[string]int) // place of a piece, by its JSON
	var text []byte
	for i, t := range state.tasks {
		if i == len(s.said) {
			nothing := told{s.none, Whole}
			s.said = append(s.said, [Sections]told{nothing, nothing, nothing, nothing})
		}
		saved := savedTask{t.loosened(), state.records[i]}
		for section, describe := range saved.sections() {
			text = codec.Append(text[:0], describe)
			last := &s.said[i][section]
			if sum := maphash.Bytes(s.seed, text); sum != last.sum {
				*last = told{sum, s.number}
			}
			if last.number > number {
				c.add(Section(section), i, text, shared)
			}
		}
	}
	s.number++
	return c
}

// add notes a piece of a task. What is seen is the same of all tasks that stood on one page of a list.
func (c *Checkpoint) add(section Section, slot int, text []byte, shared map[string]int) {
	if section == SectionSeen {
		if at, known := shared[string(text)]; known {
			c.Pieces[at].Slots = append(c.Pieces[at].Slots, slot)
			return
		}
		shared[string(text)] = len(c.Pieces)
	}
	c.Pieces = append(c.Pieces, Piece{section, []int{slot}, append(json.RawMessage(nil), text...)})
}
