package config

import (
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"

	"acrwatch/internal/tongue"
)

// Problem is one mistake of the user's, in one line: where, what was written, what is wrong with it, what to do.
type Problem struct {
	Where string // "config.toml:12", "--budget", "ACRWATCH_BUDGET"
	Wrote string // "budget = \"fast\"", "fast"; empty when there is nothing to quote
	What  string
	Fix   string

	line int // in the file, so that its mistakes come from top to bottom
}

// Error is the problem in one line.
func (p *Problem) Error() string {
	place := p.Where
	if p.Wrote != "" {
		place += ": " + p.Wrote
	}
	if p.Fix == "" {
		return tongue.Said("%s: %v", place, p.What)
	}
	return tongue.Said("%s: %v; %v", place, p.What, p.Fix)
}

// problems gathers mistakes, so that the user mends them in one go.
type problems struct{ all []error }

func (p *problems) add(where, wrote, what, fix string) {
	p.all = append(p.all, &Problem{Where: where, Wrote: wrote, What: what, Fix: fix})
}

func (p *problems) err() error { return errors.Join(p.all...) }

const maxQuote = 60

// printable makes a text safe for the terminal and for one line.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r == utf8.RuneError || !unicode.IsPrint(r) {
			return '·'
		}
		return r
	}, s)
}

// quote makes what the user wrote safe and short enough for one line of an error.
func quote(s string) string {
	s = printable(s)
	if utf8.RuneCountInString(s) > maxQuote {
		return string([]rune(s)[:maxQuote-1]) + "…"
	}
	return s
}

// secretive says that a line of the file must not be quoted: its key looks like a secret that was written into the
// wrong place, or its value is a URL that can hold a password.
func secretive(key, value string) bool {
	key = strings.ToLower(key)
	for _, word := range []string{"secret", "token", "password", "access", "credential"} {
		if strings.Contains(key, word) {
			return true
		}
	}
	return strings.Contains(value, "@")
}
