package journal

import (
	"errors"
	"io"
	"time"

	"acrwatch/internal/tongue"
	"acrwatch/poller"
)

// Player goes through a recording event by event, and knows at each what was known then. It is not safe for concurrent
// use; several players of one recording may go side by side.
type Player struct {
	r       *Recording
	part    int
	segment int

	memory *memory
	fold   *poller.Fold
	text   io.Closer
	lines  *lines
	line   int  // number of the line that was read last
	broken bool // what follows up to the next checkpoint makes no sense

	next  *poller.Event // that comes next: read, or nil when it was not read yet
	read  poller.Event
	at    time.Time
	notes []string
}

// At is a player that has played everything up to an instant.
func (r *Recording) At(at time.Time) (*Player, error) {
	p := &Player{r: r}
	part, segment := r.find(at)
	for i, other := range r.parts {
		if i != part {
			other.forget()
		}
	}
	err := p.jump(part, segment)
	for err != nil && (part > 0 || segment > 0) {
		p.notes = append(p.notes, err.Error())
		if segment--; segment < 0 {
			part--
			segment = len(r.parts[part].segments) - 1
		}
		err = p.jump(part, segment)
	}
	if err != nil {
		return nil, err
	}
	return p, p.PlayTo(at)
}

// find is the last segment that begins at an instant or before, or the first one of all.
func (r *Recording) find(at time.Time) (part, segment int) {
	for i, p := range r.parts {
		for n, s := range p.segments {
			if !s.at.After(at) {
				part, segment = i, n
			}
		}
	}
	return part, segment
}

// Fold is what is known after the last event. It changes with the next one.
func (p *Player) Fold() *poller.Fold { return p.fold }

// Now is when the last event was, or the beginning.
func (p *Player) Now() time.Time { return p.at }

// Notes are what could not be read on the way, in a line each.
func (p *Player) Notes() []string { return p.notes }

// Close lets go of the file.
func (p *Player) Close() {
	if p.text != nil {
		_ = p.text.Close() // it was only read
	}
	p.text, p.lines = nil, nil
}

// Next takes the next event into the fold, and gives it; io.EOF after the last one.
func (p *Player) Next() (poller.Event, error) {
	e, err := p.Peek()
	if err != nil {
		return e, err
	}
	p.next = nil
	p.at = e.At
	if err := p.fold.Take(e); err != nil {
		p.note("left out: %v", err)
	}
	return e, nil
}

// Peek is the event that comes next; io.EOF after the last one.
func (p *Player) Peek() (poller.Event, error) {
	for p.next == nil {
		line, err := p.lines.next()
		if err != nil && !errors.Is(err, io.EOF) && !p.broken {
			p.line++
			p.damaged()
		}
		if err != nil || p.broken {
			if err := p.turn(); err != nil {
				return poller.Event{}, err
			}
			continue
		}
		p.line++
		if p.take(line); p.next != nil && p.source().over(p.next.At) {
			p.next = nil
			if err := p.land(p.part+1, 0); err != nil {
				return poller.Event{}, err
			}
		}
	}
	return *p.next, nil
}

// over says that another recording has taken over.
func (p *source) over(at time.Time) bool { return !p.until.IsZero() && !at.Before(p.until) }

// take reads a line. What is no event passes, or is noted.
func (p *Player) take(line []byte) {
	if _, event := since(line); !event {
		if !isCheckpoint(line) && !isJSON(line) {
			p.damaged()
		}
		return // the header, a checkpoint that was read before, or what a later version has
	}
	e, lost, err := p.memory.readEvent(line)
	switch {
	case err != nil:
		p.damaged()
	case lost > 0:
		p.note("%d events are missing, up to %s: the disk was too slow", lost, stamp(e.At))
	default:
		p.read = e
		p.next = &p.read
	}
}

// damaged notes that the present line makes no sense: what builds on it does not either.
func (p *Player) damaged() {
	p.note("damaged; it goes on with the next checkpoint")
	p.broken = true
}

func (p *Player) note(text tongue.Text, args ...any) {
	p.notes = append(p.notes, noteAt(p.source().path, p.line, text, args...))
}

func noteAt(path string, line int, text tongue.Text, args ...any) string {
	return tongue.Said("%s:%d: %v", path, line, tongue.Said(text, args...))
}

func (p *Player) source() *source { return p.r.parts[p.part] }

// turn goes on in the next segment; io.EOF when there is none.
func (p *Player) turn() error {
	before := p.source()
	broken := p.broken || before.segments[p.segment].cut
	part, segment := p.part, p.segment+1
	if segment == len(before.segments) {
		part, segment = p.part+1, 0
	}
	if part == len(p.r.parts) {
		return io.EOF
	}
	now := p.r.parts[part]
	s := now.segments[segment]
	switch {
	case broken, part != p.part && !now.follows(before):
		return p.land(part, segment)
	case part != p.part:
		m, err := now.memory(segment)
		if err != nil {
			return p.land(part, segment)
		}
		p.memory = m
	default:
		p.memory.pass(s.check.forget)
	}
	if p.enter(part, segment) != nil {
		return p.land(part, segment)
	}
	return nil
}

// land goes to a segment, or when its checkpoint is damaged, on to the next one that can be read.
func (p *Player) land(part, segment int) error {
	err := p.jump(part, segment)
	if err != nil {
		p.notes = append(p.notes, err.Error())
		p.part, p.segment, p.broken = part, segment, true
		return p.turn()
	}
	return nil
}

// follows says that a part goes on where another one ended.
func (p *source) follows(before *source) bool {
	return p.header.Recording == before.header.Recording && p.header.Part == before.header.Part+1
}

// jump goes to the beginning of a segment, and knows what was known there.
func (p *Player) jump(part, segment int) error {
	now := p.r.parts[part]
	memory, fold, err := now.restore(segment)
	if err != nil {
		return tongue.Error("%s:%d: the checkpoint is damaged: %v", now.path, now.segments[segment].line, err)
	}
	p.memory, p.fold = memory, fold
	p.at = now.segments[segment].at
	return p.enter(part, segment)
}

// enter reads from the beginning of a segment.
func (p *Player) enter(part, segment int) error {
	now := p.r.parts[part]
	s := now.segments[segment]
	text, err := now.read(s)
	if err != nil {
		return tongue.Error("%s: %v", now.path, err)
	}
	p.Close()
	p.part, p.segment, p.line, p.broken = part, segment, s.line-1, false
	p.text, p.lines = text, newLines(text)
	return nil
}
