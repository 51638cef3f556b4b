package ui

import (
	"strings"

	"acrwatch/api"
	"acrwatch/internal/tongue"
	"acrwatch/keymap"
	"acrwatch/poller"
)

// The words of rooms that know of no language. All of them are texts: a test goes through what each can say.

// statusWord is where a task stands: a word of ours, or the service's own, which is the same in every language.
func (s *styles) statusWord(t *poller.Task) string { return s.Say(tongue.Text(t.StatusWord())) }

func phaseText(p api.Phase) tongue.Text { return tongue.Text(poller.PhaseWord(p)) }

func classText(c api.Class) tongue.Text { return tongue.Text(c.String()) }

// errorText is an error in one line: the operation and what came of it, which is the service's own unless nothing came.
func (s *styles) errorText(e *api.Error) string {
	text := e.Error()
	if e.Code == "" && e.HTTPStatus == 0 {
		text = strings.Replace(text, e.Class.String(), s.Say(classText(e.Class)), 1)
	}
	return strings.Replace(text, "(request "+e.RequestID+")", s.Say("(request %s)", e.RequestID), 1)
}

// hint says what can be done about an error.
func (s *styles) hint(e *api.Error) string {
	if e.Class == api.ClassDenied {
		return s.Say("allow %s on %s", e.Action, e.Resource)
	}
	return s.Say(tongue.Text(e.Hint()))
}

// actionText is what a key does.
func (m *Model) actionText(a keymap.Action) tongue.Text {
	return tongue.Text(m.opts.Keys.Binding(a).Help().Desc)
}

func groupText(g keymap.Group) tongue.Text { return tongue.Text(g.Title) }
