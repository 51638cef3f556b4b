package ui

import (
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"acrwatch/api"
	"acrwatch/internal/past"
	"acrwatch/poller"
)

// Update takes a message to the one method that knows it. The model stays the same one: each copy of it would be garbage.
func (m *Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	var cmd tea.Cmd
	m.same = false
	m.glide.notice(msg)
	switch msg := msg.(type) {
	case *poller.Snapshot:
		m.same = !m.onSnapshot(msg)
		cmd = m.sendNotices()
	case past.Moment:
		m.onMoment(msg)
	case tickMsg:
		m.same = !m.onTick(time.Time(msg))
		cmd = tea.Batch(tick(), m.remember(), m.sendNotices())
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
	case tea.MouseMsg:
		m.alight()
		cmd = m.onMouse(msg)
	case restMsg:
		cmd = m.onRest(msg)
	case tea.FocusMsg:
		m.onFocus(true)
	case tea.BlurMsg:
		m.onFocus(false)
	case tea.ResumeMsg:
		m.opts.Poller.Refresh()
	default:
		cmd = m.onHost(msg)
	}
	if m.same {
		return m, cmd
	}
	m.noteInput(msg)
	m.settle()
	m.holdRow(msg)
	return m, cmd
}

// Same says that the last message changed nothing that View shows, so that the frame before it is still right.
func (m *Model) Same() bool { return m.same }

// onSnapshot takes in a snapshot and says whether it shows.
func (m *Model) onSnapshot(s *poller.Snapshot) bool {
	before := m.travel.latest
	changes := poller.Diff(before, s)
	m.travel.latest = s
	m.travel.past.Add(s)
	switch {
	case m.travel.back:
		m.noteEvents(changes)
		return true
	case m.saysNothing(s, changes):
		return false
	}
	m.snap = s
	m.readRaw()
	if s.At.After(m.now) {
		m.now = s.At
	}
	if m.takeSnapshot(s) {
		m.follow()
	}
	if before != nil {
		m.noteChanges(changes)
		m.noteEvents(changes)
	}
	return true
}

// onTick lets time pass and says whether that shows.
func (m *Model) onTick(t time.Time) bool {
	reported := m.away.report.shown()
	m.away.pass(latest(t, m.wall()), m.opts.Attention.Idle) // a clock that was set back holds nothing up
	if m.travelling() || !t.After(m.now) {
		return true
	}
	if m.restful(t) {
		return reported != m.away.report.shown()
	}
	m.now = t
	if m.rows().pass(t) {
		m.follow()
	}
	return true
}

func (m *Model) onPaste(msg tea.PasteMsg) tea.Cmd {
	if m.raw.typing {
		return m.editSearch(msg)
	}
	switch m.mode {
	case filtering:
		return m.editFilter(msg)
	case commanding:
		return m.editCommand(msg)
	case exporting:
		m.editExport(msg)
	}
	return nil
}

// follow keeps the cursor on its task wherever the order has taken it. Until somebody has touched it, it rests on a task
// whose layers move, and goes on to the next when that one has ended.
func (m *Model) follow() {
	at, found := m.findRow(m.row)
	if found && !m.adrift() && (m.touched || m.view != tasksView || moving(m.index.at(at))) {
		m.list.cursor = at
		return
	}
	if m.touched || m.view != tasksView {
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
	rows := m.rows()
	m.list.fit(rows.len(), l.listRows())
	m.rest(false)
	m.list.fit(rows.len(), l.listRows())
	m.row = rows.name(m.list.cursor)
	m.choose()
	if m.glide.still.rows == nil {
		m.parts.cursor = m.layers.follow(m.current(), m.parts.cursor)
		m.settleSide(l)
	}
	m.passBy(l)
	m.settleRaw(l)
	m.settleHelp(l)
	m.attend(l)
}

// attention is what the poller was told last, so that it is told only changes.
type attention struct {
	open    poller.Key
	visible []poller.Key
}

// mostAttended is how many tasks the poller is told of at most: a batch can have more than anybody sees.
const mostAttended = 200

// onScreen are the tasks in the rows of the window, and those that rows of it stand for.
func (m *Model) onScreen(l layout) []poller.Key {
	rows := m.rows()
	visible := make([]poller.Key, 0, l.listRows())
	for row := m.list.offset; row < min(m.list.offset+l.listRows(), rows.len()); row++ {
		if t := rows.at(row); t != nil {
			visible = append(visible, t.Key)
			continue
		}
		if m.view == batchesView {
			visible = m.batches.attended(visible, row)
		}
	}
	return visible
}

func (m *Model) attend(l layout) {
	if m.snap == nil {
		return
	}
	visible := m.onScreen(l)
	open := m.selected
	if m.raw.open {
		open = m.raw.key
	}
	if open == m.attended.open && slices.Equal(visible, m.attended.visible) {
		return
	}
	m.attended = attention{open, visible}
	m.opts.Poller.Attend(open, visible)
}
