package ui

import (
	"time"

	"acrwatch/api"
	"acrwatch/poller"
)

// rank classes of a list: what needs attention first.
const (
	rankFailed uint8 = iota
	rankStalled
	rankRunning
	rankQueued
	rankFinished
)

// attentionSpan is how long a failure of before we looked still counts as news.
const attentionSpan = 24 * time.Hour

func rankOf(t *poller.Task, now time.Time) uint8 {
	switch {
	case t.Gone:
		return rankFinished
	case t.Phase == api.PhaseFailed && (!t.Finished.IsZero() || now.Sub(t.LastChanged()) < attentionSpan):
		return rankFailed
	case t.Phase.Finished():
		return rankFinished
	case t.Flow.Stalled:
		return rankStalled
	case t.Phase == api.PhaseQueued:
		return rankQueued
	}
	return rankRunning
}

// sortTime puts the oldest active task and the newest finished one on top of their class.
func sortTime(t *poller.Task, rank uint8) int64 {
	if rank == rankFailed || rank == rankFinished {
		return -t.LastChanged().UnixMilli()
	}
	return t.Began().UnixMilli()
}
