package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"acrwatch/internal/past"
	"acrwatch/poller"
)

// Player plays a recording: what it shows reaches the dashboard as past.Moment messages. None of its methods may wait.
type Player interface {
	// Play plays on, or stops.
	Play(on bool)
	// Pace sets how many times as fast as it was the recording is played.
	Pace(speed float64)
	// Seek stops at an instant.
	Seek(to time.Time)
}

// noPoller stands in where nobody can be asked.
type noPoller struct{}

func (noPoller) Attend(poller.Key, []poller.Key)                     {}
func (noPoller) Refresh(...poller.Key)                               {}
func (noPoller) Answer(poller.Key) (answer poller.Answer, kept bool) { return poller.Answer{}, false }
func (noPoller) Pause(bool)                                          {}
func (noPoller) Focus(bool)                                          {}

// travel is where in time the screen is. A live dashboard keeps what it has shown and can go back in it; a recording is
// nothing but past.
//
// What is shown of an instant follows from the instant and from what the user has set, and not from the way there: order
// and cursor never depend on what was on the screen before.
type travel struct {
	player Player
	moment past.Moment // of the player
	goal   time.Time   // where the player was told to go; zero once it is there

	past   *past.Past
	latest *poller.Snapshot // what is known now, when the dashboard is live
	back   bool             // an earlier snapshot is on the screen

	seen poller.Key // the task that the cursor goes to on arrival; none for where it is
	held int        // how many rows of the window are above the cursor, as the user left it
}

func newTravel(o Options) travel { return travel{player: o.Player, past: past.New(past.Options{})} }

// travelling says that what is shown is not now.
func (m *Model) travelling() bool { return m.travel.player != nil || m.travel.back }

// wall is the time of the machine; what is shown may be of another time.
func (m *Model) wall() time.Time {
	switch {
	case !m.travelling():
		return m.now
	case m.travel.latest != nil:
		return latest(m.away.clock, m.travel.latest.At)
	}
	return m.away.clock
}

// onMoment shows what a player has come to.
func (m *Model) onMoment(t past.Moment) {
	before := len(m.travel.moment.Notes)
	m.travel.moment = t
	if t.Snapshot.At.Equal(m.travel.goal) {
		m.travel.goal = time.Time{}
	}
	m.arrive(t.Snapshot, t.Jumped)
	if n := len(t.Notes); n > before {
		m.told(stalledInk, m.styles.Retell(t.Notes[n-1]))
	}
}

// arrive shows what was known at an instant; anew is set where that has nothing in common with what is shown.
func (m *Model) arrive(s *poller.Snapshot, anew bool) {
	anew = anew || m.snap == nil || s.Tasks.Len() < m.snap.Tasks.Len()
	m.snap, m.now = s, s.At
	if anew {
		m.index.restart(m.travelling())
		m.batches.restart(m.travelling())
		m.failures.restart()
	}
	m.failures.watched = m.view == failuresView && !m.travelling()
	m.index.update(s, m.now)
	m.batches.update(s, m.now)
	m.failures.update(s, m.now)
	for _, x := range []lister{&m.index, &m.batches, &m.failures} {
		x.rematchAll(anew)
	}
	m.layers = layerOrder{}
	m.follow()
	m.list.offset = max(m.list.cursor-m.travel.held, 0)
	if k := m.travel.seen; k != (poller.Key{}) {
		m.travel.seen = poller.Key{}
		m.lookAt(k)
	}
}

// lookAt takes the cursor to a task, if the list shows it.
func (m *Model) lookAt(k poller.Key) {
	if at, found := m.findRow(rowID{task: k}); found && m.view == tasksView {
		m.touched, m.list.cursor = true, at
		m.list.fit(m.rows().len(), m.layout().listRows())
		m.travel.held = m.list.cursor - m.list.offset
	}
}

// adrift says that the cursor rests on no task of its own: then it does not stay, as it would depend on the way.
func (m *Model) adrift() bool { return m.travelling() && !m.touched && m.view == tasksView }

// holdRow remembers where in the window the cursor stands, as often as the user moves it. Time moves on under it.
func (m *Model) holdRow(msg tea.Msg) {
	switch msg.(type) {
	case past.Moment, tickMsg:
	default:
		m.travel.held = m.list.cursor - m.list.offset
	}
}
