package journal

import "sync"

// A list is written as the way from the one before to the new one, element by element:
//
//	7          the next 7 of the list before, as they are
//	-2         the next 2 of the list before are left out
//	{...}      the next of the list before, with these fields changed
//	{"i":...}  one with this key (a field that is always the first), wherever it was known from, with these fields
//	           changed; when it is new, with these fields changed against the element before it in the new list

// origins say of each element of a list which of the list before it is; nil for one that is not as it was.
type origins[T any] []*T

// note notes the next element. Nobody may care for it.
func (o *origins[T]) note(v *T) {
	if o != nil {
		*o = append(*o, v)
	}
}

// appendList appends the list is. was is the list before; find gives what is known of a key from elsewhere, nil when
// nothing is, and may be nil itself, like origin.
func (t *table[T]) appendList(b []byte, is []T, was []*T, find func(key string) *T, origin *origins[T]) []byte {
	b = append(b, '[')
	var places map[string]int
	kept, from := 0, 0
	flush := func() {
		if kept > 0 {
			b = appendInt(appendComma(b), int64(kept))
		}
		kept = 0
	}
	for i := range is {
		key := *t.key(&is[i])
		if from >= len(was) || *t.key(was[from]) != key {
			if places == nil {
				places = t.places(was)
			}
			if at, known := places[key]; known && at > from {
				flush()
				b = appendInt(appendComma(b), int64(from-at))
				from = at
			} else {
				flush()
				b = t.appendKnown(b, is, i, find)
				origin.note(nil)
				continue
			}
		}
		if t.same(was[from], &is[i]) {
			kept++
			origin.note(was[from])
		} else {
			flush()
			origin.note(nil)
			b = append(t.appendDelta(append(appendComma(b), '{'), was[from], &is[i]), '}')
		}
		from++
	}
	flush()
	return append(b, ']')
}

// places is where each key stands first.
func (t *table[T]) places(was []*T) map[string]int {
	places := make(map[string]int, len(was))
	for at, v := range was {
		if _, found := places[*t.key(v)]; !found {
			places[*t.key(v)] = at
		}
	}
	return places
}

// appendKnown appends element i by its key.
func (t *table[T]) appendKnown(b []byte, is []T, i int, find func(string) *T) []byte {
	key := *t.key(&is[i])
	base := *t.base(is[:i], key, find)
	*t.key(&base) = key // it is told, and no difference any more
	b = appendText(appendName(append(appendComma(b), '{'), t.fields[0].name), key)
	return append(t.appendDelta(b, &base, &is[i]), '}')
}

// base is what an element that is given by its key is compared with: what is known of it, or else the one before it.
func (t *table[T]) base(before []T, key string, find func(string) *T) *T {
	if find != nil && key != "" {
		if known := find(key); known != nil {
			return known
		}
	}
	if len(before) > 0 {
		return &before[len(before)-1]
	}
	return new(T)
}

// listMost bounds a list that is read: nothing that the service lists in one answer is longer.
const listMost = 100_000

// readList reads a list that appendList wrote with the same was and find, and tells the same origins.
func (t *table[T]) readList(s *scanner, was []*T, find func(key string) *T, origin *origins[T]) []T {
	list := t.spare.get(len(was) + 1)
	from := 0
	s.array(func() {
		switch s.peek() {
		case '{':
			list = append(list, t.readElement(s, list, was, &from, find))
			origin.note(nil)
		default:
			n, left := s.integer(), int64(len(was)-from)
			switch {
			case s.err != nil || n > left || n < -left:
				s.fail()
			case n < 0:
				from -= int(n)
			default:
				for _, v := range was[from : from+int(n)] {
					list = append(list, *v)
					origin.note(v)
				}
				from += int(n)
			}
		}
		if len(list) > listMost {
			s.fail()
		}
	})
	return list
}

func (t *table[T]) readElement(s *scanner, before []T, was []*T, from *int, find func(string) *T) T {
	var v T
	started := false
	s.object(func(name []byte) {
		if !started {
			started = true
			if string(name) == t.fields[0].name {
				key := s.string()
				v = *t.base(before, key, find)
				*t.key(&v) = key
				return
			}
			v = t.next(s, was, from)
		}
		if !t.readField(s, name, &v) {
			s.span()
		}
	})
	if !started {
		v = t.next(s, was, from)
	}
	return v
}

// next is the next element of the list before.
func (t *table[T]) next(s *scanner, was []*T, from *int) (v T) {
	if *from >= len(was) {
		s.fail()
		return v
	}
	*from++
	return *was[*from-1]
}

// each is a list as appendList wants the one before.
func each[T any](list []T) []*T {
	pointers := make([]*T, len(list))
	for i := range list {
		pointers[i] = &list[i]
	}
	return pointers
}

// spare are lists that nobody needs any more.
type spare[T any] struct{ lists sync.Pool }

// get is an empty list with room for so many elements.
func (s *spare[T]) get(room int) []T {
	if list, known := s.lists.Get().(*[]T); known && cap(*list) >= room {
		return (*list)[:0]
	}
	return make([]T, 0, room)
}

// put takes a list that is not used from then on.
func (s *spare[T]) put(list []T) {
	if cap(list) > 0 {
		s.lists.Put(&list)
	}
}
