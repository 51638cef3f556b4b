package ui

import (
	"slices"

	"acrwatch/internal/tongue"
	"acrwatch/keymap"
)

type hint struct {
	action keymap.Action
	word   tongue.Text
	key    string // of a line that is typed into, where keys are not actions
}

// keyName shows the two arrows as one.
func keyName(a keymap.Action, key string) string {
	if a == keymap.Down && key == "↓/j" {
		return "↑↓"
	}
	return key
}

// hints are the keys worth a reminder, the most useful first; what does not fit is left out.
func (m *Model) hints() []hint {
	switch {
	case m.mode == helping:
		return []hint{{action: keymap.Down, word: "scroll"}, {action: keymap.Back, word: "back"}}
	case m.raw.open && m.mode == browse:
		return []hint{
			{action: keymap.Down, word: "scroll"},
			{action: keymap.Filter, word: "search"},
			{action: keymap.NextMatch, word: "next"},
			{action: keymap.Back, word: "back"},
			{action: keymap.Refresh, word: "ask now"},
			{action: keymap.Help, word: "help"},
		}
	case m.mode == filtering:
		return []hint{{key: "enter", word: "keep"}, {key: "esc", word: "clear"}, {key: "tab", word: "complete"}, {key: "↑", word: "earlier"}}
	case m.mode == commanding:
		return []hint{{key: "enter", word: "run"}, {key: "esc", word: "back"}, {key: "tab", word: "complete"}, {key: "↑", word: "earlier"}}
	case m.mode == copying:
		return []hint{{action: keymap.Down, word: "move"}, {action: keymap.Open, word: "copy"}, {action: keymap.Back, word: "close"}}
	case m.mode == exporting:
		return nil
	case m.mode == recalling:
		return []hint{{action: keymap.Down, word: "move"}, {action: keymap.Open, word: "go to the task"}, {action: keymap.Back, word: "back"}}
	case m.travelling() && m.focus == listPane:
		return m.travelHints()
	case m.blank():
		return []hint{
			{action: keymap.RefreshAll, word: "ask now"},
			{action: keymap.Pause, word: m.pauseWord()},
			{action: keymap.Help, word: "help"},
			{action: keymap.Quit, word: "quit"},
		}
	case m.focus != listPane:
		return []hint{
			{action: keymap.Down, word: "move"},
			{action: keymap.Back, word: "back"},
			{action: keymap.NextPane, word: "pane"},
			{action: keymap.Raw, word: "raw"},
			{action: keymap.Refresh, word: "ask now"},
			{action: keymap.Help, word: "help"},
		}
	}
	hints := []hint{
		{action: keymap.Down, word: "move"},
		{action: keymap.Open, word: "open"},
		{action: keymap.Filter, word: "filter"},
		{action: keymap.Sort, word: "sort"},
		{action: keymap.NextPane, word: "pane"},
		{action: keymap.Pause, word: m.pauseWord()},
		{action: keymap.Help, word: "help"},
	}
	if m.width >= stackedColumns { // below, help is the better last word
		hints = slices.Insert(hints, len(hints)-1, hint{action: keymap.Copy, word: "copy"})
	}
	return slices.DeleteFunc(hints, func(h hint) bool { return !m.works(h.action) })
}

// travelHints are those of somebody who goes through time.
func (m *Model) travelHints() []hint {
	hints := []hint{
		{action: keymap.StepBack, word: "step back"},
		{action: keymap.StepOn, word: "step on"},
		{action: keymap.EventAfter, word: "next event"},
		{action: keymap.Help, word: "help"},
		{action: keymap.Down, word: "move"},
		{action: keymap.Open, word: "open"},
		{action: keymap.Filter, word: "filter"},
	}
	if m.travel.back {
		return append([]hint{{action: keymap.Now, word: "now"}}, hints...)
	}
	return append([]hint{{action: keymap.Pause, word: m.pauseWord()}}, hints...)
}

func (m *Model) pauseWord() tongue.Text {
	if m.travel.player != nil && !m.travel.moment.Playing {
		return "play"
	}
	if m.pausedAt.IsZero() {
		return "pause"
	}
	return "go on"
}
