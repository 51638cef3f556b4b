package journal

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"time"

	"acrwatch/api"
	"acrwatch/poller"
)

// state is what somebody must know who begins to read behind a checkpoint: all that the lines before have said, as far as
// the next lines build on it. It says of answers and tasks only what the checkpoint that it builds on did not.
type state struct {
	named  []poller.Call // that have got a number
	open   []sent
	clocks map[int]time.Duration
	keys   map[int]api.CredentialState
	gone   []poller.Call // that are not known any more
	known  []answered
	fold   poller.Checkpoint
	text   []byte // of which the others are parts
}

// answered is what is known of a call.
type answered struct {
	call poller.Call
	body any
}

// readState reads the text of a state that was at an instant. m is what the checkpoint says that it builds on, and knows
// from then on what this one says. The state keeps the text.
func readState(text []byte, at time.Time, m *memory) (*state, error) {
	c := &state{text: text, clocks: make(map[int]time.Duration), keys: make(map[int]api.CredentialState)}
	line, pieces, _ := bytes.Cut(text, []byte("\n"))
	s := scan(line)
	s.object(func(name []byte) {
		switch string(name) {
		case "named":
			s.array(func() { c.named = append(c.named, readCallObject(s, nil)) })
		case "open":
			s.array(func() { c.open = append(c.open, readOpen(s, at)) })
		case "targets":
			s.array(func() { c.readTarget(s) })
		case "gone":
			s.array(func() { c.gone = append(c.gone, readCallObject(s, nil)) })
			m.pass(c.gone)
		case "known":
			s.array(func() { c.known = append(c.known, readKnown(s, m)) })
		case "head":
			c.fold.Head = s.span()
		default:
			s.span()
		}
	})
	if err := s.end(); err != nil {
		return nil, err
	}
	var err error
	if c.fold.Pieces, err = readPieces(pieces); err != nil {
		return nil, err
	}
	c.learn(m, at)
	return c, nil
}

// learn brings a memory to where the checkpoint is, if it is where the one was that this builds on. Rows that stand on no
// page any more are still there.
func (c *state) learn(m *memory, at time.Time) {
	m.named = append(m.named, c.named...)
	m.at, m.open = at, slices.Clone(c.open)
	m.clocks, m.keys = maps.Clone(c.clocks), maps.Clone(c.keys)
	for _, call := range c.gone {
		m.book(call).forget(call)
	}
	for _, a := range c.known {
		m.book(a.call).learn(a.call, a.body)
	}
}

func readOpen(s *scanner, at time.Time) (open sent) {
	open.call = readCallObject(s, func(_ poller.Call, name []byte) bool {
		if string(name) != "t" {
			return false
		}
		open.at = at.Add(s.duration())
		return true
	})
	return open
}

func (c *state) readTarget(s *scanner) {
	target, keys := 0, api.CredentialState{}
	s.object(func(name []byte) {
		switch string(name) {
		case "target":
			target = int(s.integer())
		case "clock":
			c.clocks[target] = s.duration()
		case "keys":
			keysTable.read(s, &keys)
			c.keys[target] = keys
		default:
			s.span()
		}
	})
}

// readKnown reads an answer as the difference to what told says, which knows it from then on.
func readKnown(s *scanner, told *memory) (a answered) {
	a.call = readCallObject(s, func(c poller.Call, name []byte) bool {
		if string(name) != "b" || checkCall(c) != nil {
			return false
		}
		a.body = told.book(c).readBody(s, c)
		return true
	})
	if a.body == nil {
		s.fail()
	}
	return a
}

// readCallObject reads a call with what stands beside it, which other may read.
func readCallObject(s *scanner, other func(c poller.Call, name []byte) bool) (c poller.Call) {
	s.object(func(name []byte) {
		switch {
		case string(name) == "to":
			c.Op = operationOf(s)
		case readCall(s, name, &c), other != nil && other(c, name):
		default:
			s.span()
		}
	})
	if checkCall(c) != nil {
		s.fail()
	}
	return c
}

// appendPieces appends a line for each piece: a list of its section, its slots and what it says.
func appendPieces(b []byte, pieces []poller.Piece) []byte {
	for _, p := range pieces {
		b = append(appendInt(append(b, '['), int64(p.Section)), ",["...)
		for i, slot := range p.Slots {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendInt(b, int64(slot))
		}
		b = append(append(append(b, "],"...), p.JSON...), "]\n"...)
	}
	return b
}

// readPieces reads what appendPieces wrote. What the pieces say is read by others: there is much of it.
func readPieces(text []byte) (pieces []poller.Piece, err error) {
	for line := range bytes.Lines(text) {
		p, err := readPiece(line)
		if err != nil {
			return nil, err
		}
		pieces = append(pieces, p)
	}
	return pieces, nil
}

func readPiece(line []byte) (p poller.Piece, err error) {
	line, whole := bytes.CutSuffix(line, []byte("]\n"))
	section, rest, found := bytes.Cut(line, []byte(",["))
	slots, said, ends := bytes.Cut(rest, []byte("],"))
	if !whole || !found || !ends || len(section) < 2 || section[0] != '[' {
		return p, errShape
	}
	n, err := strconv.ParseUint(string(section[1:]), 10, 8)
	if err != nil {
		return p, errShape
	}
	p.Section, p.JSON = poller.Section(n), json.RawMessage(said)
	for slot := range bytes.SplitSeq(slots, []byte(",")) {
		i, err := strconv.Atoi(string(slot))
		if err != nil {
			return p, errShape
		}
		p.Slots = append(p.Slots, i)
	}
	return p, nil
}
