package query

import (
	"strings"

	"acrwatch/internal/tongue"
)

// Completion is one way to go on: what to put in place of some runes of the input, and what it means.
type Completion struct {
	Offset, Length int // the runes to replace, from 0; they reach to the end of the word that the cursor is in
	Text           string
	Help           tongue.Text
}

// Complete gives the ways to go on at a cursor, counted in runes from 0: fields at the start of a term, and words
// behind the colon of a field that knows its words. There are none inside quotes or a regular expression.
func Complete(text string, cursor int) []Completion {
	runes := []rune(text)
	cursor = min(max(cursor, 0), len(runes))
	before := scanner{runes: runes[:cursor]}
	w := written{start: cursor, at: cursor}
	for before.blanks() {
		var flaw *Error
		w, flaw = before.term()
		if before.at < cursor {
			if flaw != nil {
				return nil
			}
			w = written{start: cursor, at: cursor}
		}
	}
	s := scanner{runes: runes}
	if w.sign == ":" {
		return s.completeValue(w, cursor)
	}
	if w.sign != "" || s.letters(w.at) < cursor {
		return nil
	}
	return s.completeName(w, cursor)
}

// completeName offers the fields that begin with what stands between the start of the term and the cursor.
func (s *scanner) completeName(w written, cursor int) []Completion {
	prefix := strings.ToLower(s.text(w.at, cursor))
	end := s.letters(cursor)
	end += len(s.sign(end))
	var out []Completion
	for _, f := range fields {
		if strings.HasPrefix(f.Name, prefix) {
			out = append(out, Completion{w.at, end - w.at, withSign(f.Name), f.Text})
		}
	}
	return out
}

// completeValue offers the words of a field that are not in its list yet.
func (s *scanner) completeValue(w written, cursor int) []Completion {
	start := cursor
	for start > 0 && s.half(start-1) != ':' && s.half(start-1) != ',' {
		start--
	}
	if s.is(start, '"') && start < cursor || s.is(start, '/') && start < cursor {
		return nil
	}
	end := cursor
	for !s.ends(end) && s.half(end) != ',' {
		end++
	}
	prefix := strings.ToLower(s.text(start, cursor))
	var out []Completion
	for _, v := range find(w.name).Values {
		if strings.HasPrefix(v.Name, prefix) && !w.lists(v.Name, start) {
			out = append(out, Completion{start, end - start, v.Name, v.Text})
		}
	}
	return out
}

// lists says that a word stands in the list before a rune.
func (w *written) lists(word string, before int) bool {
	for _, v := range w.values {
		if v.end < before && strings.EqualFold(v.text, word) {
			return true
		}
	}
	return false
}
