// Package codec writes values as compact JSON and reads them back by one and the same description of their fields, so
// that what is written and what is read cannot differ, and both are fast.
//
// A description calls the methods of a Codec for each field, always in the same order. Fields that are zero are left out.
// What was written by another description, such as that of a later version, is refused with the place and the name.
package codec

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"time"
	"unicode/utf8"
)

// Codec is a writer or a reader. Make one with Append or Read.
type Codec struct {
	reading bool
	out     []byte
	in      []byte
	at      int
	fresh   bool // nothing of the present object or list came yet
	err     error
	words   map[string]string // that came before, when reading
}

// Append writes one object to the end of b.
func Append(b []byte, describe func(*Codec)) []byte {
	c := &Codec{out: b}
	c.Object(describe)
	return c.out
}

// Reader reads many objects, which share one copy of each word.
type Reader struct{ words map[string]string }

// Read reads one object, which must be all of b. The error names the place.
func (r *Reader) Read(b []byte, describe func(*Codec)) error {
	if r.words == nil {
		r.words = make(map[string]string)
	}
	c := &Codec{reading: true, in: b, words: r.words}
	c.Object(describe)
	if c.err == nil && c.at != len(b) {
		c.Failf("more than one value")
	}
	return c.err
}

// Reading says that the description is there to fill in values. Values that are written may be read by others meanwhile,
// and must not be touched.
func (c *Codec) Reading() bool { return c.reading }

// Read does something while values are filled in alone.
func (c *Codec) Read(fill func()) {
	if c.reading {
		fill()
	}
}

// Failf ends the reading with an error at this place; the first one counts.
func (c *Codec) Failf(format string, args ...any) {
	if c.err == nil {
		c.err = fmt.Errorf("at byte %d: %s", c.at, fmt.Sprintf(format, args...))
	}
}

// Failed says that reading has come upon an error: what it gave since is worth nothing.
func (c *Codec) Failed() bool { return c.err != nil }

// Field writes the name of a field that is present, or steps over it when it is the next one. It says whether the value
// must follow.
func (c *Codec) Field(name string, present bool) bool {
	if !c.reading {
		if present {
			c.separate()
			c.out = append(append(append(c.out, '"'), name...), '"', ':')
		}
		return present
	}
	at := c.at
	if !c.fresh {
		if at >= len(c.in) || c.in[at] != ',' {
			return false
		}
		at++
	}
	end := at + len(name) + 3
	if c.err != nil || end > len(c.in) || c.in[at] != '"' || string(c.in[at+1:end-2]) != name || c.in[end-2] != '"' || c.in[end-1] != ':' {
		return false
	}
	c.at, c.fresh = end, false
	return true
}

func (c *Codec) separate() {
	if !c.fresh {
		c.out = append(c.out, ',')
	}
	c.fresh = false
}

// Object is a value with fields.
func (c *Codec) Object(describe func(*Codec)) {
	c.open('{')
	describe(c)
	c.close('}')
}

func (c *Codec) open(bracket byte) {
	c.byte(bracket)
	c.fresh = true
}

func (c *Codec) close(bracket byte) {
	if c.reading && c.err == nil && c.at < len(c.in) && c.in[c.at] != bracket {
		c.Failf("not known here: %.40q", c.in[c.at:])
		return
	}
	c.byte(bracket)
	c.fresh = false
}

func (c *Codec) byte(b byte) {
	switch {
	case !c.reading:
		c.out = append(c.out, b)
	case c.at < len(c.in) && c.in[c.at] == b:
		c.at++
	default:
		c.Failf("%q is missing", b)
	}
}

// more says that another element of a list follows.
func (c *Codec) more() bool {
	if c.err != nil || c.at >= len(c.in) || c.in[c.at] == ']' {
		return false
	}
	if !c.fresh {
		c.byte(',')
	}
	c.fresh = false
	return c.err == nil
}

// List is a field with elements. A nil list is left out, an empty one is not.
func List[T any](c *Codec, name string, list *[]T, element func(*Codec, *T)) {
	if !c.Field(name, *list != nil) {
		return
	}
	c.open('[')
	if c.reading {
		read := []T{}
		for c.more() {
			read = append(read, *new(T))
			element(c, &read[len(read)-1])
		}
		*list = read
	} else {
		for i := range *list {
			c.separate()
			element(c, &(*list)[i])
		}
	}
	c.close(']')
}

