package query

import (
	"slices"
	"strings"

	"acrwatch/internal/nearest"
)

// Parse reads a filter. A mistake comes back as an *Error, with the empty query, or for an Incomplete one with the
// query of all that is whole.
func Parse(text string) (Query, error) {
	s := scanner{runes: []rune(text)}
	var q Query
	var open *Error
	for s.blanks() {
		w, flaw := s.term()
		t, bad := compile(w)
		if bad != nil {
			flaw = bad
		}
		if flaw != nil {
			if !flaw.Incomplete || flaw.Offset+flaw.Length < len(s.runes) {
				flaw.Incomplete = false
				return Query{}, flaw
			}
			open = flaw
		}
		if t.matches != nil {
			t.source, t.negate = s.source(w, t.used), w.negate
			q.terms, q.timed, q.measured = append(q.terms, t), q.timed || t.timed, q.measured || t.measured
		}
	}
	if open != nil {
		return q, open
	}
	return q, nil
}

// source is a term as it was written, with the first of its values alone.
func (s *scanner) source(w written, values int) string {
	return s.text(w.start, w.values[values-1].end)
}

// named says whether a name with a sign behind it begins a term of its own. A word that happens to hold a colon does
// not, since images are written like that; one that is a slip away from a field is taken for a mistake.
func named(name, sign string, at, length int) (bool, *Error) {
	f := find(name)
	switch {
	case sign == "" || name == "" && (sign == ":" || sign == "="):
		return false, nil
	case name == "":
		return false, mistake(at, length, "%s needs a figure right before it, such as size>1GiB", sign)
	case f == nil:
		return false, unknownName(name, sign, at, length)
	case f.compares() && sign == ":":
		return false, mistake(at, length, "%s takes a comparison, such as %s", name, f.Example)
	case !f.compares() && sign != ":":
		return false, mistake(at, length, "%s takes a colon, such as %s", name, f.Example)
	}
	return true, nil
}

// otherNames are what people may call a field that goes by a shorter name here.
var otherNames = map[string]string{
	"namespace": "ns", "repository": "repo", "source": "from", "destination": "to", "state": "status", "instance": "target",
}

const leastSlip = 4 // letters of a word that may be a slip: shorter ones are near to too much

func unknownName(name, sign string, at, length int) *Error {
	word, found := otherNames[name]
	if !found && len(name) >= leastSlip {
		word, found = nearest.Word(name, names(), 1)
	}
	compares := strings.ContainsAny(sign, "<>")
	switch {
	case found && sign == ":":
		return mistake(at, length, "unknown field %s:, did you mean %s? a word with a colon goes in quotes", shown(name), withSign(word))
	case found:
		return mistake(at, length, "unknown field %s, did you mean %s?", shown(name), withSign(word))
	case compares:
		return mistake(at, length, "unknown figure %s; known are %s", shown(name), strings.Join(figureNames(), ", "))
	}
	return nil
}

// withSign is a field's name as it begins a term.
func withSign(name string) string {
	if f := find(name); f.compares() {
		return name + ">"
	}
	return name + ":"
}

func names() []string {
	out := make([]string, 0, len(fields))
	for i := range fields {
		out = append(out, fields[i].Name)
	}
	return out
}

func figureNames() []string {
	return slices.DeleteFunc(names(), func(name string) bool { return !find(name).compares() })
}

func find(name string) *field {
	if i := slices.IndexFunc(fields, func(f field) bool { return f.Name == name }); i >= 0 {
		return &fields[i]
	}
	return nil
}

// needs says what is missing behind a name and its sign.
func needs(name, sign string, at int) *Error {
	if f := find(name); f != nil {
		return unfinished(at, 0, "%s needs a value right behind it, such as %s", name+sign, f.Example)
	}
	return unfinished(at, 0, "a word is missing")
}
