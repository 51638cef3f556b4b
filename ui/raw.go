package ui

import (
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"acrwatch/keymap"
	"acrwatch/poller"
)

// rawState is the raw answer of one task. While it is open it fills the body.
type rawState struct {
	open   bool
	key    poller.Key
	name   string // of the task
	answer poller.Answer
	kept   bool // there is an answer
	text   rawText
	offset int
	typing bool // the search has the keys
	input  textinput.Model
}

func newRawState() rawState {
	input := textinput.New()
	input.CharLimit = 200
	return rawState{input: input}
}

// openRaw shows what the service last answered about the task under the cursor, and asks for it when that is not kept.
func (m *Model) openRaw() {
	t := m.current()
	if t == nil {
		return
	}
	m.raw = newRawState()
	m.raw.open, m.raw.key, m.raw.name = true, t.Key, t.Image()
	m.readRaw()
	if !m.raw.kept {
		m.opts.Poller.Refresh(t.Key)
	}
}

// readRaw takes over the newest answer, if there is another one.
func (m *Model) readRaw() {
	if !m.raw.open {
		return
	}
	r := &m.raw
	answer, kept := m.opts.Poller.Answer(r.key)
	if !kept || r.kept && answer.Asked.Equal(r.answer.Asked) {
		return
	}
	r.answer, r.kept = answer, true
	hit := r.text.hit
	r.text = rawText{lines: prettyLines(answer.JSON)}
	r.text.lay(m.width)
	r.text.find(r.input.Value(), 0)
	r.text.hit = min(hit, max(len(r.text.hits)-1, 0))
}

// settleRaw keeps the text in rows of the window's width, and the offset inside of it.
func (m *Model) settleRaw(l layout) {
	r := &m.raw
	if !r.open {
		return
	}
	r.text.lay(l.width)
	r.offset = max(min(r.offset, len(r.text.rows)-m.rawRows(l)), 0)
}

// onRawKey edits the search.
func (m *Model) onRawKey(msg tea.KeyPressMsg) tea.Cmd {
	r := &m.raw
	switch msg.String() {
	case "enter":
		r.typing = false
	case "esc":
		m.clearSearch()
	case "up":
		m.toHit(-1)
	case "down":
		m.toHit(1)
	default:
		return m.editSearch(msg)
	}
	return nil
}

func (m *Model) editSearch(msg tea.Msg) tea.Cmd {
	r := &m.raw
	before := r.input.Value()
	var cmd tea.Cmd
	r.input, cmd = r.input.Update(msg)
	if r.input.Value() != before {
		r.text.find(r.input.Value(), r.offset)
		m.toHit(0)
	}
	return cmd
}

func (m *Model) clearSearch() {
	m.raw.typing = false
	m.raw.input.SetValue("")
	m.raw.text.find("", 0)
}

// toHit goes to another place that was found, and brings it on screen with a few rows around.
func (m *Model) toHit(step int) {
	r := &m.raw
	r.text.step(step)
	if len(r.text.hits) == 0 {
		return
	}
	row, rows := r.text.row(r.text.hits[r.text.hit]), m.rawRows(m.layout())
	if row < r.offset || row >= r.offset+rows {
		r.offset = max(row-rows/3, 0)
	}
}

// actRaw does what a key does while the answer is open, and says whether it is for the answer.
func (m *Model) actRaw(a keymap.Action) (tea.Cmd, bool) {
	if passesRaw(a) {
		return nil, false
	}
	switch a {
	case keymap.Back:
		if m.raw.input.Value() != "" {
			m.clearSearch()
			break
		}
		m.raw = newRawState()
	case keymap.Quit, keymap.Raw:
		m.raw = newRawState()
	case keymap.Refresh:
		m.opts.Poller.Refresh(m.raw.key)
		m.say(mutedInk, rawWords.asking, m.raw.name)
	case keymap.Filter:
		m.raw.typing = true
		m.raw.input.CursorEnd()
		return m.raw.input.Focus(), true
	case keymap.NextMatch:
		m.toHit(1)
	case keymap.PrevMatch:
		m.toHit(-1)
	}
	return nil, true
}

// passesRaw says that an action is not about what fills the screen, so that it does the same while the answer is open.
func passesRaw(a keymap.Action) bool {
	switch a {
	case keymap.Pause, keymap.RefreshAll, keymap.Help, keymap.Mouse, keymap.Suspend, keymap.Redraw, keymap.ForceQuit:
		return true
	}
	return moves(a)
}

// worksInRaw says whether an action does something while the answer is open.
func worksInRaw(a keymap.Action) bool {
	switch a {
	case keymap.Back, keymap.Quit, keymap.Raw, keymap.Refresh, keymap.Filter, keymap.NextMatch, keymap.PrevMatch:
		return true
	}
	return passesRaw(a)
}
