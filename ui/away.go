package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"acrwatch/api"
	"acrwatch/internal/notify"
	"acrwatch/poller"
)

// Attention is how somebody who does not look at the screen is reached. The zero value reaches nobody.
type Attention struct {
	Level    notify.Level
	Bell     bool
	Terminal notify.Terminal
	Quiet    notify.Hours  // local time in which nothing is sent
	Idle     time.Duration // without a key for so long nobody looks; 0: whoever has the focus looks
}

const (
	// leastAway is the shortest absence that is worth a line afterwards.
	leastAway = 15 * time.Second
	// reportSpan is how long that line stays when nobody closes it.
	reportSpan = time.Minute
)

// away is whether somebody looks, and what happens while nobody does.
type away struct {
	blurred bool
	clock   time.Time // the last tick; the time on screen may be older without the focus
	key     time.Time // the last key, click or change of the focus
	since   time.Time // from when on nobody looks; zero while somebody does
	toll    toll      // since somebody looked last
	report  report
	recall  missedList
	log     eventLog
	desk    notify.Desk
	failed  int // tasks of the work in hand that failed
}

func newAway(o Options) away {
	return away{clock: o.Now, key: o.Now, desk: notify.Desk{Level: o.Attention.Level, Quiet: o.Attention.Quiet}}
}

// report is what the line says after an absence; the zero value is no line.
type report struct {
	since, until time.Time
	toll         toll
	passed       bool // the user has moved on, so that enter belongs to the list again
}

func (r *report) shown() bool { return !r.until.IsZero() }

// toll counts what became of tasks.
type toll struct {
	done, failed, canceled int
	stalled                map[poller.Key]bool // those that still are
}

func (t *toll) add(events []notify.Event) {
	for _, e := range events {
		delete(t.stalled, e.Key)
		switch e.Kind {
		case notify.Done:
			t.done++
		case notify.Failed:
			t.failed++
		case notify.Canceled:
			t.canceled++
		case notify.Stalled:
			if t.stalled == nil {
				t.stalled = map[poller.Key]bool{}
			}
			t.stalled[e.Key] = true
		}
	}
}

func (t *toll) empty() bool { return t.done+t.failed+t.canceled+len(t.stalled) == 0 }

// join counts an earlier absence in, of which the user has not been rid yet.
func (t *toll) join(earlier toll) {
	t.done, t.failed, t.canceled = t.done+earlier.done, t.failed+earlier.failed, t.canceled+earlier.canceled
	for k := range earlier.stalled {
		if t.stalled == nil {
			t.stalled = map[poller.Key]bool{}
		}
		t.stalled[k] = true
	}
}

// onFocus tells the poller whether anybody seems to look, and greets who comes back.
func (m *Model) onFocus(focused bool) {
	m.opts.Poller.Focus(focused)
	a := &m.away
	if focused {
		a.blurred = false
		if !m.travelling() {
			m.now = latest(m.now, a.clock)
		}
		a.present(m.wall())
		return
	}
	a.blurred = true
	if a.since.IsZero() {
		a.since, a.toll = latest(m.wall(), a.clock), toll{}
	}
}

// noteInput takes every key and click as a sign that somebody looks. It comes after the key has done its work, so that
// the line that greets cannot take the key that brought it.
func (m *Model) noteInput(msg tea.Msg) {
	switch msg.(type) {
	case tea.KeyPressMsg, tea.PasteMsg, tea.MouseMsg:
		m.away.blurred = false
		if !m.travelling() {
			m.now = latest(m.now, m.away.clock)
		}
		m.away.present(latest(m.wall(), m.away.clock))
	}
}

func (a *away) present(at time.Time) {
	if !a.since.IsZero() && !a.toll.empty() && at.Sub(a.since) >= leastAway {
		from := a.since
		if a.report.shown() {
			from = a.report.since
			a.toll.join(a.report.toll)
		}
		a.report = report{since: from, until: at, toll: a.toll}
	}
	a.since, a.key, a.toll = time.Time{}, at, toll{}
	a.desk.Clear()
}

// pass lets time go by: without a key for long enough, nobody looks.
func (a *away) pass(at time.Time, idle time.Duration) {
	a.clock = at
	if a.since.IsZero() && idle > 0 && at.Sub(a.key) >= idle {
		a.since = a.key
	}
	if a.report.shown() && a.since.IsZero() && at.Sub(a.report.until) >= reportSpan {
		a.report = report{}
	}
}

// noteEvents keeps what the changes between two snapshots mean to somebody who was away.
func (m *Model) noteEvents(changes []poller.Change) {
	a := &m.away
	now, at := m.travel.latest, m.wall()
	events := notify.Events(changes, m.started.Add(farthestOff(now)), at)
	a.log.add(events)
	a.toll.add(events)
	for _, e := range events {
		if e.Kind == notify.Failed {
			a.failed++
		}
	}
	if now.Active == 0 {
		a.failed = 0
	}
	if a.since.IsZero() {
		return
	}
	a.desk.Add(notify.Notices(events, m.batchNow), at.In(m.opts.Location))
}

// batchNow is how the batch of an event stands, with what is over in another way than done or failed.
func (m *Model) batchNow(e notify.Event) notify.Batch {
	var b notify.Batch
	for _, t := range m.batchTasks(batchKey{e.Key.Target, e.Batch}) {
		b.Total++
		switch {
		case t.Phase == api.PhaseDone:
			b.Done++
		case t.Phase == api.PhaseFailed:
			b.Failed++
		case !t.Active():
			b.Other++
		}
	}
	return b
}

// batchTasks are the tasks of a batch as they are now, whatever time is shown.
func (m *Model) batchTasks(k batchKey) []*poller.Task {
	var tasks []*poller.Task
	if m.travel.back {
		for _, t := range m.travel.latest.Tasks.All() {
			if batchOf(t) == k {
				tasks = append(tasks, t)
			}
		}
		return tasks
	}
	for _, i := range m.batches.members(k) {
		tasks = append(tasks, m.batches.tasks.At(int(i)))
	}
	return tasks
}

// sendNotices is the message that is due, as it goes to the terminal.
func (m *Model) sendNotices() tea.Cmd {
	if m.away.since.IsZero() {
		return nil
	}
	summary, due := m.away.desk.Due(latest(m.wall(), m.away.clock).In(m.opts.Location))
	if !due {
		return nil
	}
	sequence := notify.Encode(m.opts.Attention.Terminal, programName, m.styles.summaryText(summary))
	if m.opts.Attention.Bell {
		sequence = notify.Bell + sequence
	}
	if sequence == "" {
		return nil
	}
	return tea.Raw(sequence)
}

func latest(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
