package poller

import (
	"time"

	"acrwatch/api"
	"acrwatch/internal/codec"
)

// figure is a number that may be unknown, which is not 0.
func figure[T int64 | uint8](c *codec.Codec, name string, n *api.Optional[T]) {
	if c.Field(name, n.Known) {
		codec.IntValue(c, &n.Value)
		c.Read(func() { n.Known = true })
	}
}

// truth is a boolean that may be unknown: 1 or 0 when it is not.
func truth(c *codec.Codec, name string, b *api.Optional[bool]) {
	if !c.Field(name, b.Known) {
		return
	}
	n := 0
	if b.Value {
		n = 1
	}
	codec.IntValue(c, &n)
	c.Read(func() { b.Value, b.Known = n != 0, true })
}

// moment is a time since base, left out when there is none.
func moment(c *codec.Codec, name string, i *Instant, base Instant) {
	if c.Field(name, !i.IsZero()) {
		momentValue(c, i, base)
	}
}

// date is a time that the service tells, in whole milliseconds.
func date(c *codec.Codec, name string, i *Instant) {
	t := i.Time()
	c.Date(name, &t)
	c.Read(func() { *i = InstantOf(t) })
}

// momentValue is a time without a name.
func momentValue(c *codec.Codec, i *Instant, base Instant) {
	since := *i - base
	codec.IntValue(c, &since)
	c.Read(func() { *i = base + since })
}

// history is the last rates, left out when there are none.
func history(c *codec.Codec, rates **Rates) {
	list := (*rates).List()
	codec.List(c, "history", &list, (*codec.Codec).Float32Value)
	c.Read(func() {
		if list != nil {
			*rates = RatesOf(list)
		}
	})
}

// errorField is what a call ran into.
func errorField(c *codec.Codec, name string, e **api.Error) {
	if !c.Field(name, *e != nil) {
		return
	}
	allocate(c, e)
	c.Object(func(c *codec.Codec) {
		f := *e
		codec.Int(c, "class", &f.Class)
		codec.Word(c, "operation", &f.Operation)
		codec.Word(c, "code", &f.Code)
		codec.Word(c, "message", &f.Message)
		c.Text("request", &f.RequestID)
		codec.Int(c, "http", &f.HTTPStatus)
		codec.Int(c, "retry", &f.RetryAfter)
		codec.Word(c, "action", &f.Action)
		codec.Word(c, "resource", &f.Resource)
		codec.Word(c, "credential", &f.Credential)
	})
}

// describe leaves out the bytes, which follow from others.
func (f *Flow) describe(c *codec.Codec, base Instant) {
	c.Float("r", &f.Rate)
	c.Bool("R", &f.RateKnown)
	if c.Field("l", f.Left.Known()) {
		codec.IntValue(c, &f.Left.Low)
		c.Read(func() { f.Left.High = f.Left.Low })
		if c.Field("h", f.Left.High != f.Left.Low) {
			codec.IntValue(c, &f.Left.High)
		}
	}
	moment(c, "c", &f.LastMoved, base)
	c.Bool("S", &f.Stalled)
}

func (m *meter) describe(c *codec.Codec, base time.Time) {
	codec.Int(c, "n", &m.samples)
	codec.Int(c, "g", &m.grown)
	codec.Int(c, "q", &m.quiet)
	c.Time("a", &m.at, base)
	codec.Int(c, "b", &m.bytes)
	c.Time("c", &m.moved, base)
	m.steps.describe(c, "r")
	m.trend.describe(c, "t")
}

func (t *trend) describe(c *codec.Codec, name string) {
	if !c.Field(name, *t != trend{}) {
		return
	}
	c.Object(func(c *codec.Codec) {
		codec.Int(c, "n", &t.steps)
		t.speed.describe(c, "v")
		t.swing.describe(c, "s")
	})
}

func (p *throughput) describe(c *codec.Codec) {
	codec.Int(c, "since", &p.since)
	moment(c, "base", &p.base, p.since)
	moment(c, "at", &p.at, p.since)
	codec.Int(c, "bytes", &p.bytes)
	codec.List(c, "marks", &p.marks, func(c *codec.Codec, m *mark) {
		c.Object(func(c *codec.Codec) {
			moment(c, "at", &m.at, p.at)
			var since int64
			if !c.Reading() {
				since = p.bytes - m.bytes
			}
			codec.Int(c, "since", &since)
			c.Read(func() { m.bytes = p.bytes - since })
		})
	})
}

func (m *mean) describe(c *codec.Codec, name string) {
	if !c.Field(name, *m != mean{}) {
		return
	}
	c.Object(func(c *codec.Codec) {
		c.Float("s", &m.sum)
		c.Float("w", &m.weight)
	})
}
