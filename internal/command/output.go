package command

import (
	"os"
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

const (
	// patience is how long a frame waits for the terminal. While it reads, writing is as good as direct.
	patience = 250 * time.Millisecond
	// backlog is what is kept for a terminal that has stopped reading; some screens full.
	backlog = 128 << 10
)

// output is the terminal as the toolkit writes to it. A terminal that stops reading (a paused tmux client, a
// suspended ssh) would hold the toolkit's loop for ever, and with it keys, signals and the end of the program. Here a
// write never waits for long; what no longer fits is dropped, and lost is called once the terminal reads again.
type output struct {
	file *os.File
	lost func()

	mu      sync.Mutex
	queue   []byte
	drained chan struct{} // closed when everything was written; nil while there is nothing to write
	late    bool          // the terminal has used up our patience and not caught up
	dropped bool
	closed  bool // nothing more is taken
	err     error

	wake   chan struct{}
	writer atomic.Int64 // the thread that writes, see wakeThread
}

func newOutput(file *os.File) *output {
	o := &output{file: file, lost: func() {}, wake: make(chan struct{}, 1)}
	go o.drain()
	return o
}

// Write takes a frame. An error is that of an earlier write: the terminal is gone.
func (o *output) Write(p []byte) (int, error) {
	drained, wait, err := o.add(p)
	if err == nil && wait && !done(drained, patience) {
		o.mu.Lock()
		o.late = o.drained != nil
		o.mu.Unlock()
	}
	return len(p), err
}

func (o *output) add(p []byte) (drained chan struct{}, wait bool, err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.err != nil {
		return nil, false, o.err
	}
	if o.late && len(o.queue)+len(p) > backlog {
		// The frames that follow are worth nothing without this one: each builds on the one before.
		o.queue, o.dropped = nil, true
	}
	if o.dropped || o.closed {
		return nil, false, nil
	}
	o.queue = append(o.queue, p...)
	if o.drained == nil {
		o.drained = make(chan struct{})
	}
	select {
	case o.wake <- struct{}{}:
	default:
	}
	return o.drained, !o.late, nil
}

func (o *output) drain() {
	runtime.LockOSThread() // so that discard knows whom to wake
	o.writer.Store(int64(threadID()))
	for range o.wake {
		for {
			batch := o.next()
			if batch == nil {
				break
			}
			if _, err := o.file.Write(batch); err != nil {
				o.fail(err)
			}
		}
	}
}

// next is what to write now; nil when all was written.
func (o *output) next() []byte {
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.queue) > 0 {
		batch := o.queue
		o.queue = nil
		return batch
	}
	if o.drained != nil {
		close(o.drained)
		o.drained = nil
	}
	o.late = false
	if o.dropped && !o.closed {
		o.dropped = false
		go o.lost()
	}
	return nil
}

func (o *output) fail(err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.err, o.queue = err, nil
}

// flush waits until everything is on the terminal, and says whether it is.
func (o *output) flush(within time.Duration) bool {
	o.mu.Lock()
	drained, whole := o.drained, !o.dropped
	o.mu.Unlock()
	return done(drained, within) && whole
}

// discard gives up what the terminal has not read. It is for the end: a write that hangs holds the terminal, and
// nothing else could be written. Each round makes room for some of it, and wakes it so that it sees the room.
func (o *output) discard() {
	const rounds, pause = 50, 10 * time.Millisecond
	o.mu.Lock()
	drained := o.drained
	o.queue, o.closed = nil, true
	o.mu.Unlock()
	for range rounds {
		discardUnread(o.file)
		wakeThread(int(o.writer.Load()))
		if done(drained, pause) {
			break
		}
	}
	discardUnread(o.file)
}

// done waits for c to be closed; nil counts as closed.
func done(c <-chan struct{}, within time.Duration) bool {
	if c == nil {
		return true
	}
	timer := time.NewTimer(within)
	defer timer.Stop()
	select {
	case <-c:
		return true
	case <-timer.C:
		return false
	}
}

// Fd, Read and Close make it a terminal in the eyes of the toolkit, which asks for its size and its colours.
func (o *output) Fd() uintptr                { return o.file.Fd() }
func (o *output) Read(p []byte) (int, error) { return o.file.Read(p) }
func (o *output) Close() error               { return nil }
