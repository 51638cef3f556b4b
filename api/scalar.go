package api

import (
	"bytes"
	"encoding/json"
	"strings"
)

// maxShared is the longest string that is looked up before it is copied.
const maxShared = 64

// decoder turns values into domain types. Within one answer it copies each short string once, because the rows of a page
// share most of theirs: regions, instances, namespaces, statuses.
type decoder struct{ seen map[string]string }

func newDecoder() *decoder { return &decoder{seen: make(map[string]string, 16)} }

// raw is the text of a string as it was sent. Numbers and booleans where text belongs are taken as they are spelled,
// so that a tag sent as 1.10 stays 1.10; anything else is no text.
func raw(v value) string {
	switch v.kind() {
	case '"':
		if bytes.IndexByte(v, '\\') < 0 {
			return string(v[1 : len(v)-1])
		}
		var s string
		if json.Unmarshal(v, &s) != nil {
			return ""
		}
		return s
	case '{', '[', 'n', 0:
		return ""
	}
	return string(v)
}

// label reads a name that somebody gave.
func label(v value) string { return CleanID(raw(v)) }

// unlessNull is s, but nothing for the word that the service writes where there is nothing.
func unlessNull(s string) string {
	if s == "null" {
		return ""
	}
	return s
}

// id reads what tells one thing from another. A boolean names nothing: taken as it is spelled, it would make one thing
// of many.
func id(v value) string {
	if isBoolean(v) {
		return ""
	}
	return unlessNull(label(v))
}

func isBoolean(v value) bool { return v.kind() == 't' || v.kind() == 'f' }

// name is label for what the rows of a page have in common.
func (d *decoder) name(v value) string {
	if v.kind() != '"' || len(v) > maxShared {
		return label(v)
	}
	key := v[1 : len(v)-1]
	if s, ok := d.seen[string(key)]; ok {
		return s
	}
	s := lately.same(label(v))
	if s == string(key) {
		d.seen[s] = s
	}
	return s
}

// word is id for what the rows of a page have in common: ids of what they belong to, and values of a list.
func (d *decoder) word(v value) string {
	if isBoolean(v) {
		return ""
	}
	return unlessNull(d.name(v))
}

// text reads a sentence.
func text(v value) string { return unlessNull(Clean(raw(v))) }

// boolean reads true, "true", 1 and "1", and their opposites.
func boolean(v value) Optional[bool] {
	switch strings.ToLower(raw(v)) {
	case "true", "1":
		return Some(true)
	case "false", "0":
		return Some(false)
	}
	return Optional[bool]{}
}
