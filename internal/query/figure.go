package query

import (
	"time"

	"acrwatch/internal/tongue"
	"acrwatch/poller"
)

// figure is something that can be compared: what it is of a task, and how it is written.
type figure struct {
	of   func(t *poller.Task, m *Moment) span
	read func(text string) (float64, reading)
	hint tongue.Text

	timed    bool // it changes while the task does not
	measured bool // lists do not tell it: the task has to be asked for itself
}

// span is what is known of a figure; an estimate can be a range. Bytes, bytes per second, seconds, or a share of 1.
type span struct {
	low, high float64
	known     bool
}

func exactly(v float64, known bool) span { return span{low: v, high: v, known: known} }

var unknown span

// compile makes the test of a comparison. What is not known satisfies none, and a range only what all of it does.
func (f *figure) compile(w written) (term, *Error) {
	v := w.values[0]
	limit, is := f.read(v.text)
	if is != whole {
		flaw := mistake(w.at, v.end-w.at, "%s%s%s: %s", w.name, w.sign, shown(v.text), f.hint)
		flaw.Incomplete = is == begunOnly && v.form == plain
		return term{}, flaw
	}
	holds := comparison(w.sign)
	matches := func(t *poller.Task, m *Moment) bool {
		is := f.of(t, m)
		return is.known && holds(is, limit)
	}
	return term{used: 1, timed: f.timed, measured: f.measured, matches: matches}, nil
}

func comparison(sign string) func(is span, limit float64) bool {
	switch sign {
	case "<":
		return func(is span, limit float64) bool { return is.high < limit }
	case "<=":
		return func(is span, limit float64) bool { return is.high <= limit }
	case ">":
		return func(is span, limit float64) bool { return is.low > limit }
	case ">=":
		return func(is span, limit float64) bool { return is.low >= limit }
	}
	return func(is span, limit float64) bool { return is.low <= limit && limit <= is.high }
}

func sizeOf(t *poller.Task, _ *Moment) span {
	return exactly(float64(t.Flow.Size), t.Flow.SizeKnown)
}

func syncedOf(t *poller.Task, _ *Moment) span {
	return exactly(float64(t.Flow.Moved), t.Sync != nil && (t.Sync.Synced.Known || t.LayerCount() > 0))
}

func progressOf(t *poller.Task, _ *Moment) span {
	if t.Sync != nil {
		return exactly(t.Flow.Share(t.Phase))
	}
	sub := t.Subscription
	if sub == nil || !sub.TagTotal.Known || !sub.TagSubscribed.Known || sub.TagTotal.Value <= 0 {
		return unknown
	}
	tags := poller.Flow{Moved: sub.TagSubscribed.Value, Size: sub.TagTotal.Value, SizeKnown: true}
	return exactly(tags.Share(t.Phase))
}

// rateOf knows no rate of before the last answer: while a task cannot be asked, the screen shows none either.
func rateOf(t *poller.Task, m *Moment) span {
	switch {
	case !t.Active() || !t.Flow.Stalled && !t.Flow.RateKnown || isStale(t, m):
		return unknown
	case t.Flow.Stalled:
		return exactly(0, true)
	}
	return exactly(t.Flow.Rate, true)
}

func leftOf(t *poller.Task, m *Moment) span {
	if !t.Active() || !t.Flow.Left.Known() || isStale(t, m) {
		return unknown
	}
	return span{low: t.Flow.Left.Low.Seconds(), high: t.Flow.Left.High.Seconds(), known: true}
}

// ageOf is the time since a task began, ended or not: age<2h is what began less than two hours ago.
func ageOf(t *poller.Task, m *Moment) span {
	began := t.Began()
	if began.IsZero() {
		return unknown
	}
	return exactly(max(m.Now.Sub(began), 0).Truncate(time.Second).Seconds(), true)
}

func layersOf(t *poller.Task, _ *Moment) span {
	return exactly(float64(t.LayerCount()), t.LayerCount() > 0)
}

func priorityOf(t *poller.Task, _ *Moment) span {
	if t.Sync == nil {
		return unknown
	}
	p := t.Sync.Priority
	return exactly(float64(p.Value), p.Known)
}
