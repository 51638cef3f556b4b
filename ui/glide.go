package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"acrwatch/poller"
)

// restAfter is how long after a key the cursor rests. A key that is held comes more often.
const restAfter = 100 * time.Millisecond

// quickMost is from how many quick keys on one is held: two can be pressed by hand.
const quickMost = 3

// glide is the cursor of the list while a key is held. What stands beside the list then waits until it rests: nobody reads
// thirty tasks a second, and each would be drawn and asked for.
type glide struct {
	keys  int   // so far
	quick int   // of them came without a rest
	held  bool  // that is so many that one must be held
	slot  int32 // index of the selected task, as long as that one stays
	still still
}

// still is what was drawn already, as long as nothing comes but keys that are held; nothing of it when that is not so.
type still struct {
	rows  map[int]string // of the list, without the cursor
	side  []string       // what stands beside the list
	width int            // of side
}

// restMsg says that time has passed since so many keys.
type restMsg int

func rested(keys int) tea.Cmd {
	return tea.Tick(restAfter, func(time.Time) tea.Msg { return restMsg(keys) })
}

// slide notes that a key has moved the cursor.
func (m *Model) slide() tea.Cmd {
	if m.view != tasksView || m.focus != listPane || m.mode != browse || m.raw.open {
		return nil
	}
	g := &m.glide
	g.keys++
	g.quick++
	g.held = g.quick >= quickMost
	if g.quick > 1 {
		return nil // one clock is enough
	}
	return rested(g.keys)
}

// onRest ends the glide unless there were keys meanwhile.
func (m *Model) onRest(keys restMsg) tea.Cmd {
	g := &m.glide
	if int(keys) != g.keys {
		m.same = true
		return rested(g.keys)
	}
	m.same = !g.held
	g.quick, g.held, g.still = 0, false, still{}
	return nil
}

// alight ends the glide at once: what comes next is for the task under the cursor.
func (m *Model) alight() {
	if m.glide.held {
		m.glide.held, m.glide.still = false, still{}
		m.settle()
	}
	m.glide.quick = min(m.glide.quick, 1)
}

// choose has the cursor's task selected, unless it glides.
func (m *Model) choose() {
	if m.glide.held && m.gliding() != nil {
		return
	}
	if m.view == tasksView && m.list.cursor < len(m.index.visible) {
		m.glide.slot = m.index.visible[m.list.cursor]
	}
	if m.row.task != m.selected {
		m.parts, m.detail, m.card, m.selected = window{}, window{}, false, m.row.task
	}
}

// notice has everything drawn anew when there is news.
func (g *glide) notice(msg tea.Msg) {
	switch msg.(type) {
	case tea.KeyPressMsg, restMsg:
	default:
		g.still = still{}
	}
}

// passBy keeps what is drawn for the keys that follow.
func (m *Model) passBy(l layout) {
	g := &m.glide
	if !g.held || m.gliding() == nil {
		g.still = still{}
		return
	}
	if g.still.rows == nil {
		g.still.rows = make(map[int]string)
		if l.side > 0 {
			g.still.side, g.still.width = m.sideLines(l, l.side, l.sideBody()), l.side
		}
	}
	cells := m.fittedColumns(l.list)
	for row := m.list.offset; row < min(m.list.offset+l.listRows(), m.index.len()); row++ {
		if _, kept := g.still.rows[row]; !kept && row != m.list.cursor {
			g.still.rows[row] = m.listRow(l.list, cells, m.index.at(row), false)
		}
	}
}

// gliding is the task that stays beside the list; nil when it is gone.
func (m *Model) gliding() *poller.Task {
	if m.view != tasksView || int(m.glide.slot) >= m.index.tasks.Len() {
		return nil
	}
	if t := m.index.task(m.glide.slot); t.Key == m.selected {
		return t
	}
	return nil
}

// current is the task that is selected, nil when there is none or when the row is no task.
func (m *Model) current() *poller.Task {
	if m.glide.held {
		if t := m.gliding(); t != nil {
			return t
		}
	}
	return m.rows().at(m.list.cursor)
}
