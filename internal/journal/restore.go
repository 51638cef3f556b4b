package journal

import (
	"fmt"
	"slices"
	"sync"

	"acrwatch/poller"
)

// states are what the checkpoints of a part say, as far as the last one needed them that was asked for: those that it
// builds on are mostly those of the next one. Players share them.
type states struct {
	mu       sync.Mutex
	read     map[*segment]*state
	restorer poller.Restorer
}

// memory is what was said before a segment.
func (p *source) memory(number int) (*memory, error) {
	p.states.mu.Lock()
	defer p.states.mu.Unlock()
	m, _, err := p.load(p.segments[number])
	return m, err
}

// restore is what was said and known before a segment.
func (p *source) restore(number int) (*memory, *poller.Fold, error) {
	p.states.mu.Lock()
	defer p.states.mu.Unlock()
	s := p.segments[number]
	m, slots, err := p.load(s)
	if err != nil {
		return nil, nil, err
	}
	if s.check == nil {
		return m, p.header.Fold(), nil
	}
	fold, err := p.states.restorer.Restore(p.states.read[s].fold.Head, slots)
	return m, fold, err
}

// load brings together what the checkpoint of a segment says and those that it builds on.
func (p *source) load(s *segment) (*memory, []poller.Slot, error) {
	m, read := newMemory(p.header.At), make(map[*segment]*state)
	var slots []poller.Slot
	var before []byte // text of the state that the next one builds on
	chain, err := p.chain(s)
	if err != nil {
		return nil, nil, err
	}
	for _, link := range chain {
		known := p.states.read[link]
		if known != nil {
			known.learn(m, link.check.at)
		} else {
			m.pass(nil)
			if known, err = p.state(link, m, before); err != nil {
				return nil, nil, err
			}
		}
		read[link], before = known, known.text
		if slots, err = known.fold.Onto(slots); err != nil {
			return nil, nil, err
		}
	}
	p.states.read = read
	m.pass(nil)
	return m, slots, nil
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
			return nil, fmt.Errorf("the checkpoint %d, which another builds on, is missing", on)
		}
		chain = append(chain, p.segments[at])
	}
	slices.Reverse(chain)
	return chain, nil
}

// state reads what the checkpoint of a segment says. m is as in readState, and before the text of the state it builds on.
func (p *source) state(s *segment, m *memory, before []byte) (*state, error) {
	in, err := p.read(s)
	if err != nil {
		return nil, err
	}
	defer in.Close() //nolint:errcheck // it was only read
	line, err := newLines(in).next()
	if err != nil {
		return nil, err
	}
	check, err := readMark(line)
	if err != nil {
		return nil, err
	}
	text, err := unpackState(check.state, before)
	if err != nil {
		return nil, err
	}
	return readState(text, check.at, m)
}
