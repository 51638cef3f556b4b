package journal

import (
	"encoding/json"

	"acrwatch/poller"
)

// appendFold appends what a fold knows as members of the object of a checkpoint, as far as the checkpoints before did not
// say it.
func appendFold(b []byte, c poller.Checkpoint) []byte {
	b = append(appendName(b, "head"), c.Head...)
	b = append(appendName(b, "pieces"), '[')
	for _, p := range c.Pieces {
		b = appendInt(append(appendComma(b), '['), int64(p.Section))
		b = append(append(b, ','), '[')
		for _, slot := range p.Slots {
			b = appendInt(appendComma(b), int64(slot))
		}
		b = append(append(b, ']', ','), p.JSON...)
		b = append(b, ']')
	}
	return append(b, ']')
}

// readFold reads a member that appendFold wrote, and says whether it was one. It keeps copies of what it reads.
func readFold(s *scanner, name []byte, c *poller.Checkpoint) bool {
	switch string(name) {
	case "head":
		c.Head = copyOf(s.span())
	case "pieces":
		s.array(func() { c.Pieces = append(c.Pieces, readPiece(s)) })
	default:
		return false
	}
	return true
}

// readPiece reads a list of a section, slots and what is said of them.
func readPiece(s *scanner) (p poller.Piece) {
	place := 0
	s.array(func() {
		switch place++; place {
		case 1:
			p.Section = poller.Section(min(max(s.integer(), 0), poller.Sections)) // one too many is refused later
		case 2:
			s.array(func() { p.Slots = append(p.Slots, int(s.integer())) })
		case 3:
			p.JSON = copyOf(s.span())
		default:
			s.fail()
		}
	})
	return p
}

func copyOf(text []byte) json.RawMessage { return append(json.RawMessage(nil), text...) }

// restore makes the fold that was there at the beginning of a segment.
func (p *source) restore(segment int) (*poller.Fold, error) {
	last := p.segments[segment]
	if last.check == nil {
		return p.header.Fold(), nil
	}
	var slots []poller.Slot
	for _, s := range p.segments[:segment+1] {
		if s.check == nil {
			continue
		}
		var err error
		if slots, err = s.check.fold.Onto(slots); err != nil {
			return nil, err
		}
	}
	return poller.Restore(last.check.fold.Head, slots)
}
