package codec

import (
	"bytes"
	"encoding/json"
	"unicode/utf8"

	"acrwatch/api"
)

// Text is a field with a string.
func (c *Codec) Text(name string, s *string) {
	if !c.Field(name, *s != "") {
		return
	}
	if c.reading {
		*s = api.Clean(string(c.text()))
	} else {
		c.out = quote(c.out, *s)
	}
}

// Word is a Text of which many are equal.
func Word[T ~string](c *Codec, name string, s *T) {
	if c.Field(name, *s != "") {
		WordValue(c, s)
	}
}

// WordValue is a Word without a name.
func WordValue[T ~string](c *Codec, s *T) {
	if !c.reading {
		c.out = quote(c.out, string(*s))
		return
	}
	text := c.text()
	word, known := c.words[string(text)]
	if !known {
		word = api.Clean(string(text))
		c.words[string(text)] = word
	}
	*s = T(word)
}

func quote(b []byte, s string) []byte {
	for i := range len(s) {
		if s[i] < ' ' || s[i] == '"' || s[i] == '\\' || s[i] >= utf8.RuneSelf {
			text, _ := json.Marshal(s) // never fails: it is a string
			return append(b, text...)
		}
	}
	return append(append(append(b, '"'), s...), '"')
}

// text reads a string.
func (c *Codec) text() []byte {
	start := c.at
	c.byte('"')
	if c.err != nil {
		return nil
	}
	// What is as simple as nearly every text is stands there as it is. JSON takes the sign of a fault for bytes that are
	// no text.
	if end := bytes.IndexByte(c.in[c.at:], '"'); end >= 0 {
		if text := c.in[c.at : c.at+end]; bytes.IndexByte(text, '\\') < 0 && utf8.Valid(text) {
			c.at += end + 1
			return text
		}
	}
	return c.escaped(start)
}

// escaped reads a string with backslashes, whose quote is at start.
func (c *Codec) escaped(start int) []byte {
	for ; c.at < len(c.in) && c.in[c.at] != '"'; c.at++ {
		if c.in[c.at] == '\\' {
			c.at++
		}
	}
	var s string
	if c.at = min(c.at+1, len(c.in)); json.Unmarshal(c.in[start:c.at], &s) != nil {
		c.Failf("not a string")
	}
	return []byte(s)
}
