package journal

import (
	"time"

	"acrwatch/api"
)

// field is one field of what the service answers: its name in a recording, where it lies, and what a mask makes of it.
type field[T any] struct {
	name string
	mask veil
	at   func(*T) any // a pointer to the field
}

// table is all that a recording keeps of a type, in the order in which it is written.
type table[T any] struct {
	fields []field[T]
	key    func(*T) *string // the first field: what tells one in a list from another
	spare  spare[T]
}

// same says that nothing differs.
func (t *table[T]) same(a, b *T) bool {
	for i := range t.fields {
		if f := &t.fields[i]; !sameField(f.at(a), f.at(b)) {
			return false
		}
	}
	return true
}

// appendDelta appends the fields of is that differ from was, as members of an object that was begun.
func (t *table[T]) appendDelta(b []byte, was, is *T) []byte {
	for i := range t.fields {
		f := &t.fields[i]
		old, now := f.at(was), f.at(is)
		if !sameField(old, now) {
			b = appendField(appendName(b, f.name), old, now)
		}
	}
	return b
}

// readField reads one member of a delta into v, which holds what was there before, and says whether the table has it.
func (t *table[T]) readField(s *scanner, name []byte, v *T) bool {
	for i := range t.fields {
		if f := &t.fields[i]; f.name == string(name) {
			readInto(s, f.at(v))
			return true
		}
	}
	return false
}

// read reads a whole delta into v. What it does not know it steps over: a later version may write more.
func (t *table[T]) read(s *scanner, v *T) {
	s.object(func(name []byte) {
		if !t.readField(s, name, v) {
			s.span()
		}
	})
}

// sameField compares two fields of one type. Missing layers are not the same as none.
func sameField(a, b any) bool {
	switch a := a.(type) {
	case *string:
		return *a == *b.(*string)
	case *requestID:
		return *a == *b.(*requestID)
	case *api.Status:
		return *a == *b.(*api.Status)
	case *time.Time:
		return a.Equal(*b.(*time.Time))
	case *api.Instant:
		return *a == *b.(*api.Instant)
	case *int:
		return *a == *b.(*int)
	case *time.Duration:
		return *a == *b.(*time.Duration)
	case *api.Class:
		return *a == *b.(*api.Class)
	case *api.Optional[int64]:
		return *a == *b.(*api.Optional[int64])
	case *api.Optional[uint8]:
		return *a == *b.(*api.Optional[uint8])
	case *api.Optional[float32]:
		return *a == *b.(*api.Optional[float32])
	case *api.Optional[bool]:
		return *a == *b.(*api.Optional[bool])
	case *[]api.Layer:
		return sameLayers(*a, *b.(*[]api.Layer))
	}
	panic("a field of a type that no recording has")
}

func sameLayers(a, b []api.Layer) bool {
	if len(a) != len(b) || (a == nil) != (b == nil) {
		return false
	}
	for i := range a {
		if !layerTable.same(&a[i], &b[i]) {
			return false
		}
	}
	return true
}

// appendField appends the value that a field has now. What is empty or unknown is null.
func appendField(b []byte, was, is any) []byte {
	switch v := is.(type) {
	case *string:
		return appendUnless(b, *v == "", func(b []byte) []byte { return appendText(b, *v) })
	case *requestID:
		return appendUnless(b, *v == "", func(b []byte) []byte { return appendText(b, v.short()) })
	case *api.Status:
		return appendUnless(b, *v == "", func(b []byte) []byte { return appendText(b, string(*v)) })
	case *time.Time:
		return appendUnless(b, v.IsZero(), func(b []byte) []byte { return appendInstant(b, *v) })
	case *api.Instant:
		return appendUnless(b, v.IsZero(), func(b []byte) []byte { return appendInstant(b, v.Time()) })
	case *int:
		return appendInt(b, int64(*v))
	case *time.Duration:
		return appendInt(b, int64(*v))
	case *api.Class:
		return appendText(b, classNames[*v])
	case *api.Optional[int64]:
		return appendUnless(b, !v.Known, func(b []byte) []byte { return appendInt(b, v.Value) })
	case *api.Optional[uint8]:
		return appendUnless(b, !v.Known, func(b []byte) []byte { return appendInt(b, int64(v.Value)) })
	case *api.Optional[float32]:
		return appendUnless(b, !v.Known, func(b []byte) []byte { return appendFloat32(b, v.Value) })
	case *api.Optional[bool]:
		return appendUnless(b, !v.Known, func(b []byte) []byte { return appendBool(b, v.Value) })
	case *[]api.Layer:
		return appendUnless(b, *v == nil, func(b []byte) []byte {
			return layerTable.appendList(b, *v, each(*was.(*[]api.Layer)), nil, nil)
		})
	}
	panic("a field of a type that no recording has")
}

func appendUnless(b []byte, none bool, value func([]byte) []byte) []byte {
	if none {
		return append(b, "null"...)
	}
	return value(b)
}

func appendBool(b []byte, v bool) []byte {
	if v {
		return append(b, "true"...)
	}
	return append(b, "false"...)
}

// readInto reads the value of a field.
func readInto(s *scanner, field any) {
	switch v := field.(type) {
	case *string:
		*v = readUnlessNull(s, s.string)
	case *requestID:
		*v = readUnlessNull(s, s.requestID)
	case *api.Status:
		*v = api.Status(readUnlessNull(s, s.string))
	case *time.Time:
		*v = readUnlessNull(s, s.instant)
	case *api.Instant:
		*v = api.InstantOf(readUnlessNull(s, s.instant))
	case *int:
		*v = int(s.integer())
	case *time.Duration:
		*v = time.Duration(s.integer())
	case *api.Class:
		*v = s.class()
	case *api.Optional[int64]:
		*v = readOptional(s, s.integer)
	case *api.Optional[uint8]:
		*v = readOptional(s, s.small)
	case *api.Optional[float32]:
		*v = readOptional(s, s.float32)
	case *api.Optional[bool]:
		*v = readOptional(s, s.boolean)
	case *[]api.Layer:
		was := each(*v)
		*v = readUnlessNull(s, func() []api.Layer { return layerTable.readList(s, was, nil, nil) })
	}
}

func readUnlessNull[V any](s *scanner, read func() V) (none V) {
	if s.null() {
		return none
	}
	return read()
}

func readOptional[V any](s *scanner, read func() V) api.Optional[V] {
	if s.null() {
		return api.Optional[V]{}
	}
	return api.Some(read())
}

// class reads the class of an error by its name.
func (s *scanner) class() api.Class {
	name := s.string()
	for c, known := range classNames {
		if known == name {
			return api.Class(c)
		}
	}
	s.fail()
	return 0
}
