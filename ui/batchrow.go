package ui

import (
	"strings"

	"acrwatch/api"
	"acrwatch/internal/units"
	"acrwatch/poller"
)

// batchRowLine is a batch, or one of the tasks below the unfolded one.
func (m *Model) batchRowLine(width int, cells []fitted, row int, selected bool) string {
	b, child := m.batches.row(row)
	tasks := m.batches.tasksOf(row)
	out := m.startRow(width, selected, m.marks.len() > 0 && m.marks.all(tasks))
	if child >= 0 {
		m.childCells(out, cells, tasks[0], child == len(b.members)-1)
		return m.endRow(out)
	}
	st := m.styles.task(b.worst)
	out.text(st.ink, st.glyph).gap(1)
	old := ""
	if b.oldest != nil {
		old = m.freshness(b.oldest)
	}
	for i := 0; i < len(cells); i++ {
		out.gap(gapBefore(cells, i))
		if c := &cells[i]; old != "" && (c.name == "rate" || c.name == "left") {
			var width int
			width, i = paceColumns(cells, i, old)
			m.paceCell(out, c.name, width, b.oldest, old)
			continue
		}
		m.batchCell(out, &cells[i], b, st, old, selected)
	}
	return m.endRow(out)
}

// batchCell writes one thing of a batch; old says why its figures are old, and nothing while they are not.
func (m *Model) batchCell(out *line, c *fitted, b *batch, st state, old string, selected bool) {
	s := &m.styles
	switch c.name {
	case "status":
		out.cell(st.ink, st.word, c.width-1).gap(1)
	case "image":
		out.cell(m.imageInk(b.worst, old, selected), cutMiddle(b.image(), c.width-1), c.width)
	case "destinations":
		m.destinations(out, c.width, b)
	case "progress":
		phase := b.worst.Phase
		if phase == api.PhaseDone && b.done < len(b.members) {
			phase = api.PhaseUnknown
		}
		full := st.ink
		if old != "" {
			full = s.muted
		}
		m.shareCells(out, c.width, phase, full, b.share, b.shared)
	case "bytes":
		value, i := units.Unknown, s.muted
		if b.size > 0 {
			value = s.Progress(b.moved, b.size, b.unsized > 0)
		}
		if b.going && b.size > 0 && old == "" {
			i = s.text
		}
		out.number(i, value, c.width)
	case "rate":
		m.batchRate(out, c.width, b)
	case "left":
		value, i := units.Unknown, s.muted
		if b.left.Known() {
			value, i = s.batchLeft(b), s.text
		}
		out.number(i, value, c.width)
	}
}

func (m *Model) batchRate(out *line, width int, b *batch) {
	s := &m.styles
	switch {
	case b.rated:
		out.number(s.text, units.ShortRate(b.rate), width)
	case b.worst.Flow.Stalled:
		out.number(s.stalled, "0", width)
	default:
		out.number(s.muted, units.Unknown, width)
	}
}

// batchLeft is how long the slowest destination takes; at least that, while others cannot tell.
func (s *styles) batchLeft(b *batch) string {
	if b.atLeast {
		return "≥" + s.Left(b.left.Low, b.left.Low)
	}
	return s.Left(b.left.Low, b.left.High)
}

// destinations is how many have the image, and where each of them stands as far as there is room.
func (m *Model) destinations(out *line, width int, b *batch) {
	s := &m.styles
	end := out.used + width - 1
	done := s.text
	if !b.going {
		done = s.muted
	}
	out.cell(done, units.Count(b.done)+"/"+units.Count(len(b.members)), 6)
	for n, i := range b.members {
		t := m.batches.tasks.At(int(i))
		st := s.task(t)
		_, to := t.Route()
		name := shortRegion(to)
		need := textWidth(name) + 2
		if n < len(b.members)-1 {
			need += 2 // for the ellipsis
		}
		if out.used+need > end {
			if n > 0 {
				out.upTo(s.muted, "…", end-out.used)
			}
			break
		}
		out.text(st.ink, st.glyph).gap(1).text(s.muted, name)
		if n < len(b.members)-1 {
			out.gap(2)
		}
	}
	out.to(end + 1)
}

// shortRegion is a region's id with the points of the compass shortened; its number stays, for it tells regions apart.
var shortRegion = strings.NewReplacer("northeast", "ne", "northwest", "nw", "southeast", "se", "southwest", "sw").Replace

// childCells is a task below its batch: where it goes, then the figures under those of the batch.
func (m *Model) childCells(out *line, cells []fitted, t *poller.Task, last bool) {
	start, figures := rowStart, len(cells)
	for i := range cells {
		if name := cells[i].name; name == "progress" || cells[i].number {
			figures = i
			break
		}
		start += cells[i].width + gapBefore(cells, i)
	}
	m.childName(out, start, t, last)
	m.childFigures(out, cells, figures, t)
}

// childName is the branch, the status and the destination of a task, in front of column end.
func (m *Model) childName(out *line, end int, t *poller.Task, last bool) {
	const branchAt, statusColumns, regionColumns = 5, 9, 15
	s, st := &m.styles, m.styles.task(t)
	branch := "├ "
	if last {
		branch = "└ "
	}
	_, to := t.Route()
	instance := ""
	if t.Sync != nil && t.Sync.To.InstanceID != to {
		instance = t.Sync.To.InstanceID
	}
	out.to(branchAt).upTo(s.track, branch, end-out.used).upTo(st.ink, st.glyph+" ", end-out.used)
	out.upTo(st.ink, pad(st.word, statusColumns-1)+" ", end-out.used).upTo(s.text, pad(to, regionColumns-1)+" ", end-out.used)
	out.upTo(s.muted, instance, end-1-out.used).to(end)
}

// childFigures are the figures of a task, from a column of the batch on.
func (m *Model) childFigures(out *line, cells []fitted, from int, t *poller.Task) {
	s, st, old := &m.styles, m.styles.task(t), m.freshness(t)
	if old != "" {
		st.ink = s.muted
	}
	for i := from; i < len(cells); i++ {
		out.gap(gapBefore(cells, i))
		switch c := &cells[i]; c.name {
		case "progress":
			m.progressCells(out, c.width, t, st)
		case "bytes":
			value := units.Unknown
			if t.Flow.SizeKnown {
				value = s.Progress(t.Flow.Moved, t.Flow.Size, false)
			}
			out.number(s.muted, value, c.width)
		case "rate", "left":
			var width int
			width, i = paceColumns(cells, i, old)
			m.paceCell(out, c.name, width, t, old)
		}
	}
}
