package ui

import (
	"slices"
	"strings"

	"acrwatch/api"
	"acrwatch/internal/tongue"
	"acrwatch/internal/units"
	"acrwatch/keymap"
	"acrwatch/poller"
)

// The sentences of a screen without tasks, and of what stands between it and the service.
const (
	wordAsking      = "asking for the first lists"
	wordFinding     = "finding the running instances"
	wordNoAnswer    = "asked, no answer yet"
	wordRead        = "read, none there"
	wordSoFar       = "%s so far"
	wordNoTasks     = "no tasks here yet"
	wordNoTasksWhy  = "Every list has been read and is empty. A sync rule makes tasks for images pushed after the rule was made, a subscription when it runs."
	wordHeard       = "read %s"
	wordNoMatch     = "no task matches %s"
	wordHidden      = "%s hidden · %s clears the filter"
	wordNoSelection = "nothing selected"
	wordDenied      = "This key may not read %s. A RAM policy with this statement allows it:"
	wordOr          = " or "

	wordTooSmall = "too small"

	wordThrottledUntil = "throttled until %s"
	wordOfflineSince   = "offline since %s"
	wordLastAnswer     = "last answer %s"
	wordNextTry        = "next try in %s"
)

// blank says that there is no task to show, whatever the filter: then one pane says why.
func (m *Model) blank() bool { return m.snap == nil || m.snap.Tasks.Len() == 0 }

// blankBody is the reason why there is no task, in exactly rows rows.
func (m *Model) blankBody(width, rows int) []string {
	return m.place(m.reason(min(width-4, reasonColumns)), width, rows)
}

// reasonColumns is how wide a text may be that is still read with ease.
const reasonColumns = 88

func (m *Model) reason(width int) [][]piece {
	if m.snap == nil {
		return m.loading()
	}
	for i := range m.snap.Targets {
		if t := &m.snap.Targets[i]; t.Err != nil && t.Err.Class != api.ClassDenied {
			return m.trouble(t, width)
		}
	}
	if e := m.refusals(); len(e) > 0 {
		return m.denied(e, width)
	}
	switch {
	case len(m.snap.Wanted) > 0:
		return m.nobody(width)
	case !m.read():
		return m.loading()
	}
	return m.noTasks(width)
}

// place puts a block of lines into exactly rows rows: in the middle of the width and a third of the height down. Where
// the rows are few, those without text go first.
func (m *Model) place(block [][]piece, width, rows int) []string {
	if len(block) > rows {
		block = slices.DeleteFunc(slices.Clone(block), func(l []piece) bool { return piecesWidth(l) == 0 })
	}
	widest := 0
	for _, l := range block {
		widest = max(widest, piecesWidth(l))
	}
	left := max((width-widest)/2, 1)
	if width < stackedColumns/2 {
		left = 1
	}
	lines := blankLines(width, max(rows-len(block), 0)/3)
	for _, ps := range block {
		out := newLine(width).gap(left)
		for _, p := range ps {
			out.text(p.ink, p.text)
		}
		lines = append(lines, out.String())
	}
	return fill(lines, width, rows)
}

// loading says what is being asked, target by target.
func (m *Model) loading() [][]piece {
	s := &m.styles
	if m.snap == nil && m.opts.Player != nil {
		return [][]piece{{{s.muted, s.Say(wordOpening)}}}
	}
	block := [][]piece{{{s.text, s.Say(wordAsking)}, {s.muted, "  " + m.styles.Duration(m.now.Sub(m.started))}}}
	if m.snap == nil {
		return block
	}
	for i := range m.snap.Targets {
		t := &m.snap.Targets[i]
		block = append(block, nil, m.whereabouts(t))
		if t.Instance == "" {
			block = append(block, []piece{{s.muted, "  " + s.Say(wordFinding)}})
			continue
		}
		for k := range t.Lists {
			block = append(block, []piece{{s.muted, "  " + pad(s.Say(kindText(poller.Kind(k))), 20) + s.listWord(&t.Lists[k])}})
		}
	}
	return block
}

// whereabouts is where a target is: its name, region and instance.
func (m *Model) whereabouts(t *poller.Target) []piece {
	s := &m.styles
	rest := strings.Join(nonEmpty(t.Region, instanceOf(t)), "  ")
	return []piece{{s.text, cutMiddle(t.Name, nameColumns)}, {s.muted, "  " + rest}}
}

// listWord is how far a list has come.
func (s *styles) listWord(l *poller.List) string {
	switch {
	case l.Denied != nil:
		return s.Say(classText(l.Denied.Class))
	case l.Complete:
		return s.Say(wordRead)
	case l.Seen > 0:
		return s.Say(wordSoFar, units.Count(l.Seen))
	case l.Err != nil:
		return s.Say(classText(l.Err.Class))
	}
	return s.Say(wordNoAnswer)
}

// read says that every list that may be read has been, so that nothing seen means nothing there.
func (m *Model) read() bool {
	some := false
	for i := range m.snap.Targets {
		for k := range m.snap.Targets[i].Lists {
			l := &m.snap.Targets[i].Lists[k]
			if !l.Complete && l.Denied == nil {
				return false
			}
			some = some || l.Complete
		}
	}
	return some
}

func (m *Model) noTasks(width int) [][]piece {
	s := &m.styles
	block := [][]piece{{{s.text, s.Say(wordNoTasks)}}}
	block = append(block, m.sentence(s.muted, s.Say(wordNoTasksWhy), width)...)
	block = append(block, nil)
	for i := range m.snap.Targets {
		t := &m.snap.Targets[i]
		block = append(block, append(m.whereabouts(t), piece{s.faint, "  " + s.Say(wordHeard, s.ago(m.now, t.LastOK))}))
	}
	return block
}

// nothingMatches says which filter hides everything, how much that is, and how to clear it.
func (m *Model) nothingMatches(what tongue.Text, hidden, width int) [][]piece {
	s := &m.styles
	key := "esc"
	if m.mode == browse {
		key = m.backKey()
	}
	block := m.sentence(s.text, s.Say(what, m.input.Value()), width-4)
	return append(block, m.sentence(s.muted, s.Say(wordHidden, units.Count(hidden), key), width-4)...)
}

// backKey is the key that clears and closes.
func (m *Model) backKey() string { return m.opts.Keys.Binding(keymap.Back).Help().Key }

// sentence is a text on as many lines as it needs.
func (m *Model) sentence(i ink, text string, width int) [][]piece {
	var block [][]piece
	for _, row := range wrap(text, max(width, 10)) {
		block = append(block, []piece{{i, row}})
	}
	return block
}
