package query

import (
	"strings"
	"unicode"
)

// form is how a value was written.
type form uint8

const (
	plain   form = iota
	quoted       // in double quotes
	pattern      // between slashes
)

// value is one thing to look for.
type value struct {
	text       string // without its quotes or slashes
	form       form
	start, end int // in runes of the input, with quotes and slashes
}

// written is a term as it stands in the input, not yet understood. A bare word has no name and no sign.
type written struct {
	start  int
	negate bool
	at     int    // where the name or the value begins
	name   string // in lower case
	sign   string // ":" or a comparison
	values []value
}

type scanner struct {
	runes []rune
	at    int
}

// blanks goes on to the next term and says whether there is one.
func (s *scanner) blanks() bool {
	for s.at < len(s.runes) && unicode.IsSpace(s.runes[s.at]) {
		s.at++
	}
	return s.at < len(s.runes)
}

// ends says that a term ends before rune i.
func (s *scanner) ends(i int) bool { return i >= len(s.runes) || unicode.IsSpace(s.runes[i]) }

func (s *scanner) is(i int, r rune) bool { return i < len(s.runes) && s.runes[i] == r }

func (s *scanner) text(start, end int) string { return string(s.runes[start:end]) }

// term reads one term. The values before a mistake in it are kept.
func (s *scanner) term() (written, *Error) {
	w := written{start: s.at, at: s.at}
	if s.half(s.at) == '-' {
		w.negate = true
		s.at++
		w.at = s.at
		if s.ends(s.at) {
			return w, unfinished(w.start, 1, "- needs a term right behind it, such as -web")
		}
	}
	if flaw := s.head(&w); flaw != nil {
		return w, flaw
	}
	return w, s.values(&w)
}

// head reads what stands before the values: a name with its sign, or nothing for a bare word.
func (s *scanner) head(w *written) *Error {
	end := s.letters(s.at)
	name, sign := strings.ToLower(s.text(s.at, end)), s.sign(end)
	named, flaw := named(name, sign, s.at, end+len(sign)-s.at)
	if named {
		w.name, w.sign = name, sign
		s.at = end + len(sign)
	}
	return flaw
}

// letters is the end of the run of ASCII letters that begins at a rune; names are made of nothing else.
func (s *scanner) letters(from int) int {
	for from < len(s.runes) && s.runes[from]|0x20 >= 'a' && s.runes[from]|0x20 <= 'z' {
		from++
	}
	return from
}

// sign is the sign that stands at a rune, empty when there is none.
func (s *scanner) sign(at int) string {
	switch first := s.half(at); first {
	case '<', '>':
		if s.half(at+1) == '=' {
			return string(first) + "="
		}
		return string(first)
	case ':', '=':
		return string(first)
	}
	return ""
}

// half is a rune of the input, in half width where it is a sign: a Chinese keyboard writes those in full width.
func (s *scanner) half(at int) rune {
	if at >= len(s.runes) {
		return 0
	}
	switch r := s.runes[at]; r {
	case '：', '，', '＜', '＞', '＝', '－':
		return r - '：' + ':'
	default:
		return r
	}
}

// values reads one value, or behind a colon a list of them.
func (s *scanner) values(w *written) *Error {
	for {
		v, flaw := s.value(w)
		if flaw != nil {
			return flaw
		}
		w.values = append(w.values, v)
		if w.sign != ":" || s.half(s.at) != ',' {
			break
		}
		s.at++
	}
	if !s.ends(s.at) {
		return mistake(s.at, 1, "a blank is missing behind the quote")
	}
	return nil
}

func (s *scanner) value(w *written) (value, *Error) {
	switch {
	case s.is(s.at, '"'):
		return s.quoted()
	case s.is(s.at, '/') && (w.sign == "" || w.sign == ":"):
		return s.pattern()
	}
	start := s.at
	for !s.ends(s.at) && (w.sign != ":" || s.half(s.at) != ',') {
		if s.is(s.at, '"') {
			return value{}, mistake(s.at, 1, `a quote goes round all of a word: "like this"`)
		}
		s.at++
	}
	if s.at == start {
		return value{}, needs(w.name, w.sign, s.at)
	}
	return value{text: s.text(start, s.at), start: start, end: s.at}, nil
}

// quoted reads a value in quotes. A backslash before a quote or a backslash takes away its meaning.
func (s *scanner) quoted() (value, *Error) {
	v := value{form: quoted, start: s.at}
	var b strings.Builder
	for i := s.at + 1; i < len(s.runes); i++ {
		switch {
		case s.is(i, '"'):
			s.at = i + 1
			v.text, v.end = b.String(), s.at
			if v.text == "" {
				return v, mistake(v.start, 2, "nothing stands between the quotes")
			}
			return v, nil
		case s.is(i, '\\') && (s.is(i+1, '"') || s.is(i+1, '\\')):
			i++
		}
		b.WriteRune(s.runes[i])
	}
	s.at = len(s.runes)
	return v, unfinished(v.start, s.at-v.start, `the quote is not closed; add a "`)
}

// pattern reads a regular expression. Slashes inside it need no backslash, for only one at the end of a word closes it.
func (s *scanner) pattern() (value, *Error) {
	v := value{form: pattern, start: s.at}
	for i := s.at + 1; i < len(s.runes); i++ {
		switch {
		case s.is(i, '\\'):
			i++
		case s.is(i, '/') && s.ends(i+1):
			s.at = i + 1
			v.text, v.end = s.text(v.start+1, i), s.at
			if v.text == "" {
				return v, mistake(v.start, 2, "nothing stands between the slashes")
			}
			return v, nil
		}
	}
	s.at = len(s.runes)
	return v, unfinished(v.start, s.at-v.start, `the regular expression is not closed; add a /, or put a word with a / in front in quotes`)
}
