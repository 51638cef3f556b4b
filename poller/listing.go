package poller

import (
	"slices"
	"time"

	"acrwatch/api"
)

const (
	listEvery   = 5 * time.Second         // between readings of the page on which new tasks appear
	listsShare  = 500 * time.Millisecond  // all those pages together take no more than a call in this time
	calmEvery   = 20 * time.Second        // the same while only the other list of the instance has any
	activeEvery = 9 * time.Second         // the pages that hold active tasks: an end is noticed within ten seconds
	rowsEvery   = 4700 * time.Millisecond // those that hold active rows of the screen: within five
	sweepEvery  = 10 * time.Minute        // the whole list, and the rule names
	sweepAgain  = time.Minute             // the least time between whole readings
	pageWorth   = 3                       // active tasks that make a page much cheaper to read than each of them
	spillRows   = 10                      // rows at the end of a page that new tasks may push onto the next
	pagesMost   = 2000                    // no list is read further: a service that never ends must not hold us
	absentMost  = 2                       // whole readings that a finished task may be missing from
)

// order is how a list is sorted, as far as its pages showed. No document says.
type order uint8

const (
	orderUnseen order = iota
	newestFirst
	oldestFirst
	scattered
)

// listing is where reading the list of one kind stands.
type listing struct {
	sheets  []sheet // what is known of each page, by its number less one
	watched []int   // numbers of the pages that are worth reading for their active tasks
	active  int     // active tasks on all pages, as of their last reading
	order   order
	size    int // rows of a page as the service gave it; it may allow less than was asked for

	next    int       // the page to read next of a reading in parts; 0 when there is none
	catchUp bool      // that reading follows pages that were all new: it ends at the first task already known
	began   time.Time // when page 1 of the whole reading was asked for
	sweepAt time.Time // when the next whole reading is due
	total   int64     // what the service said there was when the last whole reading ended
	failed  int       // the page that failed last
	reading int       // number of the present reading of the whole list, or of the last one
	unkept  int       // rows that this reading has been past and whose tasks are not kept

	denyList time.Time
	denyGet  time.Time // ends of the pauses after lists, or gets, were denied
}

// sheet is one page of a list.
type sheet struct {
	asked  time.Time
	near   time.Time // the moment for which it was found to hold a row of the screen
	active int
	pace   pace
}

// pace holds back a page that fails while other calls go well.
type pace struct {
	failures int
	until    time.Time
}

func (p *pace) slow(at time.Time, jitter float64) {
	p.failures++
	p.until = at.Add(backOff(p.failures, jitter))
}

// sheet is what is known of a page, which counts from 1.
func (l *listing) sheet(page int) *sheet {
	for len(l.sheets) < page {
		l.sheets = append(l.sheets, sheet{})
	}
	return &l.sheets[page-1]
}

// headPage is the page on which new tasks appear: the first, but the last of a list that has the oldest first.
func (l *listing) headPage(total api.Optional[int64]) int {
	if l.order != oldestFirst || !total.Known || l.size <= 0 || total.Value <= 0 {
		return 1
	}
	return int(min((total.Value+int64(l.size)-1)/int64(l.size), pagesMost))
}

func (t *target) headPage(kind Kind) int { return t.lists[kind].headPage(t.Lists[kind].Total) }

// see notes how the rows of a page are sorted. One page that breaks an order ends the trust in it.
func (l *listing) see(o order) {
	switch {
	case o == orderUnseen:
	case l.order == orderUnseen:
		l.order = o
	case l.order != o:
		l.order = scattered
	}
}

// sorted is the order of times, which may repeat; zero ones say nothing.
type sorted struct {
	last          time.Time
	rising, falls bool
}

func (s *sorted) add(t time.Time) {
	if t.IsZero() {
		return
	}
	if !s.last.IsZero() {
		s.rising = s.rising || t.After(s.last)
		s.falls = s.falls || t.Before(s.last)
	}
	s.last = t
}

func (s *sorted) order() order {
	switch {
	case s.rising && s.falls:
		return scattered
	case s.rising:
		return oldestFirst
	case s.falls:
		return newestFirst
	}
	return orderUnseen
}

// watch keeps or drops a page that was just read. The next page may have got some of the active rows at its end.
func (l *listing) watch(page int, f pageFacts) {
	sheet := l.sheet(page)
	l.active += f.active - sheet.active
	sheet.active = f.active
	l.keep(page, f.active > 0)
	if f.spills && !f.last(page) {
		l.keep(page+1, true)
	}
}

func (l *listing) keep(page int, on bool) {
	i, found := slices.BinarySearch(l.watched, page)
	switch {
	case on && !found:
		l.sheet(page)
		l.watched = slices.Insert(l.watched, i, page)
	case !on && found:
		l.watched = slices.Delete(l.watched, i, i+1)
	}
}

// headEvery is how long to wait between two readings of the page on which new tasks appear; lists is how many lists share
// the budget. A list with nothing going on gives way to the other one of its instance.
func (t *target) headEvery(kind Kind, lists int) time.Duration {
	every := max(listEvery, time.Duration(lists)*listsShare)
	other := Kinds - 1 - kind
	if t.lists[kind].active == 0 && t.lists[other].active > 0 || t.Lists[kind].Seen == 0 && t.Lists[other].Seen > 0 {
		return max(every, calmEvery)
	}
	return every
}

// pageEvery is the same for a page that is read for its active tasks. A few of them are asked one by one as well.
func (l *listing) pageEvery(page int) time.Duration {
	if l.sheet(page).active < pageWorth {
		return farEvery
	}
	return activeEvery
}

// pageDue is when a page that is read every so often is due again.
func (l *listing) pageDue(page int, every time.Duration, now time.Time, look *attention) time.Time {
	sheet := l.sheet(page)
	if sheet.near.Equal(now) && !look.away {
		every = min(every, rowsEvery)
	}
	return latest(sheet.asked.Add(look.slow(every, far)), sheet.pace.until, l.denyList)
}

// last says that a page was the end of its list. The total is a hint: an empty page ends a list too, and without a total
// a short one does.
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

// pageFacts is what matters of a page for reading on.
type pageFacts struct {
	rows, news int
	active     int
	spills     bool // one of the last rows is active
	size       int  // as the service gave it
	total      api.Optional[int64]
	order      order
}
