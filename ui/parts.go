package ui

import (
	"cmp"
	"slices"

	"acrwatch/api"
	"acrwatch/poller"
)

// partCount is how many rows the parts of a task take, heads not counted.
func partCount(t *poller.Task) int {
	if t == nil {
		return 0
	}
	if t.Kind == poller.Subscription {
		return len(t.Tags)
	}
	return len(t.Parts)
}

// partRank puts on top what holds the task up.
func partRank(p *poller.Part) int {
	switch {
	case p.Phase == api.PhaseFailed:
		return 0
	case p.Flow.Stalled:
		return 1
	case p.Phase == api.PhaseRunning || p.Phase == api.PhaseUnknown:
		return 2
	case p.Phase == api.PhaseQueued:
		return 3
	}
	return 4
}

// partOrder is the parts by rank and then in the service's order, so that a row moves only when its rank does.
func partOrder(parts []poller.Part) []int {
	order := make([]int, len(parts))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(partRank(&parts[a]), partRank(&parts[b])) })
	return order
}

// headed says whether the parts have a line of heads; between list and layers the divider serves as one.
func (m *Model) headed() bool { return m.sideAlone() || m.layout().shape != stacked }

// partsLines is the layer or tag table in exactly rows rows: a head, the window, and what the cursor's row has more.
func (m *Model) partsLines(t *poller.Task, width, rows int) []string {
	if rows <= 0 || t == nil {
		return nil
	}
	var lines []string
	if t.Kind == poller.Subscription {
		lines = m.tagLines(t, width, rows)
	} else {
		lines = m.layerLines(t, width, rows)
	}
	for len(lines) < rows {
		lines = append(lines, newLine(width).String())
	}
	return lines[:rows]
}
