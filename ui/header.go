package ui

import (
	"fmt"
	"time"

	"acrwatch/api"
	"acrwatch/internal/tongue"
	"acrwatch/internal/units"
	"acrwatch/poller"
)

// piece is a piece of text in its ink, for lines whose pieces are measured before they are written.
type piece struct {
	ink  ink
	text string
}

func piecesWidth(ps []piece) int {
	n := 0
	for _, p := range ps {
		n += textWidth(p.text)
	}
	return n
}

// header is the first line: whom we watch, how many tasks stand where, and how old this is.
func (m *Model) header(l layout) string {
	out := newLine(l.width)
	right := m.status(l)
	limit := l.width - piecesWidth(right) - 3
	out.gap(1)
	if l.width >= 40 {
		out.upTo(m.styles.accentStrong, "acrwatch", limit)
	}
	if l.width >= wideColumns {
		out.gap(2)
		for _, p := range m.names() {
			out.upTo(p.ink, p.text, limit-out.used)
		}
		out.gap(1)
	}
	for _, c := range m.counts(l, limit-out.used) {
		if out.used+piecesWidth(c) > limit {
			break
		}
		for _, p := range c {
			out.text(p.ink, p.text)
		}
	}
	out.to(l.width - piecesWidth(right) - 1)
	for _, p := range right {
		out.text(p.ink, p.text)
	}
	return out.String()
}

// nameColumns is what a target's name may take of the header.
const nameColumns = 24

func (m *Model) names() []piece {
	s := &m.styles
	var ps []piece
	if m.opts.Title != "" {
		ps = append(ps, piece{s.muted, m.opts.Title + "  "})
	}
	if m.snap == nil || len(m.snap.Targets) == 0 {
		return ps
	}
	ps = append(ps, piece{s.text, cutMiddle(m.snap.Targets[0].Name, nameColumns)})
	if n := len(m.snap.Targets) - 1; n > 0 {
		ps = append(ps, piece{s.muted, fmt.Sprintf(" +%d", n)})
	}
	return ps
}

// status is the right end of the header: the age of what is shown, or why it does not get younger.
func (m *Model) status(l layout) []piece {
	s := &m.styles
	if m.snap == nil {
		if m.opts.Player != nil {
			return []piece{{s.accentStrong, s.Say(wordReplay)}}
		}
		return []piece{{s.muted, s.Say("asking %s", s.Duration(m.now.Sub(m.started)))}}
	}
	ps := m.modeWords(l)
	if m.travelling() && l.width < stackedColumns {
		return ps[:len(ps)-1]
	}
	if !m.pausedAt.IsZero() && !m.travelling() {
		ps = append(ps, piece{s.paused, s.Say("PAUSED %s", s.Duration(m.now.Sub(m.pausedAt)))}, piece{s.muted, " · "})
	} else if w := m.worst(); w != nil {
		ps = append(ps, piece{s.failed, s.Say("%s %s", failingText(w.Err), s.Duration(w.Failing(m.now)))})
		if wait := w.RetryAt.Sub(m.now); wait > time.Second {
			ps = append(ps, piece{s.muted, " · " + s.Say("again in %s", s.Duration(wait))})
		}
		ps = append(ps, piece{s.muted, " · "})
	}
	if off := m.clockOff(); off != 0 && l.width >= stackedColumns {
		ps = append(ps, piece{s.stalled, s.clockOffText(off)}, piece{s.muted, " · "})
	}
	if l.width < wideColumns && l.width >= stackedColumns && !m.travelling() && m.snap.Totals.RateKnown && m.worst() == nil {
		ps = append(ps, piece{s.text, units.Rate(m.snap.Totals.Rate)}, piece{s.muted, " · "})
	}
	age, answered := m.age()
	if answered == 0 {
		return append(ps, piece{s.muted, s.Say("no answer yet")})
	}
	ps = append(ps, piece{s.text, s.Say("%s ago", m.roughly(age))})
	switch all := len(m.snap.Targets); {
	case answered < all && l.width >= wideColumns:
		ps = append(ps, piece{s.stalled, " · " + s.Say("nothing yet from %d of %d", all-answered, all)})
	case answered < all:
		ps = append(ps, piece{s.stalled, " " + s.Say("(%d of %d)", answered, all)})
	}
	if l.width >= wideColumns {
		ps = append(ps, piece{s.muted, " · " + s.Say("%.1f calls/s", m.snap.Calls)})
	}
	return ps
}

// failingText is what is failing: neither a token that has run out nor a broken network is the API's fault.
func failingText(e *api.Error) tongue.Text {
	switch e.Class {
	case api.ClassExpired:
		return "token expired"
	case api.ClassBadCredentials:
		return "bad credentials"
	case api.ClassThrottled:
		return "throttled"
	case api.ClassNetwork:
		return "offline"
	case api.ClassDenied:
		return "not permitted"
	}
	return "API failing"
}

// clockOff is how far this machine's clock is from the service's, whichever is ahead.
func (m *Model) clockOff() time.Duration { return farthestOff(m.snap) }

func farthestOff(s *poller.Snapshot) time.Duration {
	var off time.Duration
	for i := range s.Targets {
		off = max(off, s.Targets[i].ClockOff.Abs())
	}
	return off
}

// worst is the target that has been failing longest, nil when all is well.
func (m *Model) worst() *poller.Target { return worstOf(m.snap, m.now) }

func worstOf(s *poller.Snapshot, now time.Time) *poller.Target {
	var worst *poller.Target
	for i := range s.Targets {
		t := &s.Targets[i]
		if f := t.Failing(now); f > poller.FailingAfter && (worst == nil || f > worst.Failing(now)) {
			worst = t
		}
	}
	return worst
}
