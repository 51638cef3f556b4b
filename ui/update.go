package ui

import (
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"acrwatch/api"
	"acrwatch/poller"
)

// Update takes a message to the one method that knows it.
func (m Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	var cmd tea.Cmd
	switch msg := msg.(type) {
	case *poller.Snapshot:
		m.onSnapshot(msg)
	case tickMsg:
		m.onTick(time.Time(msg))
		cmd = tick()
	case tea.WindowSizeMsg:
		m.width, m.height = msg.Width, msg.Height
		m.follow()
	case tea.BackgroundColorMsg:
		m.onBackground(msg)
	case tea.ColorProfileMsg:
		m.profile = msg.Profile
		m.restyle()
	case tea.KeyPressMsg:
		cmd = m.onKey(msg)
	case tea.PasteMsg:
		cmd = m.onPaste(msg)
	case tea.FocusMsg:
		m.onFocus(true)
	case tea.BlurMsg:
		m.onFocus(false)
	case tea.ResumeMsg:
		m.opts.Poller.Refresh()
	}
	m.settle()
	return m, cmd
}

func (m *Model) onSnapshot(s *poller.Snapshot) {
	changes := poller.Diff(m.snap, s)
	first := m.snap == nil
	m.snap = s
	if s.At.After(m.now) {
		m.now = s.At
	}
	if m.index.update(s, m.now) {
		m.follow()
	}
	if !first {
		m.noteChanges(changes)
	}
}

func (m *Model) onTick(t time.Time) {
	if !t.After(m.now) {
		return
	}
	m.now = t
	if m.index.pass(t) {
		m.follow()
	}
}

// onFocus tells the poller whether anybody seems to look.
func (m *Model) onFocus(focused bool) {
	if m.opts.Poller != nil {
		m.opts.Poller.Focus(focused)
	}
}

func (m *Model) onPaste(msg tea.PasteMsg) tea.Cmd {
	if m.mode != filtering {
		return nil
	}
	return m.editFilter(msg)
}

// follow keeps the cursor on its task wherever the order has taken it. Until somebody has touched it, it rests on a task
// whose layers move, and goes on to the next when that one has ended.
func (m *Model) follow() {
	at, found := m.index.find(m.selected, m.list.cursor)
	if found && (m.touched || moving(m.index.at(at))) {
		m.list.cursor = at
		return
	}
	if m.touched {
		m.leave() // what was open is not in the list any more, and the row under the cursor is another task
		return
	}
	m.list.cursor = 0
	for row := range min(m.index.len(), m.layout().listRows()) {
		if moving(m.index.at(row)) {
			m.list.cursor = row
			return
		}
	}
}

func moving(t *poller.Task) bool {
	return t.Kind == poller.Sync && t.Phase == api.PhaseRunning && !t.Flow.Stalled
}

// settle brings every window back inside what there is to show, and tells the poller where the eyes are.
func (m *Model) settle() {
	l := m.layout()
	m.list.fit(m.index.len(), l.listRows())
	if t := m.current(); t == nil || t.Key != m.selected {
		m.parts, m.detail = window{}, window{}
		m.selected = poller.Key{}
		if t != nil {
			m.selected = t.Key
		}
	}
	m.settleSide(l)
	m.attend(l)
}

// attention is what the poller was told last, so that it is told only changes.
type attention struct {
	open    poller.Key
	visible []poller.Key
}

func (m *Model) attend(l layout) {
	if m.snap == nil || m.opts.Poller == nil {
		return
	}
	visible := make([]poller.Key, 0, l.listRows())
	for row := m.list.offset; row < min(m.list.offset+l.listRows(), m.index.len()); row++ {
		visible = append(visible, m.index.at(row).Key)
	}
	if m.selected == m.attended.open && slices.Equal(visible, m.attended.visible) {
		return
	}
	m.attended = attention{m.selected, visible}
	m.opts.Poller.Attend(m.selected, visible)
}
