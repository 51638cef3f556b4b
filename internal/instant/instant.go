// Package instant reads a time as somebody writes it who looks back: 02:14, 2026-11-21 02:14, -1h, end.
package instant

import (
	"errors"
	"strings"
	"time"
)

// Span is what a time is read in.
type Span struct {
	From, To time.Time // the beginning and the end of what there is
	Now      time.Time // where the reader is
	Location *time.Location
}

// The reasons why a text is no time of a span.
var (
	ErrForm    = errors.New("no time; write 02:14, 2026-11-21 02:14, +10m, -1h or end")
	ErrOutside = errors.New("outside of what there is")
)

// days are the ways to write a time with its day, and clocks those without.
var (
	days   = []string{"2006-01-02 15:04:05", "2006-01-02 15:04", "2006-01-02T15:04:05", "2006-01-02T15:04"}
	clocks = []string{"15:04:05", "15:04"}
)

// Parse reads a time. One without a day is that of the day in the span which is nearest to Now. What is relative to now
// stops at the ends of the span; any other time outside of it is ErrOutside.
func Parse(text string, in Span) (time.Time, error) {
	text = strings.Join(strings.Fields(text), " ")
	switch text {
	case "start":
		return in.From, nil
	case "end", "now":
		return in.To, nil
	}
	if strings.HasPrefix(text, "+") || strings.HasPrefix(text, "-") {
		by, err := time.ParseDuration(text)
		if err != nil {
			return time.Time{}, ErrForm
		}
		return in.clamp(in.Now.Add(by)), nil
	}
	if at, err := time.Parse(time.RFC3339, text); err == nil {
		return in.inside(at, time.Second)
	}
	for _, form := range days {
		if at, err := time.ParseInLocation(form, text, in.Location); err == nil {
			return in.inside(at, unit(form))
		}
	}
	for _, form := range clocks {
		if at, err := time.ParseInLocation(form, text, in.Location); err == nil {
			return in.nearest(at, unit(form))
		}
	}
	return time.Time{}, ErrForm
}

// unit is how much a time of a form leaves open: 02:14 is all of that minute.
func unit(form string) time.Duration {
	if strings.HasSuffix(form, ":05") {
		return time.Second
	}
	return time.Minute
}

// nearest is the time of day on that day of the span which is nearest to now.
func (s Span) nearest(clock time.Time, unit time.Duration) (time.Time, error) {
	var best time.Time
	found := false
	first, last := s.From.In(s.Location), s.To.In(s.Location)
	for day := first; !day.After(last.AddDate(0, 0, 1)); day = day.AddDate(0, 0, 1) {
		at := time.Date(day.Year(), day.Month(), day.Day(), clock.Hour(), clock.Minute(), clock.Second(), 0, s.Location)
		at, err := s.inside(at, unit)
		if err == nil && (!found || at.Sub(s.Now).Abs() < best.Sub(s.Now).Abs()) {
			best, found = at, true
		}
	}
	if !found {
		return time.Time{}, ErrOutside
	}
	return best, nil
}

// inside refuses a time that the span does not touch.
func (s Span) inside(at time.Time, unit time.Duration) (time.Time, error) {
	if at.After(s.To) || !at.Add(unit).After(s.From) {
		return time.Time{}, ErrOutside
	}
	return s.clamp(at), nil
}

func (s Span) clamp(at time.Time) time.Time {
	switch {
	case at.Before(s.From):
		return s.From
	case at.After(s.To):
		return s.To
	}
	return at
}
