package poller

import (
	"iter"
	"slices"
	"unsafe"
)

// chunkSize is how many tasks snapshots share or copy at once. A change copies one chunk, and a reader looks at every
// task of a chunk that changed: small chunks make changes cheap, large ones whole snapshots.
const chunkSize = 256

type chunk [chunkSize]*Task

// Tasks is a sequence of tasks that never changes. Snapshots share the chunks in which nothing changed. The zero value
// is empty.
type Tasks struct {
	chunks []*chunk // those of a snapshot are never written to again
	length int
}

// TasksOf makes a sequence of the tasks in list, which share nothing with another sequence but themselves.
func TasksOf(list ...*Task) Tasks {
	var c chunks
	return c.of(list)
}

// Len is how many tasks there are.
func (t Tasks) Len() int { return t.length }

// At is the task at index i, from 0 to below Len; it panics beyond.
func (t Tasks) At(i int) *Task {
	if i >= t.length {
		panic("poller: index beyond the last task")
	}
	return t.chunks[i/chunkSize][i%chunkSize]
}

// With is the sequence with another task at index i, which must be below Len. It shares all chunks but one.
func (t Tasks) With(i int, task *Task) Tasks {
	changed := *t.chunks[i/chunkSize]
	changed[i%chunkSize] = task
	t.chunks = slices.Clone(t.chunks)
	t.chunks[i/chunkSize] = &changed
	return t
}

// All gives every task with its index, in order.
func (t Tasks) All() iter.Seq2[int, *Task] { return t.Changed(Tasks{}) }

// Changed gives the tasks that are another pointer than at the same index of before, and those beyond its end, in
// order. What the two share is passed over whole, so that the cost follows what changed.
func (t Tasks) Changed(before Tasks) iter.Seq2[int, *Task] {
	return func(yield func(int, *Task) bool) {
		for c, now := range t.chunks {
			var was *chunk
			if c < len(before.chunks) {
				was = before.chunks[c]
			}
			if was == now {
				continue
			}
			first := c * chunkSize
			for i, task := range now[:min(chunkSize, t.length-first)] {
				if was != nil && was[i] == task {
					continue
				}
				if !yield(first+i, task) {
					return
				}
			}
		}
	}
}

// Unshared is how many bytes of memory the sequence itself takes beside before, without the tasks in it.
func (t Tasks) Unshared(before Tasks) int {
	sum := 0
	for c, now := range t.chunks {
		if c >= len(before.chunks) || before.chunks[c] != now {
			sum += int(unsafe.Sizeof(*now))
		}
	}
	return sum
}

// chunks makes the Tasks of snapshots out of the working copy of the tasks.
type chunks struct {
	last  Tasks
	stale []bool                   // by chunk: a task of it was touched since last was made
	any   bool                     // one of them is
	fresh [][chunkSize / 64]uint64 // by chunk, a bit for each task: nobody was given it yet
}

// touch notes that the task at i is another one, or new.
func (c *chunks) touch(i int) {
	for len(c.stale) <= i/chunkSize {
		c.stale, c.fresh = append(c.stale, false), append(c.fresh, [chunkSize / 64]uint64{})
	}
	c.stale[i/chunkSize], c.any = true, true
	c.fresh[i/chunkSize][i%chunkSize/64] |= 1 << (i % 64)
}

// ours says that the task at i was touched and given to nobody since, so that it may be written to.
func (c *chunks) ours(i int) bool {
	return i/chunkSize < len(c.fresh) && c.fresh[i/chunkSize][i%chunkSize/64]&(1<<(i%64)) != 0
}

// give notes that others have all the tasks from now on.
func (c *chunks) give() { clear(c.fresh) }

// of is list as it is now; chunks that were not touched are those of the time before.
func (c *chunks) of(list []*Task) Tasks {
	if !c.any && c.last.length == len(list) {
		return c.last
	}
	next := Tasks{chunks: make([]*chunk, (len(list)+chunkSize-1)/chunkSize), length: len(list)}
	kept := copy(next.chunks, c.last.chunks)
	for i := range next.chunks {
		if i >= kept || c.stale[i] {
			next.chunks[i] = new(chunk)
			copy(next.chunks[i][:], list[i*chunkSize:])
		}
	}
	c.last, c.any = next, false
	clear(c.stale)
	c.give()
	return next
}
