package journal

import (
	"bytes"
	"encoding/json"
	"math"
	"strconv"
	"time"

	"acrwatch/api"
)

// string reads a string. It is cleaned like an answer: anybody can have written the file.
func (s *scanner) string() string {
	if s.peek() != '"' {
		s.fail()
		return ""
	}
	v := s.span()
	if len(v) < 2 {
		return ""
	}
	if bytes.IndexByte(v, '\\') < 0 {
		return api.Clean(string(v[1 : len(v)-1]))
	}
	var text string
	if json.Unmarshal(v, &text) != nil {
		s.fail()
	}
	return api.Clean(text)
}

func (s *scanner) integer() int64 {
	n, err := strconv.ParseInt(string(s.span()), 10, 64)
	if err != nil {
		s.fail()
	}
	return n
}

// duration reads nanoseconds.
func (s *scanner) duration() time.Duration { return time.Duration(s.integer()) }

func (s *scanner) float() float64 {
	f, err := strconv.ParseFloat(string(s.span()), 64)
	if err != nil {
		s.fail()
	}
	return f
}

func (s *scanner) small() uint8 {
	n := s.integer()
	if n < 0 || n > math.MaxUint8 {
		s.fail()
	}
	return uint8(n)
}

func (s *scanner) float32() float32 {
	f, err := strconv.ParseFloat(string(s.span()), 32)
	if err != nil {
		s.fail()
	}
	return float32(f)
}

func (s *scanner) boolean() bool {
	switch string(s.span()) {
	case "true":
		return true
	case "false":
	default:
		s.fail()
	}
	return false
}

// instant reads a time.
func (s *scanner) instant() time.Time {
	t, err := time.Parse(time.RFC3339Nano, s.string())
	if err != nil {
		s.fail()
	}
	return t.UTC()
}
