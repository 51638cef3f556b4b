package ui

import (
	"fmt"
	"strings"
	"time"

	"acrwatch/api"
	"acrwatch/internal/units"
	"acrwatch/poller"
)

// notice is the one line that says what stands between the screen and the service; empty while all is well.
func (m *Model) notice() piece {
	if m.snap == nil {
		return piece{}
	}
	if w := m.worst(); w != nil && m.snap.Tasks.Len() > 0 { // without tasks the list has the room to say it at length
		return piece{m.styles.failed, "✗ " + w.Name + ": " + w.Err.Class.String() + ": " + w.Err.Hint() + " · " + credited(w.Err)}
	}
	for i := range m.snap.Targets {
		t := &m.snap.Targets[i]
		if k := &t.Keys; k.Failing() {
			return piece{m.styles.stalled, fmt.Sprintf("%s: credentials: refresh failing, last good %s: %s", t.Name, m.lastGood(k), k.Reason)}
		}
		for k := range t.Lists {
			if d := t.Lists[k].Denied; d != nil {
				return piece{m.styles.stalled, fmt.Sprintf("%s: %s not permitted: %s", t.Name, kindWords(poller.Kind(k)), d.Hint())}
			}
			if e := t.Lists[k].Err; e != nil && t.Lists[k].Seen > 0 {
				return piece{m.styles.stalled, fmt.Sprintf("%s: %s are incomplete: %s", t.Name, kindWords(poller.Kind(k)), oneLine(e))}
			}
		}
	}
	return piece{}
}

// lastGood is when the keys were last confirmed, as a time of day.
func (m *Model) lastGood(k *api.CredentialState) string {
	if k.Refreshed.IsZero() {
		return units.Unknown
	}
	return clock(m.now, k.Refreshed, m.opts.Location)
}

func kindWords(k poller.Kind) string {
	if k == poller.Subscription {
		return "subscription tasks"
	}
	return "sync tasks"
}

// oneLine is an error with what to do about it.
func oneLine(e *api.Error) string { return credited(e) + "; " + e.Hint() }

// credited is an error with the credential that it was met with.
func credited(e *api.Error) string {
	if e.Credential == "" {
		return e.Error()
	}
	return e.Error() + ", with " + e.Credential
}

// empty fills the list while there is no task to show, with the reason.
func (m *Model) empty(width, height int) []string {
	text := m.emptyText(width)
	lines := make([]string, 0, height)
	for i := range height {
		l := newLine(width)
		if i >= 1 && i-1 < len(text) {
			l.gap(4).text(text[i-1].ink, text[i-1].text)
		}
		lines = append(lines, l.String())
	}
	return lines
}

func (m *Model) emptyText(width int) []piece {
	s := &m.styles
	if m.snap == nil {
		return []piece{{s.muted, "waiting for the first answer"}}
	}
	if m.snap.Tasks.Len() > 0 {
		return []piece{{s.text, "no task matches " + m.input.Value()}, {s.muted, "esc clears the filter"}}
	}
	for i := range m.snap.Targets {
		if t := &m.snap.Targets[i]; t.Err != nil {
			return m.trouble(t, width-6)
		}
	}
	if !m.listed() {
		return []piece{{s.muted, "waiting for the first answer"}}
	}
	return []piece{
		{s.text, "no tasks here yet"},
		{s.muted, "a sync rule makes tasks for images pushed after the rule was made"},
	}
}

// listed says that some list has been read, so that counting makes sense: an error never turns into no tasks.
func (m *Model) listed() bool {
	if m.snap == nil {
		return false
	}
	for i := range m.snap.Targets {
		for k := range m.snap.Targets[i].Lists {
			if l := &m.snap.Targets[i].Lists[k]; l.Complete || l.Seen > 0 {
				return true
			}
		}
	}
	return false
}

// trouble says at length why there is nothing: what was asked, what came back, with which key, and what to do.
func (m *Model) trouble(t *poller.Target, width int) []piece {
	s, e := &m.styles, t.Err
	ps := []piece{{s.failed, "✗ " + e.Class.String()}, {}}
	add := func(label, value string) {
		if value == "" {
			return
		}
		for i, row := range wrap(value, width-12) {
			if i > 0 {
				label = ""
			}
			ps = append(ps, piece{s.text, pad(label, 12) + row})
		}
	}
	instance := t.Instance
	if instance == t.Name {
		instance = ""
	}
	add("target", strings.Join(nonEmpty(t.Name, t.Region, instance), "  "))
	add("asked", e.Operation)
	add("answer", answerWords(e))
	add("request", e.RequestID)
	add("key", e.Credential)
	add("what to do", e.Hint())
	if wait := t.RetryAt.Sub(m.now); wait > time.Second {
		ps = append(ps, piece{}, piece{s.muted, "asking again in " + units.Duration(wait)})
	}
	return ps
}

func answerWords(e *api.Error) string {
	words := nonEmpty(e.Code, e.Message)
	if e.HTTPStatus != 0 {
		words = append(words, fmt.Sprintf("(HTTP %d)", e.HTTPStatus))
	}
	return strings.Join(words, "  ")
}

func nonEmpty(words ...string) []string {
	var out []string
	for _, w := range words {
		if w != "" {
			out = append(out, w)
		}
	}
	return out
}

// wrap breaks text at blanks into rows of at most width columns.
func wrap(text string, width int) []string {
	var rows []string
	row := ""
	for word := range strings.FieldsSeq(text) {
		switch {
		case row == "":
			row = word
		case textWidth(row)+1+textWidth(word) <= width:
			row += " " + word
		default:
			rows, row = append(rows, row), word
		}
	}
	return append(rows, row)
}
