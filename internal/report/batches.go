package report

import (
	"slices"
	"time"

	"acrwatch/poller"
)

// toldBatches are the batches of the tasks in hand, in the order in which they ended; the open ones come last.
func (a *analysis) toldBatches() []Batch {
	found := map[string]*Batch{}
	batches := []*Batch{}
	for _, k := range a.order {
		t := k.task
		if t.Sync == nil || t.Sync.BatchID == "" {
			continue
		}
		b := found[t.Sync.BatchID]
		if b == nil {
			b = &Batch{ID: t.Sync.BatchID, Image: t.Image(), Size: some(int64(0))}
			found[b.ID], batches = b, append(batches, b)
		}
		b.add(k)
	}
	told := make([]Batch, len(batches))
	for i, b := range batches {
		told[i] = b.closed()
	}
	slices.SortStableFunc(told, func(a, b Batch) int {
		if a.Ended.IsZero() != b.Ended.IsZero() {
			return compareBool(a.Ended.IsZero(), b.Ended.IsZero())
		}
		return a.Ended.Compare(b.Ended.Time)
	})
	return told
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

func (b *Batch) add(k *track) {
	t := k.task
	b.Tasks++
	*pick(t, &b.Done, &b.Failed, &b.Canceled, &b.Open, new(int))++
	b.Moved += k.moved
	if _, size := bytesOf(t); size == nil || b.Size == nil {
		b.Size = nil
	} else {
		b.Size = plus(b.Size, size)
	}
	if began := t.Began(); !began.IsZero() && (b.Began.IsZero() || began.Before(b.Began.Time)) {
		b.Began = Time{began}
	}
	if k.ended.After(b.Ended.Time) {
		b.Ended = Time{k.ended}
	}
}

// closed is the batch with its end, unless a task of it is open.
func (b *Batch) closed() Batch {
	if b.Open > 0 {
		b.Ended = Time{}
	}
	if !b.Ended.IsZero() && !b.Began.IsZero() {
		b.Took = some(max(seconds(b.Ended.Sub(b.Began.Time)), 0))
	}
	return *b
}

// toldOpen are the tasks that had not ended, the stalled ones first, then as the screen orders them.
func (a *analysis) toldOpen() []Open {
	open := []Open{}
	for _, k := range a.order {
		if k.task.Active() {
			open = append(open, a.openOf(k))
		}
	}
	slices.SortStableFunc(open, func(a, b Open) int { return urgency(a.Status) - urgency(b.Status) })
	return open
}

func urgency(status string) int {
	if i := slices.Index([]string{"stalled", "syncing", "pulling"}, status); i >= 0 {
		return i
	}
	return 3
}

func (a *analysis) openOf(k *track) Open {
	t := k.task
	o := Open{ID: t.ID, Kind: kindWord(t.Kind), Status: t.StatusWord(), Image: t.Image(), Answered: Time{t.Heard()}}
	o.From, o.To = t.Route()
	o.Synced, o.Size = bytesOf(t)
	o.Tags, o.TagsOf = tagsOf(t)
	home := slices.Index(a.homes, k.home)
	if home < 0 { // it was watched in an earlier recording alone
		return o
	}
	if why, _ := t.Freshness(&a.last.Targets[home], a.to); why != poller.Fresh {
		return o
	}
	if t.Flow.Stalled {
		o.Rate = some(0.0)
		return o
	}
	o.Rate = when(t.Flow.RateKnown, t.Flow.Rate)
	if left := t.Flow.Left; left.Known() {
		o.Least, o.Most = some(left.Low.Truncate(time.Second).Seconds()), some(left.High.Truncate(time.Second).Seconds())
	}
	return o
}
