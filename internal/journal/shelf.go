package journal

import (
	"maps"
	"slices"

	"acrwatch/api"
	"acrwatch/poller"
)

// shelf is what was answered about one type of things: the pages of its lists, the rows that stand on them, and what was
// answered about a single one. It keeps no request ids, since none comes twice.
type shelf[T any] struct {
	table *table[T]
	pages map[poller.Call]*sheet[T]
	rows  map[place]*T // the last row of each thing, whatever page it stood on
	ones  map[poller.Call]*T
	stale bool // rows may be kept that stand on no page any more
}

// sheet is the last reading of a page. Rows without a key are kept in it alone.
type sheet[T any] struct {
	head head
	rows []*T
	none bool // the answer had no list
}

// place is a thing in a list: the call for the list, of no page, and the key.
type place struct {
	list poller.Call
	key  string
}

func listOf(c poller.Call) poller.Call {
	c.Page = 0
	return c
}

func newShelf[T any](t *table[T]) shelf[T] {
	return shelf[T]{table: t, pages: make(map[poller.Call]*sheet[T]), rows: make(map[place]*T), ones: make(map[poller.Call]*T)}
}

// copy shares nothing with s that is written to.
func (s *shelf[T]) copy() shelf[T] {
	return shelf[T]{table: s.table, pages: maps.Clone(s.pages), rows: maps.Clone(s.rows), ones: maps.Clone(s.ones), stale: s.stale}
}

// appendBody appends an answer as the difference to what is known, and knows it from then on.
func (s *shelf[T]) appendBody(b []byte, c poller.Call, body any) []byte {
	if c.Op == poller.OpGet {
		v := body.(T)
		b = append(s.table.appendDelta(append(b, '{'), s.one(c), &v), '}')
		s.learn(c, body)
		return b
	}
	page := body.(api.Page[T])
	before := s.sheet(c)
	now := headOf(&page)
	b = headTable.appendDelta(append(b, '{'), &before.head, &now)
	b = appendName(b, "l")
	if page.Items == nil {
		b = append(b, "null"...)
	} else {
		b = s.table.appendList(b, page.Items, s.latest(c, before), s.finder(c))
	}
	s.learn(c, body)
	return append(b, '}')
}

// readBody reads what appendBody wrote.
func (s *shelf[T]) readBody(in *scanner, c poller.Call) any {
	if c.Op == poller.OpGet {
		v := *s.one(c)
		s.table.read(in, &v)
		s.learn(c, v)
		return v
	}
	before := s.sheet(c)
	now := before.head
	var page api.Page[T]
	in.object(func(name []byte) {
		switch {
		case string(name) == "l":
			page.Items = readUnlessNull(in, func() []T { return s.table.readList(in, s.latest(c, before), s.finder(c)) })
		case !headTable.readField(in, name, &now):
			in.span()
		}
	})
	page.Reply, page.Number, page.Size, page.Total = now.Reply, now.number, now.size, now.total
	s.learn(c, page)
	return page
}

func headOf[T any](p *api.Page[T]) head { return head{p.Reply, p.Number, p.Size, p.Total} }

// one is what an answer about a single thing is compared with: the one before, or its row.
func (s *shelf[T]) one(c poller.Call) *T {
	if v := s.ones[c]; v != nil {
		return v
	}
	list := c
	list.Op, list.ID = poller.OpList, ""
	if row := s.rows[place{list, c.ID}]; row != nil {
		return row
	}
	return new(T)
}

// sheet is the reading of a page before, or an empty one.
func (s *shelf[T]) sheet(c poller.Call) *sheet[T] {
	if p := s.pages[c]; p != nil {
		return p
	}
	return &sheet[T]{}
}

// latest are the rows of a page as they were last seen anywhere.
func (s *shelf[T]) latest(c poller.Call, p *sheet[T]) []*T {
	list := listOf(c)
	rows := make([]*T, len(p.rows))
	for i, row := range p.rows {
		rows[i] = row
		if known := s.rows[place{list, *s.table.key(row)}]; known != nil {
			rows[i] = known
		}
	}
	return rows
}

func (s *shelf[T]) finder(c poller.Call) func(key string) *T {
	list := listOf(c)
	return func(key string) *T { return s.rows[place{list, key}] }
}

// learn keeps an answer.
func (s *shelf[T]) learn(c poller.Call, body any) {
	if c.Op == poller.OpGet {
		v := body.(T)
		if r := replyOf(&v); r != nil {
			r.RequestID = ""
		}
		s.ones[c] = &v
		return
	}
	page := body.(api.Page[T])
	now := headOf(&page)
	now.RequestID = ""
	list := listOf(c)
	p := &sheet[T]{head: now, rows: each(page.Items), none: page.Items == nil}
	for _, row := range p.rows {
		if key := *s.table.key(row); key != "" {
			s.rows[place{list, key}] = row
		}
	}
	s.pages[c], s.stale = p, true
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
	p := s.pages[c]
	page := api.Page[T]{Reply: p.head.Reply, Number: p.head.number, Size: p.head.size, Total: p.head.total}
	if p.none {
		return page
	}
	page.Items = make([]T, len(p.rows))
	for i, row := range s.latest(c, p) {
		page.Items[i] = *row
	}
	return page
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
	page, p := body.(api.Page[T]), s.pages[c]
	now := headOf(&page)
	if !headTable.same(&p.head, &now) || len(page.Items) != len(p.rows) || p.none != (page.Items == nil) {
		return false
	}
	for i, row := range s.latest(c, p) {
		if !s.table.same(row, &page.Items[i]) {
			return false
		}
	}
	return true
}

func (s *shelf[T]) holds(c poller.Call) bool { return s.pages[c] != nil || s.ones[c] != nil }

func (s *shelf[T]) forget(c poller.Call) {
	if s.pages[c] != nil {
		delete(s.pages, c)
		s.stale = true
	}
	delete(s.ones, c)
}

// sweep forgets the rows that stand on no page any more.
func (s *shelf[T]) sweep() {
	if !s.stale {
		return
	}
	s.stale = false
	standing := make(map[place]struct{}, len(s.rows))
	for c, p := range s.pages {
		for _, row := range p.rows {
			standing[place{listOf(c), *s.table.key(row)}] = struct{}{}
		}
	}
	maps.DeleteFunc(s.rows, func(p place, _ *T) bool {
		_, stands := standing[p]
		return !stands
	})
}

// calls are all that something is known of, pages first.
func (s *shelf[T]) calls() []poller.Call {
	return slices.Concat(slices.Collect(maps.Keys(s.pages)), slices.Collect(maps.Keys(s.ones)))
}
