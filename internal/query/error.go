package query

import (
	"errors"
	"fmt"
	"strconv"

	"acrwatch/internal/tongue"
)

// Error is a mistake in a filter: where it is, and what is wrong with it or would be right.
type Error struct {
	Offset     int // of the first rune at fault, from 0
	Length     int // in runes; 0 where something is missing
	Reason     *tongue.Phrase
	Incomplete bool // the text breaks off in its last term: typing on can make it right
}

// Error is the mistake in one line. Columns count from 1.
func (e *Error) Error() string { return fmt.Sprintf("column %d: %s", e.Offset+1, e.Reason) }

// Incomplete says that err comes from a filter that only breaks off in its last term. The query that came with it is
// fit to be shown while somebody types on; whoever gets such a filter whole should refuse it.
func Incomplete(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.Incomplete
}

// mistake is an error that typing on cannot mend.
func mistake(offset, length int, text tongue.Text, args ...any) *Error {
	return &Error{Offset: offset, Length: length, Reason: &tongue.Phrase{Text: text, Args: args}}
}

// unfinished is an error that typing on can mend, if nothing follows.
func unfinished(offset, length int, text tongue.Text, args ...any) *Error {
	e := mistake(offset, length, text, args...)
	e.Incomplete = true
	return e
}

const mostShown = 40 // runes of the user's own text in a message

// shown is the user's own text, safe for one line of a terminal.
func shown(text string) string {
	if runes := []rune(text); len(runes) > mostShown {
		text = string(runes[:mostShown-1]) + "…"
	}
	quoted := strconv.Quote(text)
	return quoted[1 : len(quoted)-1]
}
