package journal

import (
	"bytes"

	"acrwatch/internal/tongue"
)

// errShape is a line that is no JSON, or not of the shape that this place of the format has.
var errShape = tongue.Error("not what a recording holds here")

// scanner reads one JSON text from its beginning to its end. After the first fault it reads nothing more, and err says so.
type scanner struct {
	text []byte
	at   int
	err  error
}

func scan(text []byte) *scanner { return &scanner{text: text} }

// isJSON says that a text is one JSON value.
func isJSON(text []byte) bool {
	s := scan(text)
	s.span()
	return s.end() == nil
}

func (s *scanner) fail() {
	if s.err == nil {
		s.err = errShape
	}
}

// peek is the first byte of the next value, 0 at the end or after a fault.
func (s *scanner) peek() byte {
	if s.err != nil {
		return 0
	}
	for s.at < len(s.text) {
		switch c := s.text[s.at]; c {
		case ' ', '\t', '\r', '\n':
			s.at++
		default:
			return c
		}
	}
	return 0
}

// take steps over c if it comes next.
func (s *scanner) take(c byte) bool {
	if s.peek() != c || c == 0 {
		return false
	}
	s.at++
	return true
}

// object reads an object: each is called with every name, and must read the value. Names have no escapes.
func (s *scanner) object(each func(name []byte)) {
	if !s.take('{') {
		s.fail()
		return
	}
	for first := true; s.err == nil && !s.take('}'); first = false {
		if !first && !s.take(',') {
			s.fail()
			return
		}
		name := s.span()
		if len(name) < 2 || name[0] != '"' || !s.take(':') {
			s.fail()
			return
		}
		each(name[1 : len(name)-1])
	}
}

// array reads a list: each is called before every value, and must read it.
func (s *scanner) array(each func()) {
	if !s.take('[') {
		s.fail()
		return
	}
	for first := true; s.err == nil && !s.take(']'); first = false {
		if !first && !s.take(',') {
			s.fail()
			return
		}
		each()
	}
}

// null steps over a null.
func (s *scanner) null() bool {
	if s.peek() != 'n' {
		return false
	}
	s.span()
	return s.err == nil
}

// deepest is how far values may be nested in one that is only stepped over.
const deepest = 100

// span steps over one value and gives its text.
func (s *scanner) span() []byte {
	start, depth := s.at, 0
	for s.peek() != 0 {
		if depth == 0 {
			start = s.at
		}
		switch c := s.text[s.at]; c {
		case '{', '[':
			s.at++
			depth++
		case '}', ']':
			s.at++
			depth--
		case ',', ':':
			s.at++
			if depth == 0 {
				s.fail()
			}
			continue
		case '"':
			s.quoted()
		default:
			s.bare()
		}
		if depth < 0 || depth > deepest {
			break
		}
		if depth == 0 && s.err == nil {
			return s.text[start:s.at]
		}
	}
	s.fail()
	return nil
}

// quoted steps over a string.
func (s *scanner) quoted() {
	for s.at++; ; s.at++ {
		end := bytes.IndexAny(s.text[s.at:], `"\`)
		if end < 0 {
			s.fail()
			return
		}
		s.at += end + 1
		if s.text[s.at-1] == '"' {
			return
		}
		if s.at == len(s.text) {
			s.fail()
			return
		}
	}
}

// bare steps over a number or a word.
func (s *scanner) bare() {
	start := s.at
	for s.at < len(s.text) {
		switch c := s.text[s.at]; {
		case c >= '0' && c <= '9', c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c == '-', c == '+', c == '.':
			s.at++
			continue
		}
		break
	}
	if s.at == start {
		s.fail()
	}
}

// end says whether the text was read well and to its end.
func (s *scanner) end() error {
	if s.peek() != 0 || s.at != len(s.text) {
		s.fail()
	}
	return s.err
}
