package ui

import (
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"acrwatch/internal/notify"
	"acrwatch/keymap"
	"acrwatch/poller"
)

// eventLog is the latest events, the oldest first.
type eventLog struct {
	events  []notify.Event
	dropped int
}

// Beyond mostEvents the log is cut back to keptEvents. What went well goes first: of a night with thousands of tasks,
// the three that failed are what somebody looks for.
const (
	mostEvents = 1000
	keptEvents = 800
)

func (l *eventLog) add(events []notify.Event) {
	l.events = append(l.events, events...)
	excess := len(l.events) - keptEvents
	if len(l.events) <= mostEvents {
		return
	}
	l.dropped += excess
	kept := make([]notify.Event, 0, mostEvents)
	for _, e := range l.events {
		if excess > 0 && e.Kind == notify.Done {
			excess--
			continue
		}
		kept = append(kept, e)
	}
	l.events = append(make([]notify.Event, 0, mostEvents), kept[excess:]...)
}

// since is the events from a time on, the newest first.
func (l *eventLog) since(from time.Time) []notify.Event {
	var events []notify.Event
	for i := len(l.events) - 1; i >= 0 && !l.events[i].At.Before(from); i-- {
		events = append(events, l.events[i])
	}
	return events
}

// missedList is the list of what happened. It holds still while it is open: what happens meanwhile is in the next one.
type missedList struct {
	title    string
	span     string
	toll     toll
	events   []notify.Event
	dropped  int
	widest   int // columns of the longest name
	farthest int // columns of the longest place that one goes to
	window   window
}

// openRecall shows a list in place of the tasks.
func (m *Model) openRecall(r missedList) {
	for _, e := range r.events {
		r.widest, r.farthest = max(r.widest, textWidth(e.Image)), max(r.farthest, textWidth(e.To))
	}
	m.mode, m.away.report, m.away.recall = recalling, report{}, r
}

// showReport lists what happened during the absence that the line tells of.
func (m *Model) showReport() {
	r := m.away.report
	m.openRecall(missedList{
		title: m.styles.Say(wordsAwayHead), span: m.between(r.since, r.until), toll: r.toll, events: m.away.log.since(r.since),
	})
}

// showRecall lists everything that is kept.
func (m *Model) showRecall() {
	if m.travelling() {
		from, _ := m.ends()
		events := slices.Clone(m.eventsThen())
		slices.Reverse(events)
		dropped := max(len(events)-mostEvents, 0)
		m.openRecall(missedList{
			title: m.styles.Say(wordsAllHead), span: m.between(from, m.now),
			events: events[:len(events)-dropped], dropped: dropped,
		})
		return
	}
	m.openRecall(missedList{
		title: m.styles.Say(wordsAllHead), span: m.between(m.started, m.now),
		events: m.away.log.since(time.Time{}), dropped: m.away.log.dropped,
	})
}

func (m *Model) between(from, to time.Time) string {
	return m.clock(from) + " – " + m.clock(to)
}

// onReportKey lets the line that greets have its keys, and says whether it took this one.
func (m *Model) onReportKey(a keymap.Action) bool {
	r := &m.away.report
	if !r.shown() || !m.layout().tabs {
		return false
	}
	switch {
	case a == keymap.Back:
		*r = report{}
		return true
	case a == keymap.Open && !r.passed:
		m.showReport()
		return true
	}
	r.passed = r.passed || moves(a) || a == keymap.NextPane || a == keymap.PrevPane
	return false
}

func (m *Model) onRecallKey(a keymap.Action) tea.Cmd {
	switch a {
	case keymap.Suspend, keymap.Redraw:
		return m.act(a)
	case keymap.Back, keymap.Quit, keymap.Recall:
		m.mode, m.away.recall = browse, missedList{}
	case keymap.Help, keymap.Palette, keymap.ViewTasks, keymap.ViewBatches, keymap.ViewFailures:
		m.mode, m.away.recall = browse, missedList{}
		return m.act(a)
	case keymap.Open:
		if r := &m.away.recall; len(r.events) > 0 {
			key := r.events[r.window.cursor].Key
			m.mode, m.away.recall = browse, missedList{}
			m.goTo(key)
		}
	}
	return nil
}

// goTo takes the cursor to a task. A filter that hides it is given up.
func (m *Model) goTo(k poller.Key) {
	m.show(tasksView)
	at, found := m.index.find(k, m.list.cursor)
	if !found && m.index.has(k) {
		m.clearFilter()
		m.say(mutedInk, wordsUnfiltered)
		at, found = m.index.find(k, m.list.cursor)
	}
	if !found {
		m.say(mutedInk, wordsNotKept)
		return
	}
	m.touched, m.opened, m.focus = true, false, listPane
	m.list.cursor = at
}
