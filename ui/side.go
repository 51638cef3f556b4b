package ui

import (
	"strings"

	"acrwatch/internal/units"
	"acrwatch/poller"
)

// singleRows is the height below which a task that fills the screen shows either its detail or its parts.
const singleRows = 14

// sideHeights are the rows of detail and parts where both are shown: beside the list, or over it.
func (m *Model) sideHeights(l layout) (detailRows, partsRows, detailNeed int) {
	t := m.current()
	if t == nil {
		return 0, 0, 0
	}
	need := len(m.detailLines(t, m.sideWidth(l)))
	detailRows, partsRows = m.sideSplit(l, t, need)
	return detailRows, partsRows, need
}

// sideSplit are the rows of detail and parts of a task whose detail needs so many.
func (m *Model) sideSplit(l layout, t *poller.Task, need int) (detailRows, partsRows int) {
	switch {
	case (m.zoomed || m.opened && l.body < singleRows) && m.focus == partsPane:
		return 0, l.body
	case m.zoomed || m.opened && l.body < singleRows:
		return l.body, 0
	case !m.opened && l.shape == stacked:
		return 0, l.sideBody()
	}
	return sideRows(l.body, need, m.partsNeed(t))
}

// partsNeed is the rows that the parts would take: a head, the rows, and four for what the cursor's row has more.
func (m *Model) partsNeed(t *poller.Task) int {
	rows := partCount(t)
	if t.Kind == poller.Sync && len(m.layers.groups) > 1 {
		rows += len(m.layers.groups)
	}
	return 1 + rows + 4
}

func (m *Model) sideWidth(l layout) int {
	if m.sideAlone() {
		return l.width
	}
	return l.side
}

// sideAlone says that a task fills the screen, or one of its panes.
func (m *Model) sideAlone() bool { return m.opened || m.zoomed && m.focus != listPane }

// zoomable says that the pane with the focus shares the screen with another, so that it can be made larger.
func (m *Model) zoomable(l layout) bool {
	switch {
	case m.current() == nil:
		return false
	case m.opened:
		return l.body >= singleRows
	}
	return l.shape != compact && m.view == tasksView
}

// settleSide keeps the windows of detail and parts inside what they show.
func (m *Model) settleSide(l layout) {
	if l.shape == wide && m.view == tasksView {
		m.opened = false
	}
	if (l.shape == compact || m.view != tasksView) && !m.opened || m.current() == nil {
		m.opened, m.focus = false, listPane
	}
	if l.shape == stacked && m.focus == detailPane && !m.sideAlone() {
		m.focus = listPane
	}
	m.zoomed = m.zoomed && m.zoomable(l)
	detailRows, partsRows, need := m.sideHeights(l)
	m.detail.scroll(need, detailRows)
	m.settleParts(m.partsViewIn(l, partsRows))
}

// sideLines are detail over parts in exactly rows rows.
func (m *Model) sideLines(l layout, width, rows int) []string {
	if still := &m.glide.still; still.width == width && len(still.side) == rows && rows > 0 {
		return still.side
	}
	t := m.current()
	if t == nil {
		return m.place([][]piece{{{m.styles.muted, m.styles.Say(wordNoSelection)}}}, width, rows)
	}
	detail := m.detailLines(t, width)
	detailRows, partsRows := m.sideSplit(l, t, len(detail))
	detail = detail[min(m.detail.offset, len(detail)):]
	lines := make([]string, 0, rows)
	lines = append(lines, detail[:min(detailRows, len(detail))]...)
	lines = append(lines, blankLines(width, detailRows-len(lines))...)
	lines = append(lines, m.partsLines(t, width, partsRows)...)
	return append(lines, blankLines(width, rows-len(lines))...)
}

// divider names, between list and layers, the task that the layers belong to.
func (m *Model) divider(width int) string {
	s, t := &m.styles, m.current()
	out := newLine(width)
	if t == nil {
		return out.text(s.track, strings.Repeat(barEmpty, width)).String()
	}
	_, to := t.Route()
	out.text(s.track, "─── ").upTo(s.text, t.Image()+" → "+to, max(width-30, 10)).gap(2)
	if old := m.freshness(t); old != "" {
		return out.text(s.stalled, strings.Join(nonEmpty(m.partCounts(t), old), " · ")).String()
	}
	rate := ""
	if t.Flow.RateKnown && !t.Phase.Finished() {
		rate = units.Rate(t.Flow.Rate)
	}
	return out.text(s.muted, strings.Join(nonEmpty(m.partCounts(t), rate), " · ")).String()
}

func (m *Model) partCounts(t *poller.Task) string {
	if t.Kind == poller.Subscription {
		return m.styles.Say("tags %s", tagCount(t))
	}
	return m.styles.layerCounts(m.layers.parts, "%d of %d layers")
}

func blankLines(width, n int) []string {
	var lines []string
	for range n {
		lines = append(lines, newLine(width).String())
	}
	return lines
}

// turn takes the focus to the next pane that is on screen and has something in it.
func (m *Model) turn(step int) {
	l := m.layout()
	panes := m.panes(l)
	at := 0
	for i, p := range panes {
		if p == m.focus {
			at = i
		}
	}
	m.focus = panes[(at+step+len(panes))%len(panes)]
}

func (m *Model) panes(l layout) []pane {
	if m.current() == nil {
		return []pane{listPane}
	}
	detailRows, _, need := m.sideHeights(l)
	switch {
	case m.opened:
		return []pane{detailPane, partsPane}
	case l.shape == compact || m.view != tasksView:
		return []pane{listPane}
	case m.zoomed, l.shape == wide && detailRows < need:
		return []pane{listPane, detailPane, partsPane}
	}
	return []pane{listPane, partsPane}
}

// pageRows is how many rows the focused pane shows.
func (m *Model) pageRows() int {
	l := m.layout()
	detailRows, partsRows, _ := m.sideHeights(l)
	switch {
	case m.mode == helping:
		return l.body
	case m.raw.open:
		return m.rawRows(l)
	case m.mode == recalling:
		return m.recallRows()
	case m.focus == partsPane:
		return partsRows - 1
	case m.focus == detailPane:
		return detailRows
	}
	return l.listRows()
}
