package journal

import (
	"os"
	"time"

	"acrwatch/poller"
)

// part is a file of a recording that is being written.
type part struct {
	path string
	sink *sink
	max  int64 // bytes that it may take in any case; 0 for no more than others

	memory      *memory
	checkpoints *checkpoints
	line        []byte // for reuse

	checked time.Time // when the last checkpoint was
	passed  int64     // bytes of the other lines before it
	events  int64     // bytes of all other lines
	cost    int64     // bytes of the checkpoints but the first one, which is whole
	whole   int64     // bytes of the first one
}

// begin begins a part: with a header, and from the second on with a checkpoint that says all there is to know.
func (r *Recorder) begin(number int) error {
	r.header.Part = number
	path := partName(r.path, number)
	sink, err := r.open(path)
	if err != nil {
		return err
	}
	p := &part{path: path, sink: sink}
	if r.part != nil {
		r.header.At = r.part.memory.at
	}
	p.memory = newMemory(r.header.At)
	p.checked = r.header.At
	if r.part != nil {
		p.memory.open, p.memory.clocks, p.memory.keys = r.part.memory.open, r.part.memory.clocks, r.part.memory.keys
	}
	p.checkpoints = newCheckpoints(p.memory)
	sink.write(r.header.line())
	if r.part != nil {
		p.checkpoint(r.fold)
	}
	if err := sink.flush(); err != nil {
		_ = sink.file.Close() // err says what is wrong with it
		_ = os.Remove(path)   // or the next try would find its name taken
		return err
	}
	r.part = p
	return nil
}

// event writes the line of an event.
func (p *part) event(e *poller.Event) {
	p.line = p.memory.appendEvent(p.line[:0], e)
	p.checkpoints.note(e)
	p.put()
}

// lost writes that events are missing, up to the time of the last one.
func (p *part) lost(i *item) {
	p.line = append(p.line[:0], `{"t":`...)
	p.line = appendInt(p.line, int64(i.event.At.Sub(p.memory.at)))
	p.line = append(appendInt(appendName(p.line, "lost"), int64(i.lost)), "}\n"...)
	p.memory.at = i.event.At
	p.put()
}

func (p *part) put() {
	p.events += int64(len(p.line))
	p.sink.write(p.line)
}

// due says that it is time for a checkpoint. All together take hardly more than the events.
func (p *part) due(at time.Time) bool {
	if at.Sub(p.checked) < checkpointEvery {
		return false
	}
	return p.cost <= checkpointFree || p.events-p.passed >= checkpointAfter && p.cost <= checkpointFree+p.events
}

// checkpoint writes a checkpoint, from which on the part can be read.
func (p *part) checkpoint(fold *poller.Fold) {
	p.sink.cut()
	p.line = p.checkpoints.append(p.line[:0], fold.Freeze())
	p.sink.write(p.line)
	p.checked, p.passed = p.memory.at, p.events
	if p.whole == 0 {
		p.whole = int64(len(p.line))
	} else {
		p.cost += int64(len(p.line))
	}
}

// full says that the next part is due. One that begins with a large checkpoint may become larger.
func (p *part) full(most int64) bool { return p.sink.size >= max(most, p.max, wholeShare*p.whole) }
