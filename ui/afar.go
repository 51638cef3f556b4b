package ui

import (
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"acrwatch/keymap"
	"acrwatch/poller"
)

// afar is what somebody is told who has another window before them, and the time of it: how things are now, also while
// the screen shows an earlier time. A recording has no other time than the one that is shown.
func (m *Model) afar() (*poller.Snapshot, time.Time) {
	if m.travel.back {
		return m.travel.latest, m.wall()
	}
	return m.snap, m.now
}

// windowTitle names the program and what goes on, for the tab or the taskbar.
func (m *Model) windowTitle() string {
	snap, now := m.afar()
	if snap == nil {
		return programName
	}
	c := counted{speak: m.styles.Speaker}
	t := snap.Totals
	c.add(wordsSyncing, t.Running)
	if t.Running == 0 {
		c.add(wordsQueued, t.Queued)
	}
	c.add(wordsStalled, t.Stalled).add(wordsFailed, t.Failed)
	if w := worstOf(snap, now); w != nil {
		c.words = append(c.words, m.styles.Say(failingText(w.Err)))
	}
	return strings.TrimSpace(programName + " " + strings.Join(c.words, " · "))
}

// progressBar is how far the work in hand is, for the terminal's own bar; nil when there is none or nothing is in hand.
func (m *Model) progressBar() *tea.ProgressBar {
	snap, _ := m.afar()
	if !m.opts.Attention.Terminal.Progress || snap == nil || snap.Active == 0 {
		return nil
	}
	t := snap.Totals
	if t.Size <= 0 {
		return tea.NewProgressBar(tea.ProgressBarIndeterminate, 0)
	}
	percent := min(max(int(t.Moved*100/t.Size), 0), 99)
	switch {
	case m.away.failed > 0:
		return tea.NewProgressBar(tea.ProgressBarError, percent)
	case t.Stalled > 0:
		return tea.NewProgressBar(tea.ProgressBarWarning, percent)
	}
	return tea.NewProgressBar(tea.ProgressBarDefault, percent)
}

// announcement is the line between the totals and the body, and whether it says anything: what happened while nobody
// looked, or what stands between the screen and the service.
func (m *Model) announcement(width int) (line string, says bool) {
	out := newLine(width).gap(1)
	if !m.away.report.shown() {
		notice := m.notice()
		return out.text(notice.ink, notice.text).String(), notice.text != ""
	}
	for _, p := range m.greeting(width - 2) {
		out.text(p.ink, p.text)
	}
	return out.String(), true
}

// greeting tells what happened and which keys it has, in as many words as fit.
func (m *Model) greeting(width int) []piece {
	s := &m.styles
	toll := m.away.report.toll.pieces(s)
	long := append([]piece{{s.text, s.Say(wordsAway)}}, toll...)
	action := keymap.Open
	if m.away.report.passed {
		action = keymap.Recall
	}
	lists, back := m.opts.Keys.Binding(action).Help().Key, m.backKey()
	hinted := append(long[:len(long):len(long)], piece{s.text, "   "}, piece{s.accent, lists}, piece{s.muted, s.Say(wordsListsIt)})
	full := append(hinted[:len(hinted):len(hinted)], piece{s.muted, " · "}, piece{s.accent, back}, piece{s.muted, s.Say(wordsCloses)})
	switch {
	case piecesWidth(full) <= width:
		return full
	case piecesWidth(hinted) <= width:
		return hinted
	case piecesWidth(long) <= width:
		return long
	}
	return append([]piece{{s.text, s.Say(wordsAwayShort)}}, toll...)
}
