package ui

import (
	"strconv"
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

// errorText is an error in one line, as it says itself: the operation, what came of it, the words, and the request.
func (s *styles) errorText(e *api.Error) string {
	came := e.Code
	switch {
	case came != "":
	case e.HTTPStatus != 0:
		came = httpText(e)
	default:
		came = s.Say(classText(e.Class))
	}
	text := strings.Join(nonEmpty(e.Operation, came, s.messageText(e)), ": ")
	if e.RequestID != "" {
		text += " " + s.Say("(request %s)", e.RequestID)
	}
	return api.Clean(text) // the parts are clean, but together they can be too long
}

func httpText(e *api.Error) string { return "HTTP " + strconv.Itoa(e.HTTPStatus) }

// messageText is the words of an error: those that come with a code are the service's own and stay.
func (s *styles) messageText(e *api.Error) string {
	if e.Code != "" {
		return e.Message
	}
	return s.Retell(e.Message)
}

// answerText is what came back: a code, words, and the HTTP status.
func (s *styles) answerText(e *api.Error) string {
	words := nonEmpty(e.Code, s.messageText(e))
	if e.HTTPStatus != 0 {
		words = append(words, "("+httpText(e)+")")
	}
	return strings.Join(words, "  ")
}

// keyText is the key that an error was met with.
func (s *styles) keyText(e *api.Error) string { return s.Retell(e.Credential) }

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
