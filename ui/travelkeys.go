package ui

import (
	"errors"
	"time"

	tea "charm.land/bubbletea/v2"

	"acrwatch/internal/instant"
	"acrwatch/internal/past"
	"acrwatch/internal/tongue"
	"acrwatch/keymap"
	"acrwatch/poller"
)

// The words of going through time.
const (
	wordReplay      = "REPLAY"
	wordReplayAt    = "REPLAY %s"
	wordPast        = "PAST %s"
	wordPastAgo     = "PAST %s, %s back"
	wordReachesBack = "the past reaches back to %s"
	wordBegins      = "the recording begins here"
	wordEnds        = "the recording ends here"
	wordNoneBefore  = "no failure, stall or end of a batch before"
	wordNoneAfter   = "no failure, stall or end of a batch after this"
	wordReadingOn   = "none so far; the recording is still being read"
	wordNobodyAsked = "this is the past: nobody is asked"
	wordSpeed       = "%s times as fast"
	wordOutside     = "from %s to %s is there"
	wordNoTime      = "no time; write 02:14, 2026-11-21 02:14, +10m, -1h or end"
	wordOpening     = "reading the recording"
)

// speeds are those that the keys go through.
var speeds = []float64{0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1200, 3600}

// goThrough does what goes through time, and says whether it was that.
func (m *Model) goThrough(a keymap.Action) bool {
	switch a {
	case keymap.StepBack:
		m.step(-1)
	case keymap.StepOn:
		m.step(1)
	case keymap.EventBefore:
		m.toEvent(-1)
	case keymap.EventAfter:
		m.toEvent(1)
	case keymap.Now:
		m.toEnd()
	case keymap.Slower:
		m.changeSpeed(-1)
	case keymap.Faster:
		m.changeSpeed(1)
	default:
		return false
	}
	return true
}

// asks says that an action is a question to the service, which the past has no answer to.
func asks(a keymap.Action) bool {
	return a == keymap.Refresh || a == keymap.RefreshAll || a == keymap.Raw
}

// position is the time that is shown, or soon will be.
func (m *Model) position() time.Time {
	if !m.travel.goal.IsZero() {
		return m.travel.goal
	}
	return m.now
}

// shownAt is the time of what is shown. The clock of a live dashboard goes on from there until more is known.
func (m *Model) shownAt() time.Time {
	if !m.travelling() {
		return m.travel.latest.At
	}
	return m.position()
}

// ends are the first and the last time that can be shown.
func (m *Model) ends() (from, to time.Time) {
	if m.travel.player != nil {
		return m.travel.moment.From, m.travel.moment.To
	}
	from, _ = m.travel.past.First()
	return from, m.travel.latest.At
}

// step goes back or on: in a recording by what it plays in a second, and else from one kept snapshot to the next.
func (m *Model) step(n int) {
	if m.snap == nil {
		return
	}
	if m.travel.player != nil {
		m.seek(m.position().Add(time.Duration(float64(n) * m.travel.moment.Speed * float64(time.Second))))
		return
	}
	s := m.travel.past.After(m.shownAt())
	if n < 0 {
		s = m.travel.past.Before(m.shownAt())
	}
	switch {
	case s != nil && s != m.travel.latest:
		m.lookBack(s)
	case n < 0:
		first, _ := m.travel.past.First()
		m.say(mutedInk, wordReachesBack, m.clock(first))
	default:
		m.toNow()
	}
}

// seek goes to a time of a recording, or to that of its ends which is nearer.
func (m *Model) seek(to time.Time) {
	from, end := m.ends()
	switch at := m.position(); {
	case to.Before(from):
		to = from
		if at.Equal(from) {
			m.say(mutedInk, wordBegins)
		}
	case to.After(end):
		to = end
		if at.Equal(end) {
			m.say(mutedInk, wordEnds)
		}
	}
	m.travel.goal = to
	m.travel.player.Seek(to)
}

// goToTime goes to a time between the ends.
func (m *Model) goToTime(at time.Time) {
	switch {
	case m.travel.player != nil:
		m.seek(at)
	case !at.Before(m.travel.latest.At):
		m.toNow()
	default:
		m.lookBack(m.travel.past.At(at))
	}
}

// lookBack shows an earlier snapshot on a live dashboard, which goes on in the background.
func (m *Model) lookBack(s *poller.Snapshot) {
	anew := !m.travel.back
	m.travel.back = true
	m.arrive(s, anew)
}

// toNow shows what is known now.
func (m *Model) toNow() {
	if !m.travel.back {
		return
	}
	m.travel.back = false
	m.arrive(m.travel.latest, true)
	m.now = latest(m.now, m.away.clock)
}

// toEnd goes to now, or to the end of a recording.
func (m *Model) toEnd() {
	if m.travel.player == nil {
		m.toNow()
		return
	}
	_, end := m.ends()
	m.seek(end)
}

// toEvent goes to what happened before or next.
func (m *Model) toEvent(way int) {
	if m.snap == nil {
		return
	}
	marks, find, none := m.pastMarks(), past.Marks.After, tongue.Text(wordNoneAfter)
	if way < 0 {
		find, none = past.Marks.Before, wordNoneBefore
	}
	mark, found := find(marks, m.shownAt())
	if !found {
		if way > 0 && m.travel.player != nil && m.travel.moment.Happened.Until.Before(m.travel.moment.To) {
			none = wordReadingOn
		}
		m.say(mutedInk, none)
		return
	}
	m.goToMark(mark)
}

// goToMark goes to what happened, and takes the cursor to the task that it happened to.
func (m *Model) goToMark(mark past.Mark) {
	m.travel.seen = mark.Task
	m.goToTime(mark.At)
}

// pastMarks are what one can jump to.
func (m *Model) pastMarks() past.Marks {
	if m.travel.player != nil {
		return m.travel.moment.Happened.Marks
	}
	return m.travel.past.Marks()
}

// changeSpeed takes the next higher or lower speed.
func (m *Model) changeSpeed(way int) {
	if m.travel.player == nil || m.snap == nil {
		return
	}
	now := m.travel.moment.Speed
	next := now
	for _, speed := range speeds {
		if way < 0 && speed < now {
			next = speed
		}
		if way > 0 && speed > now {
			next = speed
			break
		}
	}
	m.travel.moment.Speed = next
	m.travel.player.Pace(next)
	m.say(mutedInk, wordSpeed, speedText(next))
}

// runAt goes to a time that was typed.
func runAt(m *Model, argument string) (tea.Cmd, *flaw) {
	if m.snap == nil {
		return nil, &flaw{0, 0, m.styles.Say(notHere)}
	}
	from, to := m.ends()
	at, err := instant.Parse(argument, instant.Span{From: from, To: to, Now: m.position(), Location: m.opts.Location})
	switch {
	case errors.Is(err, instant.ErrOutside):
		return nil, &flaw{0, len([]rune(argument)), m.styles.Say(wordOutside, m.clock(from), m.clock(to))}
	case err != nil:
		return nil, &flaw{0, len([]rune(argument)), m.styles.Say(wordNoTime)}
	}
	m.goToTime(at)
	return nil, nil
}
