package ui

import (
	"time"

	"acrwatch/internal/cause"
	"acrwatch/internal/tongue"
	"acrwatch/poller"
)

// attentionColumn is the column whose order is the default one: what needs a look first.
const attentionColumn = "status"

// sortBy is what a list is sorted by.
type sortBy struct {
	column   string // as in the config; attentionColumn is the order of attention
	backward bool
}

// sortValue is the value behind the text of a cell: a number, or else a text.
type sortValue struct {
	number  int64 // smaller is higher
	text    string
	unknown bool
}

// most is a number whose largest stands on top.
func most(n float64, known bool) sortValue { return sortValue{number: -int64(n), unknown: !known} }

func text(s string) sortValue { return sortValue{text: s, unknown: s == ""} }

// keyOf is where a task stands in a list that is sorted by a column.
func keyOf(t *poller.Task, by sortBy, now time.Time) sortKey {
	class := rankOf(t, now)
	if by.column == attentionColumn {
		return sortKey{standing: standing{class: class, rank: class, at: sortTime(t, class), id: t.ID}}
	}
	v := valueOf(t, by.column)
	return sortKey{standing{class: class, unknown: v.unknown, at: v.number, id: t.ID}, v.text}
}

// shareScale keeps the differences between shares that are compared as whole numbers.
const shareScale = 1 << 30

// valueOf is what a task has in a column.
func valueOf(t *poller.Task, column string) sortValue {
	from, to := "", ""
	if column == "from" || column == "to" {
		from, to = t.Route()
	}
	f, active := &t.Flow, !t.Phase.Finished()
	switch column {
	case "image":
		return text(t.Image())
	case "from":
		return text(from)
	case "to":
		return text(to)
	case "rule":
		return text(cause.Rule(t))
	case "issue":
		return text(cause.Issue(t))
	case "kind":
		return text(string(kindWord(t.Kind)))
	case "batch":
		return text(batchOf(t).id)
	case "id":
		return text(t.ID)
	case "target":
		return sortValue{number: int64(t.Target)}
	case "progress":
		share, known := shareOf(t)
		return most(share*shareScale, known)
	case "moved":
		return most(float64(f.Moved), f.SizeKnown)
	case "size":
		return most(float64(f.Size), f.SizeKnown)
	case "rate":
		return most(f.Rate, f.RateKnown && active)
	case "left":
		return sortValue{number: int64(f.Left.Low+f.Left.High) / 2, unknown: !f.Left.Known() || !active}
	case "age":
		return sortValue{number: -t.Began().UnixMilli(), unknown: t.Began().IsZero()}
	case "priority":
		return priorityValue(t)
	}
	return sortValue{}
}

func priorityValue(t *poller.Task) sortValue {
	if t.Sync == nil {
		return sortValue{unknown: true}
	}
	return most(float64(t.Sync.Priority.Value), t.Sync.Priority.Known)
}

// shareOf is how far a task is: bytes of a sync task, tags of a subscription.
func shareOf(t *poller.Task) (float64, bool) {
	if s := t.Subscription; s != nil {
		known := s.TagTotal.Known && s.TagSubscribed.Known && s.TagTotal.Value > 0
		return float64(s.TagSubscribed.Value) / float64(max(s.TagTotal.Value, 1)), known
	}
	return t.Flow.Share(t.Phase)
}

func kindWord(k poller.Kind) tongue.Text {
	if k == poller.Subscription {
		return "sub"
	}
	return "sync"
}

// sayOrder says how the list is sorted.
func (m *Model) sayOrder(by sortBy) {
	text := tongue.Text("sorted by %s")
	if by.backward {
		text = "sorted by %s, the other way round"
	}
	m.say(mutedInk, text, orderTexts[by.column])
}
