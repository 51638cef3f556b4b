package ui

import (
	"strings"

	"acrwatch/internal/notify"
	"acrwatch/internal/tongue"
	"acrwatch/internal/units"
)

const programName = "acrwatch"

// The words of what reaches somebody who does not look, and of what they find when they come back.
const (
	wordsAway       = "while you were away: "
	wordsAwayShort  = "away: "
	wordsAwayHead   = "While you were away"
	wordsAllHead    = "What happened"
	wordsListsIt    = " lists it"
	wordsCloses     = " closes"
	wordsNothing    = "nothing has ended, failed or stalled since the start"
	wordsDropped    = "%s older ones are not kept"
	wordsNotKept    = "this task is not kept any more"
	wordsUnfiltered = "filter cleared, for it hides this task"

	wordsTaskDone      = "%s done"
	wordsTaskFailed    = "%s failed"
	wordsTaskFailedFor = "%s failed: %s"
	wordsTaskStalled   = "%s stalled"
	wordsManyFailed    = "%d tasks of %s failed"
	wordsManyStalled   = "%d tasks of %s stalled"
	wordsBatchDone     = "%s: all %d tasks done"
	wordsBatchEnded    = "%s ended: %d of %d done"
	wordsFailed        = "%d failed"
	wordsStalled       = "%d stalled"
	wordsDone          = "%d done"
	wordsCanceled      = "%d canceled"
	wordsOther         = "%d canceled or gone"
	wordsSyncing       = "%d syncing"
	wordsQueued        = "%d queued"
	wordsBatchesDone   = "batches done: %d"
	wordsBatchesBad    = "batches that did not end well: %d"
)

// counted is some counts in words, without those that are zero.
type counted struct {
	speak tongue.Speaker
	words []string
}

func (c *counted) add(format tongue.Text, n int) *counted {
	if n > 0 {
		c.words = append(c.words, c.speak.Say(format, n))
	}
	return c
}

// summaryText is one message: the one thing that happened, or the counts of many.
func (s *styles) summaryText(sum notify.Summary) string {
	if sum.Notices == 1 {
		return s.noticeText(sum.Only)
	}
	c := counted{speak: s.Speaker}
	c.add(wordsFailed, sum.Failed).add(wordsStalled, sum.Stalled).add(wordsDone, sum.Done)
	c.add(wordsBatchesBad, sum.BatchesBad).add(wordsBatchesDone, sum.BatchesDone)
	return strings.Join(c.words, s.Say(", "))
}

func (s *styles) noticeText(n notify.Notice) string {
	e := n.First
	task := e.Image + " → " + e.To
	switch {
	case n.Kind == notify.BatchEnded:
		return s.batchText(e.Image, n.Batch)
	case n.Kind == notify.TasksFailed && n.Tasks > 1:
		return s.Say(wordsManyFailed, n.Tasks, e.Image)
	case n.Kind == notify.TasksFailed && e.Reason != "":
		return s.Say(wordsTaskFailedFor, task, s.issue(e.Reason))
	case n.Kind == notify.TasksFailed:
		return s.Say(wordsTaskFailed, task)
	case n.Kind == notify.TasksStalled && n.Tasks > 1:
		return s.Say(wordsManyStalled, n.Tasks, e.Image)
	case n.Kind == notify.TasksStalled:
		return s.Say(wordsTaskStalled, task)
	}
	return s.Say(wordsTaskDone, task)
}

func (s *styles) batchText(image string, b notify.Batch) string {
	if b.Done == b.Total {
		return s.Say(wordsBatchDone, image, b.Total)
	}
	c := counted{speak: s.Speaker, words: []string{s.Say(wordsBatchEnded, image, b.Done, b.Total)}}
	c.add(wordsFailed, b.Failed).add(wordsOther, b.Other)
	return strings.Join(c.words, s.Say(", "))
}

// event is an event as the list shows it.
func (s *styles) event(k notify.EventKind) state {
	switch k {
	case notify.Done:
		return state{"✓", s.Say("done"), s.done}
	case notify.Failed:
		return state{"✗", s.Say("failed"), s.failed}
	case notify.Stalled:
		return state{"◌", s.Say("stalled"), s.stalled}
	case notify.Resumed:
		return state{"●", s.Say("resumed"), s.syncing}
	case notify.Canceled:
		return state{"◇", s.Say("canceled"), s.muted}
	}
	return state{"◇", s.Say("gone"), s.muted}
}

// pieces are a toll in words and colours: "14 done, 2 failed, 1 stalled".
func (t *toll) pieces(s *styles) []piece {
	var ps []piece
	for _, c := range []struct {
		ink   ink
		words tongue.Text
		n     int
	}{
		{s.done, wordsDone, t.done},
		{s.failed, wordsFailed, t.failed},
		{s.stalled, wordsStalled, len(t.stalled)},
		{s.muted, wordsCanceled, t.canceled},
	} {
		if c.n == 0 {
			continue
		}
		if len(ps) > 0 {
			ps = append(ps, piece{s.muted, s.Say(", ")})
		}
		ps = append(ps, piece{c.ink, s.Say(c.words, c.n)})
	}
	return ps
}

func (s *styles) droppedText(n int) string { return s.Say(wordsDropped, units.Count(n)) }
