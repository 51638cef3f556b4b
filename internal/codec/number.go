package codec

import "strconv"

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
