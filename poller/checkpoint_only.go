package poller

import (
	"cmp"
	"maps"
	"slices"

	"acrwatch/api"
	"acrwatch/internal/codec"
)

// search describes what alone is watched and how far its search has come. When to ask again is not part of it.
func (s *state) search(c *codec.Codec) {
	codec.List(c, "quests", &s.quests, func(c *codec.Codec, q **quest) {
		allocate(c, q)
		c.Object((*q).describe)
	})
	codec.List(c, "batches", &s.readings, func(c *codec.Codec, r **batchReading) {
		allocate(c, r)
		c.Object((*r).describe)
	})
}

func (q *quest) describe(c *codec.Codec) {
	c.Text("name", &q.name)
	c.Bool("batch", &q.batch)
	home := q.home - none
	c.Read(func() { home = 0 })
	codec.Int(c, "home", &home)
	told := q.answers()
	codec.List(c, "told", &told, func(c *codec.Codec, a *questAnswer) { c.Object(a.describe) })
	c.Read(func() {
		q.home, q.kinds, q.told = home+none, questKinds(q.name, q.batch), make(map[trail]verdict)
		for _, a := range told {
			q.told[a.trail] = verdict{err: a.err}
		}
	})
}

// questAnswer is what one way to ask for a name has led to.
type questAnswer struct {
	trail
	err *api.Error
}

func (a *questAnswer) describe(c *codec.Codec) {
	codec.Int(c, "target", &a.target)
	codec.Int(c, "kind", &a.kind)
	errorField(c, "error", &a.err)
}

// answers are what is told of a name, in an order that is always the same.
func (q *quest) answers() []questAnswer {
	ways := slices.SortedFunc(maps.Keys(q.told), func(a, b trail) int {
		return cmp.Or(a.target-b.target, int(a.kind)-int(b.kind))
	})
	var all []questAnswer
	for _, way := range ways {
		all = append(all, questAnswer{way, q.told[way].err})
	}
	return all
}

func (r *batchReading) describe(c *codec.Codec) {
	codec.Int(c, "target", &r.target)
	c.Text("batch", &r.batch)
	c.Bool("wanted", &r.wanted)
	c.Bool("held", &r.held)
	c.Bool("finds", &r.finds)
}

// freezeSearch copies what is changed in place.
func (s *state) freezeSearch(z *state) {
	for _, q := range s.quests {
		frozen := *q
		frozen.told = maps.Clone(q.told)
		z.quests = append(z.quests, &frozen)
	}
	for _, r := range s.readings {
		frozen := *r
		z.readings = append(z.readings, &frozen)
	}
}
