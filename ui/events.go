package ui

import (
	"time"

	"acrwatch/api"
	"acrwatch/internal/tongue"
	"acrwatch/internal/units"
	"acrwatch/poller"
)

// event is something that happened, or an answer to the user.
type event struct {
	ink    inkOf
	text   string
	at     time.Time
	weight int // a heavier event is not pushed out by a lighter one for a while
}

const (
	weightDone = iota
	weightGone
	weightBatch
	weightStalled
	weightFailed
)

// eventSpan is how long a heavier event keeps its place.
const eventSpan = 20 * time.Second

// say answers the user in the footer.
func (m *Model) say(i inkOf, text tongue.Text, args ...any) { m.told(i, m.styles.Say(text, args...)) }

func (m *Model) told(i inkOf, text string) { m.said = event{ink: i, text: text, at: m.wall()} }

// noteChanges keeps the weightiest of the changes between two snapshots for the footer. What is worth more than a task that
// went well is told at once, whatever the user was told a moment ago.
func (m *Model) noteChanges(changes []poller.Change) {
	for _, c := range changes {
		e := m.eventOf(c)
		if e.text == "" || e.weight < m.event.weight && m.now.Sub(m.event.at) < eventSpan {
			continue
		}
		e.at = m.now
		m.event = e
		if e.weight > weightGone {
			m.said = event{}
		}
	}
}

func (m *Model) eventOf(c poller.Change) event {
	s, t := &m.styles, c.Task
	_, to := t.Route()
	name := t.Image() + " → " + to
	switch c.Kind {
	case poller.StatusChanged, poller.Added:
		if c.Kind == poller.Added && t.Phase.Finished() {
			return event{}
		}
		return m.statusEvent(c, name)
	case poller.Stalled:
		return event{ink: stalledInk, text: "◌ " + s.Say("%s stalled: no bytes for %s", name, s.Duration(m.now.Sub(t.Flow.LastMoved.Time()))), weight: weightStalled}
	case poller.Resumed:
		return event{ink: func(s *styles) ink { return s.syncing }, text: "● " + s.Say("%s moves again", name), weight: weightStalled}
	case poller.TagsAdded:
		return event{ink: func(s *styles) ink { return s.pulling }, text: "◐ " + s.Say("%s tags %s", t.Image(), tagCount(t)), weight: weightDone}
	case poller.Gone:
		return event{ink: mutedInk, text: "◇ " + s.Say("%s is gone: the service does not know it any more", name), weight: weightGone}
	case poller.Restarted:
		return event{ink: stalledInk, text: "◌ " + s.Say("%s: a layer started over", name), weight: weightStalled}
	}
	return event{}
}

func (m *Model) statusEvent(c poller.Change, name string) event {
	s, t := &m.styles, c.Task
	st := s.task(t)
	e := event{ink: func(s *styles) ink { return s.task(t).ink }, text: st.glyph + " " + name + " " + st.word}
	switch t.Phase {
	case api.PhaseFailed:
		e.weight = weightFailed
		if t.Sync != nil && t.Sync.Issue != "" {
			e.text = st.glyph + " " + s.Say("%s %s: %s", name, st.word, s.issue(t.Sync.Issue))
		}
	case api.PhaseDone:
		if text := m.batchDone(t); text != "" {
			return event{ink: doneInk, text: text, weight: weightBatch}
		}
	}
	return e
}

// batchDone says that a task was the last of its batch.
func (m *Model) batchDone(t *poller.Task) string {
	done, failed, total := m.batches.counts(batchOf(t))
	if total < 2 || done+failed < total {
		return ""
	}
	if failed > 0 {
		return m.styles.Say("batch %s ended, %s of %s done", t.Image(), units.Count(done), units.Count(total))
	}
	return "✓ " + m.styles.Say("batch %s done, %s of %s", t.Image(), units.Count(done), units.Count(total))
}

// saidSpan is how long an answer to the user stands.
const saidSpan = 5 * time.Second

// lastEvent is what the footer tells: what was said to the user a moment ago, or what happened last.
func (m *Model) lastEvent() (e event, said bool) {
	switch {
	case m.said.text != "" && m.wall().Sub(m.said.at) <= saidSpan:
		return m.said, true
	case m.travelling():
		return m.eventThen(), false
	}
	return m.event, false
}
