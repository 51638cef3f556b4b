package poller

import (
	"time"

	"acrwatch/api"
)

// row is what a list says of one task, whatever its kind.
type row struct {
	id      string
	reply   *api.Reply
	created time.Time
	phase   api.Phase
}

// learnPage folds the rows of a list page in, each through learn; head gives what all kinds of rows have, and more says
// whether a row tells more than is known. learn takes the slot that the task has and gives the one it has then; either may be
// none.
func learnPage[T any](s *state, t *target, e *Event, page api.Page[T],
	head func(*T) row, more func(*T, *Task) bool, learn func(int, Key, *T, source) int,
) {
	facts := pageFacts{rows: len(page.Items), size: page.Size, total: page.Total}
	var times sorted
	key, from, i := e.Call.key(), listed(e), none
	for n := range page.Items {
		item := &page.Items[n]
		r := head(item)
		if r.id == "" {
			continue
		}
		key.ID = r.id
		i = s.slotAfter(i, key)
		news := i == none
		// What a get said about itself is worth more to support than the page it stands on, and the page that brought news than
		// the later ones, each of which would make another task of it.
		if r.reply.RequestID == "" && (news || s.tasks[i].Answered.IsZero() && more(item, s.tasks[i])) {
			own := *item // the page itself is not ours to change
			*head(&own).reply = page.Reply
			item = &own
		}
		if i = learn(i, key, item, from); i != none {
			s.turnUp(i, e.Call.Page)
			if news {
				facts.news++
			}
		}
		if !r.phase.Finished() {
			facts.active++
			facts.spills = facts.spills || n >= len(page.Items)-spillRows
		}
		times.add(r.created)
	}
	facts.order = times.order()
	if s.read(t, e, facts) {
		s.tally(e.Call, idsOf(page.Items, head))
	}
}

func syncRow(t *api.SyncTask) row { return row{t.ID, &t.Reply, t.Created.Time(), t.Phase()} }

func subscriptionRow(t *api.SubscriptionTask) row { return row{t.ID, &t.Reply, t.Start, t.Phase()} }

// idsOf are those of the rows that have one.
func idsOf[T any](items []T, head func(*T) row) []string {
	list := make([]string, 0, len(items))
	for n := range items {
		if id := head(&items[n]).id; id != "" {
			list = append(list, id)
		}
	}
	return list
}

// turnUp notes on which page a task stood.
func (s *state) turnUp(i, page int) { s.records[i].page, s.records[i].absent = int32(page), 0 }

// read notes that a page of a list was read and what to read next. It says whether the page is part of a reading of the
// whole list.
func (s *state) read(t *target, e *Event, f pageFacts) (part bool) {
	list, l, page := &t.Lists[e.Call.Kind], &t.lists[e.Call.Kind], e.Call.Page
	list.LastOK = e.At
	if f.total.Known {
		list.Total = f.total
	}
	if f.size > 0 {
		l.size = f.size
	}
	l.see(f.order)
	l.watch(page, f)
	l.sheet(page).pace = pace{}
	t.allowLists(e.Call.Kind)
	if page == l.failed {
		l.failed, list.Err = 0, nil
	}
	switch head := l.headPage(list.Total); {
	case page == l.next:
		part = !l.catchUp
		s.readOn(t, e, f)
	case l.next != 0: // a reading in parts is under way; the other pages do not touch it
	case page == 1 && l.whole(list, f, e.At):
		part = true
		l.begin(e.Asked)
		s.readOn(t, e, f)
	case page == head && f.rows > 0 && f.news == f.rows && !f.last(page):
		l.next, l.catchUp = page+1, true
	}
	return part
}

// begin begins a reading of the whole list with page 1.
func (l *listing) begin(asked time.Time) {
	l.began, l.next, l.catchUp = asked, 2, false
	l.reading++
	l.unkept = 0
}

// whole says that the list is to be read to its end: the first time, when that is due again, and when it has grown in
// an order that does not tell where.
func (l *listing) whole(list *List, f pageFacts, at time.Time) bool {
	if !list.Complete || !at.Before(l.sweepAt) {
		return true
	}
	behind := f.news == f.rows && f.rows > 0 || f.total.Known && f.total.Value > l.total
	return behind && l.order != newestFirst && at.Sub(l.began) >= sweepAgain
}

// readOn goes on with a reading in parts, or ends it.
func (s *state) readOn(t *target, e *Event, f pageFacts) {
	list, l, page := &t.Lists[e.Call.Kind], &t.lists[e.Call.Kind], e.Call.Page
	switch {
	case f.last(page):
		if l.next = 0; !l.catchUp {
			s.readWhole(t, e.Call, e.At)
		}
		l.catchUp = false
	case l.catchUp && f.news < f.rows && l.order == newestFirst:
		l.next, l.catchUp = 0, false
	default:
		l.next = page + 1
	}
	if l.next == 0 {
		l.failed, list.Err = 0, nil
	}
}

// readWhole notes that every page was read. A finished task that was on none of them twice is marked as gone; whether an
// active one is gone, only its get can tell.
func (s *state) readWhole(t *target, c Call, at time.Time) {
	l := &t.lists[c.Kind]
	t.Lists[c.Kind].Complete = true
	l.sweepAt, l.total = at.Add(sweepEvery), t.Lists[c.Kind].Total.Or(0)
	for i, task := range s.tasks {
		r := s.records[i]
		if task.Target != c.Target || task.Kind != c.Kind || task.Gone || !task.Phase.Finished() || !r.seen.Time().Before(l.began) {
			continue
		}
		if r.absent++; r.absent >= absentMost {
			next := *task
			next.Gone = true
			s.replace(i, &next)
		}
	}
}

// allowLists ends a denial of lists: one went well.
func (t *target) allowLists(kind Kind) {
	if l := &t.lists[kind]; !l.denyList.IsZero() {
		l.denyList = time.Time{}
		if l.denyGet.IsZero() {
			t.Lists[kind].Denied = nil
		}
	}
}
