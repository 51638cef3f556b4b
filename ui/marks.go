package ui

import (
	"maps"

	"acrwatch/poller"
)

// markGlyph stands before a marked row.
const markGlyph = "◆"

const wordMarkedElsewhere = "no marked task is there at this time; %s takes the marks off"

// marks is the tasks that the user has marked, to do something with all of them. It never changes: a change makes
// another one.
type marks struct {
	keys map[poller.Key]bool
}

func (k marks) len() int { return len(k.keys) }

func (k marks) has(key poller.Key) bool { return k.keys[key] }

// all says that every one of some tasks is marked.
func (k marks) all(tasks []*poller.Task) bool {
	for _, t := range tasks {
		if !k.keys[t.Key] {
			return false
		}
	}
	return len(tasks) > 0
}

// toggled has marks on tasks, or none when all of them had one.
func (k marks) toggled(tasks []*poller.Task) marks {
	next, marked := map[poller.Key]bool{}, k.all(tasks)
	maps.Copy(next, k.keys)
	for _, t := range tasks {
		if marked {
			delete(next, t.Key)
		} else {
			next[t.Key] = true
		}
	}
	return marks{next}
}

// following is the marks without those on tasks that gave their slot to another.
func (k marks) following(old, tasks poller.Tasks) marks {
	if len(k.keys) == 0 {
		return k
	}
	for i, t := range tasks.Changed(old) {
		if before := at(old, i); before != nil && before.Key != t.Key && k.keys[before.Key] {
			k = k.toggled([]*poller.Task{before})
		}
	}
	return k
}

// mark marks what the cursor is on and goes to the next row.
func (m *Model) mark() {
	if m.focus != listPane {
		return
	}
	m.marks = m.marks.toggled(m.rows().tasksOf(m.list.cursor))
	m.move(1)
}

// unmark takes all marks off and says whether there were any.
func (m *Model) unmark() bool {
	marked := m.marks.len() > 0
	m.marks = marks{}
	return marked
}

// anyChosen says that an action has something to be for. It costs the same however many tasks there are.
func (m *Model) anyChosen() bool {
	return m.marks.len() > 0 || len(m.rows().tasksOf(m.list.cursor)) > 0
}

// pick is the chosen tasks, for an action that says why when there are none of them at the time that is shown.
func (m *Model) pick() []*poller.Task {
	tasks := m.chosen()
	if len(tasks) == 0 && m.marks.len() > 0 {
		m.say(stalledInk, wordMarkedElsewhere, m.backKey())
	}
	return tasks
}

// chosen are the tasks that an action is for: the marked ones in the order of the list, or else what the cursor is on.
// Marked tasks that the filter hides come last.
func (m *Model) chosen() []*poller.Task {
	if m.marks.len() == 0 {
		return m.rows().tasksOf(m.list.cursor)
	}
	var shown, hidden []*poller.Task
	for _, i := range m.index.order {
		switch t := m.index.task(i); {
		case !m.marks.has(t.Key):
		case m.index.passes(i):
			shown = append(shown, t)
		default:
			hidden = append(hidden, t)
		}
	}
	return append(shown, hidden...)
}