// Each is a field with a list of as many elements as are known already; it is left out when there are none.
func Each(c *Codec, name string, n int, element func(*Codec, int)) {
	if !c.Field(name, n > 0) {
		return
	}
	c.open('[')
	for i := range n {
		if !c.reading {
			c.separate()
		} else if !c.more() {
			c.Failf("%d elements, not %d", i, n)
			return
		}
		element(c, i)
	}
	c.close(']')
}

// Text is a field with a string.
func (c *Codec) Text(name string, s *string) {
	if !c.Field(name, *s != "") {
		return
	}
	if c.reading {
		*s = string(c.text())
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
		word = string(text)
		c.words[word] = word
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
	end := bytes.IndexByte(c.in[c.at:], '"')
	if end >= 0 && bytes.IndexByte(c.in[c.at:c.at+end], '\\') < 0 {
		c.at += end + 1
		return c.in[start+1 : c.at-1]
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

// integer is anything that counts.
type integer interface {
	~int | ~int32 | ~int64 | ~uint8
}

// Int is a field with a whole number.
func Int[T integer](c *Codec, name string, n *T) {
	if c.Field(name, *n != 0) {
		IntValue(c, n)
	}
}

// IntValue is a whole number without a name.
func IntValue[T integer](c *Codec, n *T) {
	if !c.reading {
		c.out = strconv.AppendInt(c.out, int64(*n), 10)
		return
	}
	v, err := strconv.ParseInt(string(c.number()), 10, 64)
	if *n = T(v); err != nil || int64(*n) != v {
		c.Failf("not a number that fits here")
	}
}

// Float is a field with a number, which is kept to the last bit.
func (c *Codec) Float(name string, f *float64) {
	if c.Field(name, *f != 0) {
		c.FloatValue(f)
	}
}

// FloatValue is a number without a name.
func (c *Codec) FloatValue(f *float64) {
	if !c.reading {
		c.out = strconv.AppendFloat(c.out, *f, 'g', -1, 64)
		return
	}
	v, err := strconv.ParseFloat(string(c.number()), 64)
	if *f = v; err != nil {
		c.Failf("not a number that fits here")
	}
}

// Float32Value is FloatValue for a number of half the precision.
func (c *Codec) Float32Value(f *float32) {
	if !c.reading {
		c.out = strconv.AppendFloat(c.out, float64(*f), 'g', -1, 32)
		return
	}
	v, err := strconv.ParseFloat(string(c.number()), 32)
	if *f = float32(v); err != nil {
		c.Failf("not a number that fits here")
	}
}

func (c *Codec) number() []byte {
	start := c.at
	for c.at < len(c.in) {
		switch b := c.in[c.at]; {
		case b >= '0' && b <= '9', b == '-', b == '+', b == '.', b == 'e':
			c.at++
			continue
		}
		break
	}
	return c.in[start:c.at]
}

// Bool is a field that is there when it holds.
func (c *Codec) Bool(name string, b *bool) {
	n := 0
	if *b {
		n = 1
	}
	Int(c, name, &n)
	if c.reading {
		*b = n != 0
	}
}

// Time is a field with nanoseconds after base, or since 1970 when base is zero. A zero time is left out.
func (c *Codec) Time(name string, t *time.Time, base time.Time) {
	if c.Field(name, !t.IsZero()) {
		c.TimeValue(t, base)
	}
}

// TimeValue is a time without a name.
func (c *Codec) TimeValue(t *time.Time, base time.Time) {
	if base.IsZero() {
		base = time.Unix(0, 0).UTC()
	}
	n := t.Sub(base)
	IntValue(c, &n)
	if c.reading {
		*t = base.Add(n)
	}
}

// Date is a field with a time of whole milliseconds, since 1970. A zero time is left out.
func (c *Codec) Date(name string, t *time.Time) {
	if !c.Field(name, !t.IsZero()) {
		return
	}
	n := t.UnixMilli()
	IntValue(c, &n)
	if c.reading {
		*t = time.UnixMilli(n).UTC()
	}
}
