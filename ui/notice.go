package ui

import (
	"strings"
	"time"

	"acrwatch/api"
	"acrwatch/internal/tongue"
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
		return piece{m.styles.failed, "✗ " + m.styles.Say("%s: %s", w.Name, m.troubleLine(w))}
	}
	for i := range m.snap.Targets {
		t := &m.snap.Targets[i]
		if k := &t.Keys; k.Failing() {
			return piece{m.styles.stalled, m.styles.Say("%s: credentials: refresh failing, last good %s: %s", t.Name, m.clock(k.Refreshed), m.styles.Retell(k.Reason))}
		}
		for k := range t.Lists {
			if d := t.Lists[k].Denied; d != nil {
				return piece{m.styles.stalled, m.styles.Say("%s: %s not permitted: %s", t.Name, kindText(poller.Kind(k)), m.styles.hint(d))}
			}
			if e := t.Lists[k].Err; e != nil && t.Lists[k].Seen > 0 {
				return piece{m.styles.stalled, m.styles.Say("%s: %s are incomplete: %s", t.Name, kindText(poller.Kind(k)), m.styles.oneLine(e))}
			}
		}
	}
	if off := m.clockOff(); off != 0 && m.width < stackedColumns { // a wider header says it
		return piece{m.styles.stalled, m.styles.clockOffText(off)}
	}
	return m.missingNotice()
}

func (s *styles) clockOffText(off time.Duration) string {
	return s.Say("clock off by %s", s.Duration(off))
}

// troubleLine is what is wrong with a target and what happens next.
func (m *Model) troubleLine(t *poller.Target) string {
	e := t.Err
	said := nonEmpty(m.headline(t), m.nextTry(t))
	if e.Class == api.ClassThrottled {
		said = said[:1] // until when says it too
	}
	return m.styles.Say("%s: %s", strings.Join(said, m.styles.Say(", ")), m.styles.hint(e)) + " · " + m.styles.credited(e)
}

// nextTry says when a target is asked again; empty when that is at once.
func (m *Model) nextTry(t *poller.Target) string {
	wait := t.RetryAt.Sub(m.now)
	if wait <= time.Second {
		return ""
	}
	return m.styles.Say(wordNextTry, m.styles.Duration(wait))
}

// clock is a time of day; unknown while there is none.
func (m *Model) clock(t time.Time) string {
	if t.IsZero() {
		return units.Unknown
	}
	return m.styles.clock(m.now, t, m.opts.Location)
}

func kindText(k poller.Kind) tongue.Text {
	if k == poller.Subscription {
		return "subscription tasks"
	}
	return "sync tasks"
}

// oneLine is an error with what to do about it.
func (s *styles) oneLine(e *api.Error) string { return s.Say("%s; %s", s.credited(e), s.hint(e)) }

// credited is an error with the credential that it was met with.
func (s *styles) credited(e *api.Error) string {
	if e.Credential == "" {
		return s.errorText(e)
	}
	return s.Say("%s, with %s", s.errorText(e), s.keyText(e))
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

func nonEmpty(words ...string) []string {
	var out []string
	for _, w := range words {
		if w != "" {
			out = append(out, w)
		}
	}
	return out
}
