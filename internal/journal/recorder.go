package journal

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"runtime/debug"
	"time"

	"acrwatch/internal/tongue"
	"acrwatch/poller"
)

const (
	writeEvery      = 500 * time.Millisecond // an end without warning loses no more than this, and a little
	retryEvery      = time.Second            // after the disk refused
	checkpointEvery = 150 * time.Second      // of what is recorded lie between checkpoints at least,
	checkpointFree  = 2 << 20                // and once they have taken so many bytes,
	checkpointAfter = 240 << 10              // so many of events: what a seek must play at most, mostly
	wholeShare      = 5                      // the checkpoint that a part begins with is no more than one byte in so many
	closeWithin     = 2 * time.Second        // how long an end waits for the disk

	// DefaultMax is how large a part becomes when Options do not say otherwise, in bytes.
	DefaultMax = 200 << 20
)

// Options say how to record.
type Options struct {
	Path string // of the file, which must not exist; or of a folder, in which it gets a name by the time
	Max  int64  // bytes of a part, about; 0: DefaultMax
	Mask bool   // replace ids, names, regions, digests and messages

	Version string        // of the program
	Budget  float64       // calls per second, likewise the floor
	Floor   float64       //
	Keep    int           // most tasks kept, as in poller.Options; 0: poller.DefaultKeep
	Specs   []poller.Spec // the targets
	Only    poller.Only   // the tasks to watch, as in poller.Options

	// Trouble is told of what keeps the recording from being whole, and when it goes on, in one line each, with a stack
	// below that of a fault of the program; goes says whether what comes next is recorded. It is called from a goroutine of
	// the recorder. nil: nobody is told.
	Trouble func(text string, goes bool)
}

// Recorder writes events to a file.
type Recorder struct {
	options Options
	path    string
	queue   *queue
	stop    chan struct{} // closed when nothing more comes
	stopped chan struct{} // closed when all is written

	// The rest belongs to the goroutine that writes.
	open    func(path string) (*sink, error) // makes the file of a part
	header  Header
	mask    *mask // nil without one
	fold    *poller.Fold
	part    *part
	failing bool
}

// Create begins a recording. The file is there when it returns.
func Create(o Options) (*Recorder, error) {
	if o.Max <= 0 {
		o.Max = DefaultMax
	}
	if o.Keep <= 0 {
		o.Keep = poller.DefaultKeep
	}
	if o.Trouble == nil {
		o.Trouble = func(string, bool) {}
	}
	now := time.Now()
	r := &Recorder{
		options: o, path: nameIn(o.Path, now), queue: newQueue(), stop: make(chan struct{}), stopped: make(chan struct{}),
		open: newSink, header: headerOf(&o, now),
	}
	if o.Mask {
		r.mask = newMask()
		r.mask.header(&r.header)
	}
	r.fold = r.header.Fold()
	if err := r.begin(1); err != nil {
		return nil, err
	}
	go r.run()
	return r, nil
}

func headerOf(o *Options, now time.Time) Header {
	var id [8]byte
	_, _ = rand.Read(id[:]) // never fails: without randomness the program ends
	_, offset := now.Zone()
	started := now.Round(0).UTC()
	return Header{
		Format: Format, Version: o.Version, Recording: hex.EncodeToString(id[:]), Started: started, At: started,
		Zone: zoneOf(now), Offset: offset, Budget: o.Budget, Floor: o.Floor, Keep: o.Keep, Masked: o.Mask,
		Targets: TargetsOf(o.Specs), IDs: o.Only.IDs, Batches: o.Only.Batches,
	}
}

// zoneOf is the name of local time.
func zoneOf(now time.Time) string {
	if name := now.Location().String(); name != "Local" {
		return name
	}
	name, _ := now.Zone()
	return name
}

// Path is the file of the first part.
func (r *Recorder) Path() string { return r.path }

// Record takes the next event. It never waits.
func (r *Recorder) Record(e poller.Event) { r.queue.put(e) }

// Close writes what is left and ends the file. It waits for the disk, but not for ever. Nothing is recorded after it.
func (r *Recorder) Close() error {
	r.queue.end()
	close(r.stop)
	select {
	case <-r.stopped:
		return nil
	case <-time.After(closeWithin):
		return fmt.Errorf("%s: the disk does not answer, and the end of the recording is lost", r.path)
	}
}

// run writes until the end.
func (r *Recorder) run() {
	defer close(r.stopped)
	defer func() {
		if value := recover(); value != nil {
			r.queue.end()
			text := tongue.Said("%s: the recording ends here: internal error: %v", r.path, value)
			r.options.Trouble(text+"\n"+string(debug.Stack()), false)
		}
	}()
	for {
		select {
		case <-r.queue.poked:
		case <-r.stop:
			r.finish()
			return
		}
		r.write()
		r.rest(writeEvery)
	}
}

// rest waits, but not past the end.
func (r *Recorder) rest(d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-r.stop:
	}
}

// write writes what waits. While the disk refuses, nothing more is taken from the queue.
func (r *Recorder) write() {
	for _, i := range r.queue.take() {
		r.item(&i)
	}
	for !r.flush() {
		select {
		case <-r.stop:
			return
		default:
			r.rest(retryEvery)
		}
	}
	if r.part.full(r.options.Max) {
		r.turn()
	}
}

// finish writes what is left. What the disk does not take now, it never gets.
func (r *Recorder) finish() {
	for _, i := range r.queue.take() {
		r.item(&i)
	}
	if err := r.part.sink.close(); err != nil {
		r.options.Trouble(tongue.Said("%s: %v; the end of the recording is lost", r.part.path, err), false)
	}
}

// flush hands everything to the system, and tells when that begins to fail, or works again.
func (r *Recorder) flush() bool {
	err := r.part.sink.flush()
	switch failing := err != nil; {
	case failing && !r.failing:
		r.options.Trouble(tongue.Said("recording: %v; what comes now is kept for some minutes, and recorded when there is room again", err), false)
	case !failing && r.failing:
		r.options.Trouble(tongue.Said("recording: %s can be written again", r.part.path), true)
	}
	r.failing = err != nil
	return err == nil
}

// item writes one item of the queue.
func (r *Recorder) item(i *item) {
	if i.lost > 0 {
		r.part.lost(i)
		r.options.Trouble(tongue.Said("recording: the disk was too slow: %d events from %s to %s are missing",
			i.lost, i.since.Local().Format(time.TimeOnly), i.event.At.Local().Format(time.TimeOnly)), true)
		return
	}
	e := i.event
	if r.mask != nil {
		e = r.mask.event(e)
	}
	if err := r.fold.Take(e); err != nil {
		return // nobody could read it: it was refused by the poller as well
	}
	r.part.event(&e)
	if r.part.due(e.At) {
		r.part.checkpoint(r.fold)
	}
}

// turn goes on in the next part. When that cannot be made, the present one grows.
func (r *Recorder) turn() {
	old := r.part
	if err := r.begin(r.header.Part + 1); err != nil {
		r.header.Part--
		r.options.Trouble(tongue.Said("recording: %v; %s grows beyond its size", err, old.path), true)
		old.max = 2 * old.sink.size
		return
	}
	if err := old.sink.close(); err != nil {
		r.options.Trouble(tongue.Said("recording: %v", err), true)
	}
}
