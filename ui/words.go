package ui

import (
	"strings"
	"time"

	"acrwatch/api"
	"acrwatch/internal/tongue"
	"acrwatch/internal/units"
	"acrwatch/poller"
)

// state is a task's status as it is shown: never by colour alone.
type state struct {
	glyph, word string
	ink         ink
}

func (s *styles) task(t *poller.Task) state {
	look := s.phase(t.Phase)
	look.word = s.statusWord(t)
	switch {
	case t.Gone:
		look.glyph, look.ink = "◇", s.muted
	case t.Flow.Stalled:
		look.glyph, look.ink = "◌", s.stalled
	case t.Kind == poller.Subscription && t.Phase == api.PhaseRunning:
		look.glyph, look.ink = "◐", s.pulling
	}
	return look
}

func (s *styles) phase(p api.Phase) state {
	look := state{"?", s.Say(phaseText(p)), s.text}
	switch p {
	case api.PhaseQueued:
		look.glyph, look.ink = "○", s.queued
	case api.PhaseRunning:
		look.glyph, look.ink = "●", s.syncing
	case api.PhaseDone:
		look.glyph, look.ink = "✓", s.done
	case api.PhaseFailed:
		look.glyph, look.ink = "✗", s.failed
	case api.PhaseCanceled:
		look.glyph, look.ink = "◇", s.muted
	}
	return look
}

// oddWords say in a sentence how the service contradicts itself.
var oddWords = map[poller.Oddity]tongue.Text{
	poller.OddRunningResult:  "The service says running, and yet the result SUCCESS.",
	poller.OddRunningEnd:     "The service says running, and yet gives an end time.",
	poller.OddEndBeforeStart: "The service says that it ended before it started.",
	poller.OddFuture:         "The service says that it starts in the future.",
	poller.OddOverSize:       "More bytes moved than the layers hold.",
	poller.OddShortDone:      "The service says done, and yet bytes are missing.",
	poller.OddNoResult:       "It has finished, and the service gives no result.",
	poller.OddRestarted:      "A layer started over: its bytes fell.",
}

// ago is the time since t, or unknown.
func (s *styles) ago(now, t time.Time) string {
	if t.IsZero() {
		return units.Unknown
	}
	return s.Say("%s ago", s.Duration(now.Sub(t)))
}

// clock is a time of day, with the date when that is another one.
func (s *styles) clock(now, t time.Time, at *time.Location) string {
	t, now = t.In(at), now.In(at)
	switch {
	case t.YearDay() == now.YearDay() && t.Year() == now.Year():
		return t.Format("15:04:05")
	case t.Year() == now.Year():
		return t.Format(s.Say("Jan 2 15:04:05"))
	}
	return t.Format("2006-01-02 15:04:05")
}

// shortDigest is the first twelve figures of a digest.
func shortDigest(d string) string {
	if _, figures, ok := strings.Cut(d, ":"); ok {
		d = figures
	}
	if len(d) > 12 && textWidth(d) == len(d) {
		return d[:12]
	}
	return d
}
