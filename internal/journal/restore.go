package journal

import (
	"slices"
	"sync"

	"acrwatch/internal/tongue"
	"acrwatch/poller"
)

// states are what some checkpoints of a part say: those that the last one builds on which was asked for, since they are
// mostly those of the next one as well, and the landmarks. Players share them.
type states struct {
	mu       sync.Mutex
	known    map[*segment]*state
	restorer poller.Restorer

	line, frame []byte // of the last checkpoint that was read, for reuse
}

const (
	landmark     = 16       // checkpoints whose numbers are multiples of it are built on by many,
	landmarkMost = 64 << 20 // and are kept, as long as their texts have no more bytes
)

// lasting says that many checkpoints all over the part build on the one of a number.
func lasting(number int) bool { return number%landmark == 0 || number&(number-1) == 0 }

// learn reads the landmarks, so that a way to any checkpoint begins at one that is known, and the tasks as they are near
// both ends: most are never otherwise.
func (p *source) learn() {
	p.states.mu.Lock()
	defer p.states.mu.Unlock()
	var first, last *segment
	var texts int
	for _, s := range p.segments {
		if s.check == nil || !lasting(s.check.number) {
			continue
		}
		known, err := p.load(s)
		if err != nil { // who goes there is told
			continue
		}
		if last = s; s.check.number == landmark {
			first = s
		}
		if texts += len(known.text); texts > landmarkMost {
			break
		}
	}
	for _, s := range []*segment{first, last} {
		if known := p.states.known[s]; known != nil {
			_, _ = p.states.restorer.Restore(known.head, known.slots) // likewise
		}
	}
}

// forget lets go of what was read: another part is looked at.
func (p *source) forget() {
	p.states.mu.Lock()
	defer p.states.mu.Unlock()
	p.states.known, p.states.restorer = nil, poller.Restorer{}
}

// memory is what was said before a segment.
func (p *source) memory(number int) (*memory, error) {
	p.states.mu.Lock()
	defer p.states.mu.Unlock()
	known, err := p.load(p.segments[number])
	if err != nil {
		return nil, err
	}
	return known.memory.fork(), nil
}

// restore is what was said and known before a segment.
func (p *source) restore(number int) (*memory, *poller.Fold, error) {
	p.states.mu.Lock()
	defer p.states.mu.Unlock()
	s := p.segments[number]
	known, err := p.load(s)
	if err != nil {
		return nil, nil, err
	}
	if s.check == nil {
		return known.memory.fork(), p.header.Fold(), nil
	}
	fold, err := p.states.restorer.Restore(known.head, known.slots)
	return known.memory.fork(), fold, err
}

// load brings together what the checkpoint of a segment says and those that it builds on.
func (p *source) load(s *segment) (*state, error) {
	chain, err := p.chain(s)
	if err != nil {
		return nil, err
	}
	now := &state{memory: newMemory(p.header.At)}
	read := make(map[*segment]*state)
	for _, link := range chain {
		next := p.states.known[link]
		if next == nil {
			if next, err = p.state(link, now); err != nil {
				return nil, err
			}
		}
		read[link], now = next, next
	}
	p.keep(read)
	return now, nil
}

// keep keeps what was read of the last chain, and the landmarks.
func (p *source) keep(read map[*segment]*state) {
	texts := 0
	for s, known := range p.states.known {
		if _, again := read[s]; !again && lasting(s.check.number) && texts+len(known.text) <= landmarkMost {
			texts += len(known.text)
			read[s] = known
		}
	}
	p.states.known = read
}

// chain is the segment and those whose checkpoints its own builds on, the whole one first.
func (p *source) chain(s *segment) ([]*segment, error) {
	if s.check == nil {
		return nil, nil
	}
	chain := []*segment{s}
	for on := s.check.on; on != poller.Whole; on = chain[len(chain)-1].check.on {
		at := slices.IndexFunc(p.segments, func(s *segment) bool { return s.check != nil && s.check.number == on })
		if at < 0 {
			return nil, tongue.Error("the checkpoint %d, which another builds on, is missing", on)
		}
		chain = append(chain, p.segments[at])
	}
	slices.Reverse(chain)
	return chain, nil
}

// state reads what the checkpoint of a segment says, which builds on another one.
func (p *source) state(s *segment, on *state) (*state, error) {
	in, err := p.read(s)
	if err != nil {
		return nil, err
	}
	defer in.Close() //nolint:errcheck // it was only read
	lines := newLines(in)
	lines.long = p.states.line
	line, err := lines.next()
	p.states.line = lines.long
	if err != nil {
		return nil, err
	}
	check, err := readMark(line)
	if err != nil {
		return nil, err
	}
	if p.states.frame, err = frameOf(check.state, p.states.frame[:0]); err != nil {
		return nil, err
	}
	text, err := unpackState(p.states.frame, on.text)
	if err != nil {
		return nil, err
	}
	return readState(text, check.at, on)
}
