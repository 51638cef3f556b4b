package ui

import (
	"slices"
	"time"

	"acrwatch/api"
	"acrwatch/internal/units"
	"acrwatch/keymap"
	"acrwatch/poller"
)

// event is the last thing that happened, or that the user did.
type event struct {
	ink    ink
	text   string
	at     time.Time
	weight int // a heavier event is not pushed out by a lighter one for a while
}

const (
	weightDone = iota
	weightSaid
	weightBatch
	weightStalled
	weightFailed
)

// eventSpan is how long a heavier event keeps its place.
const eventSpan = 20 * time.Second

func (m *Model) say(i ink, text string) {
	m.event = event{i, text, m.now, weightSaid}
}

// noteChanges keeps the weightiest of the changes between two snapshots for the footer.
func (m *Model) noteChanges(changes []poller.Change) {
	for _, c := range changes {
		e := m.eventOf(c)
		if e.text == "" || e.weight < m.event.weight && m.now.Sub(m.event.at) < eventSpan {
			continue
		}
		e.at = m.now
		m.event = e
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
		return event{ink: s.stalled, text: "◌ " + name + " stalled: no bytes for " + units.Duration(m.now.Sub(t.Flow.LastMoved)), weight: weightStalled}
	case poller.Resumed:
		return event{ink: s.syncing, text: "● " + name + " moves again", weight: weightStalled}
	case poller.TagsAdded:
		return event{ink: s.pulling, text: "◐ " + t.Image() + " tags " + tagCount(t), weight: weightDone}
	case poller.Gone:
		return event{ink: s.muted, text: "◇ " + name + " is gone: the service does not know it any more", weight: weightSaid}
	case poller.Restarted:
		return event{ink: s.stalled, text: "◌ " + name + ": a layer started over", weight: weightStalled}
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
			e.text += ": " + issue(t.Sync.Issue)
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
		return "batch " + t.Image() + " ended, " + ratio(done, total) + " done"
	}
	return "✓ batch " + t.Image() + " done, " + ratio(done, total)
}

func ratio(a, b int) string { return units.Count(a) + " of " + units.Count(b) }

// footerLine is the last line: what the keys do here, and what happened last.
func (m *Model) footerLine(width int) string {
	out := newLine(width).gap(1)
	var age string
	if m.event.text != "" && m.event.weight != weightSaid {
		age = "  " + ago(m.now, m.event.at)
	}
	event := m.event
	if event.weight == weightSaid && m.now.Sub(event.at) > 5*time.Second {
		event.text = ""
	}
	right := textWidth(event.text) + textWidth(age)
	limit := max(width-right-2, width*2/5)
	if m.mode != browse { // how to go on, and how to get out, comes before what happened
		limit = width
	}
	for _, h := range m.hints() {
		key := h.key
		if key == "" {
			key = keyName(h.action, m.opts.Keys.Binding(h.action).Help().Key)
		}
		if key == "" || out.used+textWidth(key)+textWidth(h.word)+3 > limit {
			continue
		}
		out.text(m.styles.accent, key).gap(1).text(m.styles.muted, h.word).gap(2)
	}
	room := width - out.used - 1
	if event.text == "" || room < 12 {
		return out.String()
	}
	text := max(min(textWidth(event.text), room-textWidth(age)), 0)
	out.to(width-1-text-textWidth(age)).upTo(event.ink, event.text, text)
	return out.text(m.styles.muted, age).String()
}

type hint struct {
	action keymap.Action
	word   string
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

func (m *Model) pauseWord() string {
	if m.pausedAt.IsZero() {
		return "pause"
	}
	return "go on"
}
