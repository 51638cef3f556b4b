package ui

// unfold shows what a row of batches or failures stands for, or hides it again. It says whether there is such a thing.
func (m *Model) unfold() bool {
	switch m.view {
	case batchesView:
		b, child := m.batches.row(m.list.cursor)
		if b == nil || child >= 0 {
			return false
		}
		key := b.key
		if key == m.batches.unfolded {
			key = batchKey{}
		}
		m.batches.unfold(key)
	case failuresView:
		key, foldable := m.failures.foldable(m.list.cursor)
		if !foldable {
			return false
		}
		if key == m.failures.unfolded {
			key = groupKey{}
		}
		m.failures.unfold(key)
	default:
		return false
	}
	if at, found := m.findRow(m.row); found {
		m.list.cursor = at
	}
	m.rest(false)
	return true
}

// unfolded says that the view that is shown has something for fold to hide.
func (m *Model) unfolded() bool {
	return m.view == batchesView && m.batches.foldedAt >= 0 || m.view == failuresView && m.failures.isUnfolded()
}

// fold hides what was unfolded, with the cursor on what it stands under, and says whether there was anything.
func (m *Model) fold() bool {
	if !m.unfolded() {
		return false
	}
	var head rowID
	if m.view == batchesView {
		head = rowID{batch: m.batches.unfolded}
		m.batches.unfold(batchKey{})
	} else {
		head = rowID{failure: groupKey{issue: m.failures.unfolded.issue}, kind: problemHead}
		m.failures.unfold(groupKey{})
	}
	if at, found := m.findRow(head); found {
		m.list.cursor = at
	}
	return true
}
