// Package doctor checks what the dashboard needs: keys, the way to the service, the clock, what the keys may read, and
// the terminal. It only reads, and nothing secret is in what it finds, so that a report can be passed on as it is.
package doctor

import (
	"strconv"
	"time"
)

// Result is how a check went.
type Result uint8

const (
	OK   Result = iota // as it should be
	Warn               // works, with something missing
	Fail               // does not work
)

// String is the word for a result.
func (r Result) String() string { return [...]string{"ok", "warn", "fail"}[r] }

// MarshalText is the word for a result.
func (r Result) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// Check is one thing that was looked at.
type Check struct {
	Name   string `json:"name"`
	Result Result `json:"result"`
	Fact   string `json:"fact"`          // what was found, in one line
	Fix    string `json:"fix,omitempty"` // what to do, where the result is not OK
}

// Group is checks that belong together.
type Group struct {
	Title  string  `json:"title"`
	Checks []Check `json:"checks"`
}

// Report is all that was looked at.
type Report struct {
	Program string // name, version and system
	At      time.Time
	Groups  []Group
}

// Count is how many checks ended in a result.
func (r *Report) Count(result Result) int {
	n := 0
	for _, g := range r.Groups {
		for _, c := range g.Checks {
			if c.Result == result {
				n++
			}
		}
	}
	return n
}

// checks gathers what a part of the report finds.
type checks []Check

func (l *checks) ok(name, fact string)        { *l = append(*l, Check{name, OK, fact, ""}) }
func (l *checks) warn(name, fact, fix string) { *l = append(*l, Check{name, Warn, fact, fix}) }
func (l *checks) fail(name, fact, fix string) { *l = append(*l, Check{name, Fail, fact, fix}) }

// either is ok or a warning.
func (l *checks) either(good bool, name, fact, otherwise, fix string) {
	if good {
		l.ok(name, fact)
		return
	}
	l.warn(name, otherwise, fix)
}

// plural is a number with its noun.
func plural(n int, noun string) string {
	text := strconv.Itoa(n) + " " + noun
	if n != 1 {
		text += "s"
	}
	return text
}
