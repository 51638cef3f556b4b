// Package codec writes values as compact JSON and reads them back by one and the same description of their fields, so
// that what is written and what is read cannot differ, and both are fast.
//
// A description calls the methods of a Codec for each field, always in the same order. Fields that are zero are left out.
// What was written by another description, such as that of a later version, is refused with the place and the name.
// Texts are cleaned as they are read, like answers: anybody can have written the file.
package codec

import "fmt"

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
