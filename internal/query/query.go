// Package query is the filter language: terms that a task must all satisfy. Bare words look in the image, the id and
// the route; status: names where a task stands; a leading minus negates; quotes keep spaces.
package query

import (
	"fmt"
	"slices"
	"strings"
)

// Query is a parsed filter. The zero value matches everything.
type Query struct {
	terms []term
}

type term struct {
	negate bool
	word   string // lower case; empty for a status term
	status Status
}

// Error is a mistake in a filter: what is wrong, and where.
type Error struct {
	At     int // column of the first character at fault, from 1
	Reason string
}

// Error is the mistake in one line.
func (e *Error) Error() string { return fmt.Sprintf("column %d: %s", e.At, e.Reason) }

// Empty says that the filter lets everything through.
func (q Query) Empty() bool { return len(q.terms) == 0 }

// Match says whether a subject satisfies every term.
func (q Query) Match(s Subject) bool {
	for _, t := range q.terms {
		if t.matches(s) == t.negate {
			return false
		}
	}
	return true
}

func (t term) matches(s Subject) bool {
	if t.word == "" {
		return t.status&s.Status != 0
	}
	return strings.Contains(s.Text, t.word)
}

// Parse reads a filter. A mistake comes back as an *Error.
func Parse(text string) (Query, error) {
	var q Query
	for _, f := range fields(text) {
		if f.unclosed {
			return Query{}, &Error{f.at, `the quote is not closed; add a "`}
		}
		t, err := parseTerm(f)
		if err != nil {
			return Query{}, err
		}
		if t.word != "" || t.status != 0 {
			q.terms = append(q.terms, t)
		}
	}
	return q, nil
}

func parseTerm(f field) (term, error) {
	text, at := f.text, f.at
	t := term{}
	if !f.quoted && strings.HasPrefix(text, "-") {
		t.negate, text, at = true, text[1:], at+1
	}
	if names, ok := strings.CutPrefix(strings.ToLower(text), "status:"); ok && !f.quoted {
		status, err := parseStatus(names, at+len("status:"))
		t.status = status
		return t, err
	}
	t.word = strings.ToLower(text)
	return t, nil
}

func parseStatus(names string, at int) (Status, error) {
	var status Status
	for name := range strings.SplitSeq(names, ",") {
		s, ok := statusNames[name]
		switch {
		case ok:
			status |= s
		case name == "" && status == 0 && names == "":
			return 0, &Error{at, "no status; known are " + known()}
		case name != "":
			return 0, &Error{at, fmt.Sprintf("unknown status %q; known are %s", name, known())}
		}
		at += len([]rune(name)) + 1
	}
	return status, nil
}

func known() string {
	names := make([]string, 0, len(statusNames))
	for name := range statusNames {
		names = append(names, name)
	}
	slices.Sort(names)
	return strings.Join(names, ", ")
}

type field struct {
	text     string
	at       int // column of its first character, from 1
	quoted   bool
	unclosed bool
}

// fields splits at blanks outside of double quotes.
func fields(text string) []field {
	var out []field
	runes := []rune(text)
	for i := 0; i < len(runes); {
		if runes[i] == ' ' || runes[i] == '\t' {
			i++
			continue
		}
		f, next := nextField(runes, i)
		out = append(out, f)
		i = next
	}
	return out
}

func nextField(runes []rune, start int) (field, int) {
	f := field{at: start + 1}
	if runes[start] == '"' {
		f.quoted = true
		for i := start + 1; i < len(runes); i++ {
			if runes[i] == '"' {
				f.text = string(runes[start+1 : i])
				return f, i + 1
			}
		}
		f.unclosed = true
		return f, len(runes)
	}
	i := start
	for i < len(runes) && runes[i] != ' ' && runes[i] != '\t' {
		i++
	}
	f.text = string(runes[start:i])
	return f, i
}
