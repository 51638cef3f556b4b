package report

import (
	"time"

	"acrwatch/api"
	"acrwatch/poller"
)

// stallSpan is a stall of a task.
type stallSpan struct {
	since, until time.Time // until is zero while it lasts
	end          string
	layers       []StallLayer
}

// stall follows the stalls of a task. One that only could not be watched for a while is the same one when it is seen again.
func (a *analysis) stall(k *track, before, t *poller.Task) {
	was := before != nil && before.Flow.Stalled
	n := len(k.stalls)
	switch {
	case t.Flow.Stalled && !was:
		if n > 0 && k.stalls[n-1].since.Equal(t.Flow.LastMoved.Time()) {
			k.stalls[n-1].until, k.stalls[n-1].end = time.Time{}, ""
			break
		}
		k.stalls = append(k.stalls, stallSpan{since: t.Flow.LastMoved.Time(), layers: stalledLayers(t)})
		if a.within(t.Flow.LastMoved.Time()) {
			a.bins.at(t.Flow.LastMoved.Time()).stalled++
		}
	case t.Flow.Stalled:
		k.stalls[n-1].layers = stalledLayers(t)
	case n > 0 && k.stalls[n-1].until.IsZero():
		k.stalls[n-1].until, k.stalls[n-1].end = stallEnd(k.stalls[n-1].since, t)
	}
}

// stallEnd is when and how a stall was over. Bytes that moved say so best.
func stallEnd(since time.Time, t *poller.Task) (time.Time, string) {
	switch {
	case t.Phase == api.PhaseFailed, t.Phase == api.PhaseCanceled:
		return t.LastChanged(), poller.PhaseWord(t.Phase)
	case t.Flow.LastMoved.Time().After(since):
		return t.Flow.LastMoved.Time(), "moved"
	case t.Phase == api.PhaseDone:
		return t.LastChanged(), poller.PhaseWord(t.Phase)
	}
	return t.Heard(), "unknown"
}

func stalledLayers(t *poller.Task) []StallLayer {
	layers := []StallLayer{}
	parts := t.Parts()
	for i := range parts {
		p := &parts[i]
		if p.Flow.Stalled {
			layers = append(layers, StallLayer{Digest: p.Digest, Synced: optional(p.Synced), Size: optional(p.Size)})
		}
	}
	return layers
}

func optional[T any](o api.Optional[T]) *T { return when(o.Known, o.Value) }
