package ui

import (
	"fmt"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"acrwatch/api"
	"acrwatch/internal/units"
	"acrwatch/poller"
)

// notice is the one line that says what stands between the screen and the service; empty while all is well.
func (m *Model) notice() piece {
	if m.snap == nil {
		return piece{}
	}
	if m.snap.Tasks.Len() == 0 {
		return piece{} // the whole body says why
	}
	if w := m.worst(); w != nil {
		return piece{m.styles.failed, "✗ " + w.Name + ": " + m.troubleLine(w)}
	}
	for i := range m.snap.Targets {
		t := &m.snap.Targets[i]
		if k := &t.Keys; k.Failing() {
			return piece{m.styles.stalled, fmt.Sprintf("%s: credentials: refresh failing, last good %s: %s", t.Name, m.clock(k.Refreshed), k.Reason)}
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
	if off := m.clockOff(); off != 0 && m.width < stackedColumns { // a wider header says it
		return piece{m.styles.stalled, clockOffText(off)}
	}
	return m.missingNotice()
}

func clockOffText(off time.Duration) string { return "clock off by " + units.Duration(off) }

// troubleLine is what is wrong with a target and what happens next.
func (m *Model) troubleLine(t *poller.Target) string {
	e := t.Err
	said := nonEmpty(m.headline(t), m.nextTry(t))
	if e.Class == api.ClassThrottled {
		said = said[:1] // until when says it too
	}
	return strings.Join(said, ", ") + ": " + e.Hint() + " · " + credited(e)
}

// nextTry says when a target is asked again; empty when that is at once.
func (m *Model) nextTry(t *poller.Target) string {
	wait := t.RetryAt.Sub(m.now)
	if wait <= time.Second {
		return ""
	}
	return fmt.Sprintf(wordNextTry, units.Duration(wait))
}

// clock is a time of day; unknown while there is none.
func (m *Model) clock(t time.Time) string {
	if t.IsZero() {
		return units.Unknown
	}
	return clock(m.now, t, m.opts.Location)
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

// listed says that there is something to count: tasks, or lists that were read to their end. An error never turns into
// no tasks, nor do lists that are still being read.
func (m *Model) listed() bool {
	if m.snap == nil {
		return false
	}
	for i := range m.snap.Targets {
		for k := range m.snap.Targets[i].Lists {
			if m.snap.Targets[i].Lists[k].Seen > 0 {
				return true
			}
		}
	}
	return m.read()
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

// wrapBytes is more than anybody says in earnest; what goes on after it is left out.
const wrapBytes = 2 << 10

// wrap breaks text at blanks into rows of at most width columns, and a word only where it is longer than a row.
func wrap(text string, width int) []string {
	if len(text) > wrapBytes {
		text = upToByte(text, wrapBytes) + "…"
	}
	var rows []string
	row := ""
	for word := range strings.FieldsSeq(text) {
		for width > 1 && textWidth(word) > width {
			head := ansi.Truncate(upToByte(word, width*columnBytes), width, "")
			if head == "" {
				break
			}
			rows, row, word = append(rows, nonEmpty(row, head)...), "", word[len(head):]
		}
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
