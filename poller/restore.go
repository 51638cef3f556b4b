package poller

import (
	"cmp"
	"encoding/json"
	"fmt"
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
// slots of the last two say, which must not be written to. It is not safe for concurrent use; the folds share nothing
// that changes.
type Restorer struct {
	head    codec.Reader
	readers []codec.Reader // one for each of those that read tasks side by side
	last    []readSlots
	counted []*Task // tasks of the last fold,
	holders holders // and who has which of their layers
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
	if err := r.sumUp(s); err != nil {
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
		last, err := r.last[i].read(reader, &slots[i])
		if err != nil {
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
