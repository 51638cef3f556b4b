package journal

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"time"

	"acrwatch/api"
	"acrwatch/poller"
)

// state is what somebody must know who begins to read behind a checkpoint: all that the lines before have said, as far as
// the next lines build on it, and what the poller knew. Nothing of it is written to once it was read.
type state struct {
	memory *memory
	head   json.RawMessage // as in poller.Checkpoint
	slots  []poller.Slot
	text   []byte // of which head and parts of the slots are parts
}

// readState reads the text of a state that was at an instant. It says of answers and tasks only what the one that it
// builds on does not. The state keeps the text.
func readState(text []byte, at time.Time, on *state) (*state, error) {
	c := &state{memory: newMemory(at), text: text}
	m := c.memory
	m.copy(on.memory)
	line, pieces, _ := bytes.Cut(text, []byte("\n"))
	s := scan(line)
	s.object(func(name []byte) {
		switch string(name) {
		case "named":
			s.array(func() { m.named = append(m.named, readCallObject(s, nil)) })
		case "open":
			s.array(func() { m.open = append(m.open, readOpen(s, at)) })
		case "targets":
			s.array(func() { m.readTarget(s) })
		case "gone":
			var gone []poller.Call
			s.array(func() { gone = append(gone, readCallObject(s, nil)) })
			m.pass(gone)
		case "known":
			s.array(func() { readKnown(s, m) })
		case "head":
			c.head = s.span()
		default:
			s.span()
		}
	})
	if err := s.end(); err != nil {
		return nil, err
	}
	m.pass(nil)
	said := poller.Checkpoint{}
	var err error
	if said.Pieces, err = readPieces(pieces); err != nil {
		return nil, err
	}
	c.slots, err = said.Onto(slices.Clone(on.slots))
	return c, err
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

func (m *memory) readTarget(s *scanner) {
	target, keys := 0, api.CredentialState{}
	s.object(func(name []byte) {
		switch string(name) {
		case "target":
			target = int(s.integer())
		case "clock":
			m.clocks[target] = s.duration()
		case "keys":
			keysTable.read(s, &keys)
			m.keys[target] = keys
		default:
			s.span()
		}
	})
}

// readKnown reads an answer as the difference to what m says, which knows it from then on.
func readKnown(s *scanner, m *memory) {
	var body any
	readCallObject(s, func(c poller.Call, name []byte) bool {
		if string(name) != "b" || checkCall(c) != nil {
			return false
		}
		body = m.book(c).readBody(s, c)
		return true
	})
	if body == nil {
		s.fail()
	}
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
