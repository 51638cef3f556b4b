package ui

import (
	"fmt"
	"strings"

	"acrwatch/internal/notify"
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

	wordsTaskDone    = "%s done"
	wordsTaskFailed  = "%s failed"
	wordsTaskStalled = "%s stalled"
	wordsManyFailed  = "%d tasks of %s failed"
	wordsManyStalled = "%d tasks of %s stalled"
	wordsBatchDone   = "%s: all %d tasks done"
	wordsBatchEnded  = "%s ended: %d of %d done"
	wordsFailed      = "%d failed"
	wordsStalled     = "%d stalled"
	wordsDone        = "%d done"
	wordsCanceled    = "%d canceled"
	wordsOther       = "%d canceled or gone"
	wordsSyncing     = "%d syncing"
	wordsQueued      = "%d queued"
	wordsBatchesDone = "batches done: %d"
	wordsBatchesBad  = "batches that did not end well: %d"
)

// counted is some counts in words, without those that are zero.
type counted struct{ words []string }

func (c *counted) add(format string, n int) *counted {
	if n > 0 {
		c.words = append(c.words, fmt.Sprintf(format, n))
	}
	return c
}

// summaryText is one message: the one thing that happened, or the counts of many.
func summaryText(s notify.Summary) string {
	if s.Notices == 1 {
		return noticeText(s.Only)
	}
	var c counted
	c.add(wordsFailed, s.Failed).add(wordsStalled, s.Stalled).add(wordsDone, s.Done)
	c.add(wordsBatchesBad, s.BatchesBad).add(wordsBatchesDone, s.BatchesDone)
	return strings.Join(c.words, ", ")
}

func noticeText(n notify.Notice) string {
	e := n.First
	task := e.Image + " → " + e.To
	switch {
	case n.Kind == notify.BatchEnded:
		return batchText(e.Image, n.Batch)
	case n.Kind == notify.TasksFailed && n.Tasks > 1:
		return fmt.Sprintf(wordsManyFailed, n.Tasks, e.Image)
	case n.Kind == notify.TasksFailed && e.Reason != "":
		return fmt.Sprintf(wordsTaskFailed, task) + ": " + issue(e.Reason)
	case n.Kind == notify.TasksFailed:
		return fmt.Sprintf(wordsTaskFailed, task)
	case n.Kind == notify.TasksStalled && n.Tasks > 1:
		return fmt.Sprintf(wordsManyStalled, n.Tasks, e.Image)
	case n.Kind == notify.TasksStalled:
		return fmt.Sprintf(wordsTaskStalled, task)
	}
	return fmt.Sprintf(wordsTaskDone, task)
}

func batchText(image string, b notify.Batch) string {
	if b.Done == b.Total {
		return fmt.Sprintf(wordsBatchDone, image, b.Total)
	}
	c := counted{words: []string{fmt.Sprintf(wordsBatchEnded, image, b.Done, b.Total)}}
	c.add(wordsFailed, b.Failed).add(wordsOther, b.Other)
	return strings.Join(c.words, ", ")
}

// event is an event as the list shows it.
func (s *styles) event(k notify.EventKind) state {
	switch k {
	case notify.Done:
		return state{"✓", "done", s.done}
	case notify.Failed:
		return state{"✗", "failed", s.failed}
	case notify.Stalled:
		return state{"◌", "stalled", s.stalled}
	case notify.Resumed:
		return state{"●", "resumed", s.syncing}
	case notify.Canceled:
		return state{"◇", "canceled", s.muted}
	}
	return state{"◇", "gone", s.muted}
}

// pieces are a toll in words and colours: "14 done, 2 failed, 1 stalled".
func (t *toll) pieces(s *styles) []piece {
	var ps []piece
	for _, c := range []struct {
		ink   ink
		words string
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
			ps = append(ps, piece{s.muted, ", "})
		}
		ps = append(ps, piece{c.ink, fmt.Sprintf(c.words, c.n)})
	}
	return ps
}

func droppedText(n int) string { return fmt.Sprintf(wordsDropped, units.Count(n)) }
