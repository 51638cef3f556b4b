package journal

import (
	"maps"

	"acrwatch/api"
	"acrwatch/poller"
)

// shelf is what was answered about one type of things: their lists, and what was answered about a single one. It keeps no
// request ids of those, since none comes twice.
type shelf[T any] struct {
	table *table[T]
	rolls map[poller.Call]*roll[T] // by the call for the list, of no page; those of other owners are not written to
	ones  map[poller.Call]*T
	owner *owner
}

// owner tells one shelf from another.
type owner struct{ _ byte }

func listOf(c poller.Call) poller.Call {
	c.Page = 0
	return c
}

func newShelf[T any](t *table[T]) shelf[T] {
	return shelf[T]{table: t, rolls: make(map[poller.Call]*roll[T]), ones: make(map[poller.Call]*T), owner: new(owner)}
}

// copy is a shelf that goes on from s, which must not be written to from then on.
func (s *shelf[T]) copy() shelf[T] {
	return shelf[T]{table: s.table, rolls: maps.Clone(s.rolls), ones: maps.Clone(s.ones), owner: new(owner)}
}

// roll is what is known of a list, to be read; an empty one when that is nothing.
func (s *shelf[T]) roll(list poller.Call) *roll[T] {
	if r := s.rolls[list]; r != nil {
		return r
	}
	return &roll[T]{table: s.table}
}

// open is what is known of a list, to be written to.
func (s *shelf[T]) open(list poller.Call) *roll[T] {
	r := s.rolls[list]
	switch {
	case r == nil:
		r = newRoll(s.table, s.owner)
		s.rolls[list] = r
	case r.owner != s.owner:
		r = r.copy(s.owner)
		s.rolls[list] = r
	}
	return r
}

// appendBody appends an answer as the difference to what is known, and knows it from then on.
func (s *shelf[T]) appendBody(b []byte, c poller.Call, body any) []byte {
	if c.Op == poller.OpGet {
		v := body.(T)
		b = append(s.table.appendDelta(append(b, '{'), s.one(c), &v), '}')
		s.learnOne(c, &v)
		return b
	}
	page := body.(api.Page[T])
	r := s.open(listOf(c))
	before := r.sheet(c.Page)
	now := headOf(&page)
	b = headTable.appendDelta(append(b, '{'), &before.head, &now)
	b = appendName(b, "l")
	var origin origins[T]
	if page.Items == nil {
		b = append(b, "null"...)
	} else {
		b = s.table.appendList(b, page.Items, r.latest(before), r.find, &origin)
	}
	r.learn(c.Page, &page, origin)
	return append(b, '}')
}

// readBody reads what appendBody wrote.
func (s *shelf[T]) readBody(in *scanner, c poller.Call) any {
	if c.Op == poller.OpGet {
		v := new(T)
		*v = *s.one(c)
		s.table.read(in, v)
		body := any(*v)
		s.learnOne(c, v)
		return body
	}
	r := s.open(listOf(c))
	before := r.sheet(c.Page)
	now := before.head
	var page api.Page[T]
	var origin origins[T]
	in.object(func(name []byte) {
		switch {
		case string(name) == "l":
			origin = make(origins[T], 0, len(before.slots)+1)
			page.Items = readUnlessNull(in, func() []T { return s.table.readList(in, r.latest(before), r.find, &origin) })
		case !headTable.readField(in, name, &now):
			in.span()
		}
	})
	page.Reply, page.Number, page.Size, page.Total = now.Reply, now.number, now.size, now.total
	r.learn(c.Page, &page, origin)
	return page
}

// one is what an answer about a single thing is compared with: the one before, or its row.
func (s *shelf[T]) one(c poller.Call) *T {
	if v := s.ones[c]; v != nil {
		return v
	}
	list := c
	list.Op, list.ID = poller.OpList, ""
	if row := s.roll(list).find(c.ID); row != nil {
		return row
	}
	return new(T)
}

// learnOne keeps an answer about a single thing, which is nobody else's.
func (s *shelf[T]) learnOne(c poller.Call, v *T) {
	if r := replyOf(v); r != nil {
		r.RequestID = ""
	}
	s.ones[c] = v
}

// replyOf is where a task says about itself what a page says about all its rows.
func replyOf(v any) *api.Reply {
	switch v := v.(type) {
	case *api.SyncTask:
		return &v.Reply
	case *api.SubscriptionTask:
		return &v.Reply
	}
	return nil
}

// body is what is known of a call, as an answer.
func (s *shelf[T]) body(c poller.Call) any {
	if c.Op == poller.OpGet {
		return *s.ones[c]
	}
	return s.roll(listOf(c)).page(c.Page)
}

// same says that body is what is known of a call.
func (s *shelf[T]) same(c poller.Call, body any) bool {
	if !s.holds(c) {
		return false
	}
	if c.Op == poller.OpGet {
		v := body.(T)
		return s.table.same(s.ones[c], &v)
	}
	page := body.(api.Page[T])
	return s.roll(listOf(c)).same(c.Page, &page)
}

func (s *shelf[T]) holds(c poller.Call) bool {
	r := s.rolls[listOf(c)]
	return s.ones[c] != nil || r != nil && r.pages[c.Page] != nil
}

func (s *shelf[T]) forget(c poller.Call) {
	switch {
	case c.Op == poller.OpGet:
		delete(s.ones, c)
	case s.holds(c):
		s.open(listOf(c)).forget(c.Page)
	}
}

// sweep forgets the rows that stand on no page any more.
func (s *shelf[T]) sweep() {
	for list, r := range s.rolls {
		switch {
		case len(r.pages) == 0:
			delete(s.rolls, list)
		case r.stale:
			s.open(list).sweep()
		}
	}
}

// calls are all that something is known of, pages first.
func (s *shelf[T]) calls() (calls []poller.Call) {
	for list, r := range s.rolls {
		for list.Page = range r.pages {
			calls = append(calls, list)
		}
	}
	for c := range s.ones {
		calls = append(calls, c)
	}
	return calls
}
