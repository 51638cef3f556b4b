package codec

import "time"

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
