package api

import (
	"bytes"
	"encoding/json"
	"iter"
)

// value is the text of one JSON value inside a document that json.Valid has accepted; that is what lets the walk
// below go without errors. Walking the text instead of filling structs costs no reflection, and a field of the wrong
// type is simply a value that its reader makes nothing of.
type value []byte

// document is the answer as a value, or false when it is not JSON.
func document(body []byte) (value, bool) {
	body = bytes.TrimSpace(bytes.TrimPrefix(body, []byte("\xef\xbb\xbf")))
	return value(body), json.Valid(body)
}

// kind is the first character: { [ " t f n, a digit or a minus, 0 for no value at all.
func (v value) kind() byte {
	if len(v) == 0 {
		return 0
	}
	return v[0]
}

func (v value) null() bool { return v.kind() == 'n' || v.kind() == 0 }

// members are the names of an object, without quotes and as they are spelled, and their values; nothing for
// any other value.
func (v value) members() iter.Seq2[value, value] {
	return func(yield func(value, value) bool) {
		if v.kind() != '{' {
			return
		}
		for at := skip(v, 1); v[at] == '"'; at = skip(v, at) {
			nameEnd := at + stringSpan(v[at:])
			start := skip(v, nameEnd)
			end := start + span(v[start:])
			if !yield(v[at+1:nameEnd-1], v[start:end]) {
				return
			}
			at = end
		}
	}
}

// elements are the values of an array; nothing for any other value.
func (v value) elements() iter.Seq[value] {
	return func(yield func(value) bool) {
		if v.kind() != '[' {
			return
		}
		for at := skip(v, 1); v[at] != ']'; {
			end := at + span(v[at:])
			if !yield(v[at:end]) {
				return
			}
			at = skip(v, end)
		}
	}
}

// objects are the elements that are objects, and roomFor is a list for as many: nil for none.
func (v value) objects() iter.Seq[value] {
	return func(yield func(value) bool) {
		for x := range v.elements() {
			if x.kind() == '{' && !yield(x) {
				return
			}
		}
	}
}

func roomFor[T any](objects iter.Seq[value]) []T {
	n := 0
	for range objects {
		n++
	}
	if n == 0 {
		return nil
	}
	return make([]T, 0, n)
}

// skip is the next place after white space, commas and colons. Which of them stand where was settled by json.Valid.
func skip(v value, at int) int {
	for {
		switch v[at] {
		case ' ', '\t', '\r', '\n', ',', ':':
			at++
		default:
			return at
		}
	}
}

// span is the length of the value that v begins with. It counts brackets instead of calling itself, so that no
// depth of nesting costs stack.
func span(v value) int {
	switch v[0] {
	case '"':
		return stringSpan(v)
	case '{', '[':
	default:
		return literalSpan(v)
	}
	depth := 0
	for at := 0; ; at++ {
		switch v[at] {
		case '"':
			at += stringSpan(v[at:]) - 1
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth == 0 {
				return at + 1
			}
		}
	}
}

// stringSpan goes from quote to quote, which is faster than byte by byte; a quote behind an odd number of backslashes
// is part of the string. The opening quote ends the counting of them.
func stringSpan(v value) int {
	for at := 1; ; {
		end := at + bytes.IndexByte(v[at:], '"')
		escapes := 0
		for v[end-1-escapes] == '\\' {
			escapes++
		}
		if escapes%2 == 0 {
			return end + 1
		}
		at = end + 1
	}
}

func literalSpan(v value) int {
	for at, c := range v {
		switch c {
		case ',', ']', '}', ' ', '\t', '\r', '\n':
			return at
		}
	}
	return len(v)
}
