package ui

import (
	"strings"

	"acrwatch/poller"
)

// What is said of tasks and batches that were asked for by name.
const (
	wordSeeking   = "looking for it by name"
	wordNobody    = "not known here"
	wordNobodyWhy = "No instance knows what was asked for by name. It is asked for again: a task just made may take a moment to be known."
	wordNotKnown  = "not known"
	wordSought    = "being asked for"
	wordMissing   = "asked for by name and not there: %s"
)

// missing is what was asked for by name and is not there, although everybody who may know was asked.
func (m *Model) missing() []poller.Wanted {
	var names []poller.Wanted
	for _, w := range m.snap.Wanted {
		if w.Over() && !w.Found {
			names = append(names, w)
		}
	}
	return names
}

// missingNotice names what is missing beside what is there.
func (m *Model) missingNotice() piece {
	missing := m.missing()
	if len(missing) == 0 {
		return piece{}
	}
	names := make([]string, len(missing))
	for i, w := range missing {
		names[i] = w.Name
	}
	return piece{m.styles.stalled, m.styles.Say(wordMissing, strings.Join(names, m.styles.Say(", ")))}
}

// nobody says of each name that was asked for how the search for it stands, where none was found.
func (m *Model) nobody(width int) [][]piece {
	s := &m.styles
	block := [][]piece{{{s.text, s.Say(wordSeeking)}}}
	if m.snap.Known() {
		block = append([][]piece{{{s.text, s.Say(wordNobody)}}}, m.sentence(s.muted, s.Say(wordNobodyWhy), width)...)
	}
	block = append(block, nil)
	for _, w := range m.snap.Wanted {
		ink, word := s.muted, s.Say(wordSought)
		switch {
		case w.Err != nil:
			ink, word = s.failed, s.oneLine(w.Err)
		case w.Unknown:
			ink, word = s.stalled, s.Say(wordNotKnown)
		}
		block = append(block, []piece{{s.text, cutMiddle(w.Name, width)}})
		block = append(block, m.sentence(ink, word, width)...)
	}
	return block
}
