package poller

import (
	"time"

	"acrwatch/api"
)

const (
	listEvery  = 5 * time.Second  // page 1 of each list
	sweepEvery = 10 * time.Minute // the whole list, and the rule names
	pagesMost  = 2000             // no list is read further: a service that never ends must not hold us
)

// learnPage folds the rows of a list page in, each through learn; head gives a row's id and what it says of itself.
func learnPage[T any](s *state, t *target, a answer, page api.Page[T], at time.Time,
	head func(*T) (id string, reply *api.Reply), learn func(Key, T, source),
) {
	news := 0
	for _, row := range page.Items {
		id, reply := head(&row)
		if id == "" {
			continue
		}
		key := a.call.key()
		key.ID = id
		i, found := s.index[key]
		if !found {
			news++
		}
		// What a get said about itself is worth more to support than the page it stands on.
		if reply.RequestID == "" && (!found || s.tasks[i].Answered.IsZero()) {
			*reply = page.Reply
		}
		learn(key, row, listed(a, at))
	}
	t.read(a.call, pageFacts{len(page.Items), news, page.Size, page.Total}, at)
}

func syncHead(row *api.SyncTask) (string, *api.Reply) { return row.ID, &row.Reply }

func subscriptionHead(row *api.SubscriptionTask) (string, *api.Reply) { return row.ID, &row.Reply }

// pageFacts is what matters of a page for reading on.
type pageFacts struct {
	rows, news int
	size       int // as the service gave it; it may allow less than was asked for
	total      api.Optional[int64]
}

// last says that page number n was the end of its list. The total is a hint: an empty page ends a list too, and
// without a total a short one does.
func (f pageFacts) last(n int) bool {
	size := f.size
	if size <= 0 {
		size = pageSize
	}
	switch {
	case f.rows == 0 || n >= pagesMost:
		return true
	case f.total.Known:
		return int64(n)*int64(size) >= f.total.Value
	}
	return f.rows < size
}

// read notes that a page of a list was read and what to read next.
func (t *target) read(c call, f pageFacts, at time.Time) {
	list, l := &t.Lists[c.kind], &t.lists[c.kind]
	list.LastOK, list.Err = at, nil
	if f.total.Known {
		list.Total = f.total
	}
	if !l.denyList.IsZero() {
		l.denyList = time.Time{}
		if l.denyGet.IsZero() {
			list.Denied = nil
		}
	}
	*l.pace(c.page) = pace{}
	last := f.last(c.page)
	switch {
	case c.page == 1 && l.next != 0: // a deep reading is under way; page 1 does not touch it
	case c.page == 1:
		l.first(list.Complete, last, f, at)
	case last || l.catchUp && f.news < f.rows:
		l.next, l.catchUp = 0, false
	default:
		l.next = c.page + 1
	}
	if l.next == 0 && !list.Complete {
		list.Complete = true
		l.sweepAt = at.Add(sweepEvery)
	}
}

// first decides after page 1 whether to read on: the first time to the end, then in full when a sweep is due, and
// when the page was all new, because then more new tasks stand behind it.
func (l *listing) first(complete, last bool, f pageFacts, at time.Time) {
	switch sweep := complete && !at.Before(l.sweepAt); {
	case last:
	case !complete:
		l.next = 2
	case sweep:
		l.next, l.catchUp = 2, false
		l.sweepAt = at.Add(sweepEvery)
	case f.rows > 0 && f.news == f.rows:
		l.next, l.catchUp = 2, true
	}
}
