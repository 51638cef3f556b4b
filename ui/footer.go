package ui

import (
	"slices"
	"time"

	"acrwatch/api"
	"acrwatch/internal/tongue"
	"acrwatch/internal/units"
	"acrwatch/keymap"
	"acrwatch/poller"
)

// event is something that happened, or an answer to the user.
type event struct {
	ink    ink
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
func (m *Model) say(i ink, text tongue.Text, args ...any) { m.told(i, m.styles.Say(text, args...)) }

func (m *Model) told(i ink, text string) { m.said = event{ink: i, text: text, at: m.wall()} }

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
		return event{ink: s.stalled, text: "◌ " + s.Say("%s stalled: no bytes for %s", name, s.Duration(m.now.Sub(t.Flow.LastMoved.Time()))), weight: weightStalled}
	case poller.Resumed:
		return event{ink: s.syncing, text: "● " + s.Say("%s moves again", name), weight: weightStalled}
	case poller.TagsAdded:
		return event{ink: s.pulling, text: "◐ " + s.Say("%s tags %s", t.Image(), tagCount(t)), weight: weightDone}
	case poller.Gone:
		return event{ink: s.muted, text: "◇ " + s.Say("%s is gone: the service does not know it any more", name), weight: weightGone}
	case poller.Restarted:
		return event{ink: s.stalled, text: "◌ " + s.Say("%s: a layer started over", name), weight: weightStalled}
	}
	return event{}
}

func (m *Model) statusEvent(c poller.Change, name string) event {
	s, t := &m.styles, c.Task
	st := s.task(t)
	e := event{ink: st.ink, text: st.glyph + " " + name + " " + st.word}
	switch t.Phase {
	case api.PhaseFailed:
		e.weight = weightFailed
		if t.Sync != nil && t.Sync.Issue != "" {
			e.text = st.glyph + " " + s.Say("%s %s: %s", name, st.word, s.issue(t.Sync.Issue))
		}
	case api.PhaseDone:
		if text := m.batchDone(t); text != "" {
			return event{ink: s.done, text: text, weight: weightBatch}
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

func (s *styles) ratio(a, b int) string { return s.Say("%s of %s", units.Count(a), units.Count(b)) }

// footerLine is the last line: what the keys do here, and what happened last.
func (m *Model) footerLine(width int) string {
	out := newLine(width).gap(1)
	event, said := m.lastEvent()
	var age string
	if event.text != "" && !said {
		age = "  " + m.styles.ago(m.now, event.at)
	}
	right := textWidth(event.text) + textWidth(age)
	limit := max(width-right-2, width*2/5)
	if m.mode != browse { // how to go on, and how to get out, comes before what happened
		limit = width
	}
	for _, h := range m.hints() {
		key, word := h.key, m.styles.Say(h.word)
		if key == "" {
			key = keyName(h.action, m.opts.Keys.Binding(h.action).Help().Key)
		}
		if key == "" || out.used+textWidth(key)+textWidth(word)+3 > limit {
			continue
		}
		out.text(m.styles.accent, key).gap(1).text(m.styles.muted, word).gap(2)
	}
	room := width - out.used - 1
	if event.text == "" || room < 12 {
		return out.String()
	}
	text := max(min(textWidth(event.text), room-textWidth(age)), 0)
	out.to(width-1-text-textWidth(age)).upTo(event.ink, event.text, text)
	return out.text(m.styles.muted, age).String()
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

type hint struct {
	action keymap.Action
	word   tongue.Text
	key    string // of a line that is typed into, where keys are not actions
}

// keyName shows the two arrows as one.
func keyName(a keymap.Action, key string) string {
	if a == keymap.Down && key == "↓/j" {
		return "↑↓"
	}
	return key
}

// hints are the keys worth a reminder, the most useful first; what does not fit is left out.
func (m *Model) hints() []hint {
	switch {
	case m.mode == helping:
		return []hint{{action: keymap.Down, word: "scroll"}, {action: keymap.Back, word: "back"}}
	case m.raw.open && m.mode == browse:
		return []hint{
			{action: keymap.Down, word: "scroll"},
			{action: keymap.Filter, word: "search"},
			{action: keymap.NextMatch, word: "next"},
			{action: keymap.Back, word: "back"},
			{action: keymap.Refresh, word: "ask now"},
			{action: keymap.Help, word: "help"},
		}
	case m.mode == filtering:
		return []hint{{key: "enter", word: "keep"}, {key: "esc", word: "clear"}, {key: "tab", word: "complete"}, {key: "↑", word: "earlier"}}
	case m.mode == commanding:
		return []hint{{key: "enter", word: "run"}, {key: "esc", word: "back"}, {key: "tab", word: "complete"}, {key: "↑", word: "earlier"}}
	case m.mode == copying:
		return []hint{{action: keymap.Down, word: "move"}, {action: keymap.Open, word: "copy"}, {action: keymap.Back, word: "close"}}
	case m.mode == exporting:
		return nil
	case m.mode == recalling:
		return []hint{{action: keymap.Down, word: "move"}, {action: keymap.Open, word: "go to the task"}, {action: keymap.Back, word: "back"}}
	case m.travelling() && m.focus == listPane:
		return m.travelHints()
	case m.blank():
		return []hint{
			{action: keymap.RefreshAll, word: "ask now"},
			{action: keymap.Pause, word: m.pauseWord()},
			{action: keymap.Help, word: "help"},
			{action: keymap.Quit, word: "quit"},
		}
	case m.focus != listPane:
		return []hint{
			{action: keymap.Down, word: "move"},
			{action: keymap.Back, word: "back"},
			{action: keymap.NextPane, word: "pane"},
			{action: keymap.Raw, word: "raw"},
			{action: keymap.Refresh, word: "ask now"},
			{action: keymap.Help, word: "help"},
		}
	}
	hints := []hint{
		{action: keymap.Down, word: "move"},
		{action: keymap.Open, word: "open"},
		{action: keymap.Filter, word: "filter"},
		{action: keymap.Sort, word: "sort"},
		{action: keymap.NextPane, word: "pane"},
		{action: keymap.Pause, word: m.pauseWord()},
		{action: keymap.Help, word: "help"},
	}
	if m.width >= stackedColumns { // below, help is the better last word
		hints = slices.Insert(hints, len(hints)-1, hint{action: keymap.Copy, word: "copy"})
	}
	return slices.DeleteFunc(hints, func(h hint) bool { return !m.works(h.action) })
}

// travelHints are those of somebody who goes through time.
func (m *Model) travelHints() []hint {
	hints := []hint{
		{action: keymap.StepBack, word: "step back"},
		{action: keymap.StepOn, word: "step on"},
		{action: keymap.EventAfter, word: "next event"},
		{action: keymap.Help, word: "help"},
		{action: keymap.Down, word: "move"},
		{action: keymap.Open, word: "open"},
		{action: keymap.Filter, word: "filter"},
	}
	if m.travel.back {
		return append([]hint{{action: keymap.Now, word: "now"}}, hints...)
	}
	return append([]hint{{action: keymap.Pause, word: m.pauseWord()}}, hints...)
}

func (m *Model) pauseWord() tongue.Text {
	if m.travel.player != nil && !m.travel.moment.Playing {
		return "play"
	}
	if m.pausedAt.IsZero() {
		return "pause"
	}
	return "go on"
}
