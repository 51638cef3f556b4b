package poller

import "time"

const (
	openEvery   = 2200 * time.Millisecond // the open task, unless it waits: never older than three seconds
	nearEvery   = 2 * time.Second         // active rows on screen, as far as the budget allows
	queuedEvery = 10 * time.Second        // open or on screen, but queued: the lists tell when they start
	listedEvery = 30 * time.Second        // subscriptions that are not open: the list tells all of them but the single tags
	farEvery    = 15 * time.Second
	ageShare    = 20 // a task of this many seconds is asked every second, within the two bounds
	callsWindow = 10 * time.Second
	atOnce      = 4 // calls to one target that may be on their way; one that hangs must not take them all
)

// RefreshMost is how many tasks of a target can be asked for with Refresh before the first of them was asked. More are
// passed over.
const RefreshMost = 1000

// duty is what one budget is spent on: the targets of one quota, and whose turn it is.
type duty struct {
	targets []int
	turns   turns
	sent    int // calls so far
	held    func(Op) time.Time
}

// take notes that a call goes out.
func (d *duty) take(p pick) {
	d.sent++
	if p.share < shares {
		d.turns.take(p.share, p.weight)
	}
}

// choice looks for the next call of a duty: within a class of calls the one that is due for longest, or else the time
// when one will be.
type choice struct {
	s    *state
	duty *duty
	look *attention
	now  time.Time

	best Call
	due  time.Time
	wake time.Time // of the earliest call that is not due yet; zero when there is none
}

// pick is the call that should go out now.
type pick struct {
	call   Call
	urgent bool  // a user waits for it
	share  share // whose turn it is; shares when the call is above all turns
	weight int
}

// next picks a call, or else gives the time to look again; a zero time means that only an answer or a wish of the user can
// bring one up. It changes nothing: the call may have to wait for its token, and another one may come first by then.
//
// What the user asked for comes first, then the lists that were never read, then the open task. All others share what is
// left, by their weights.
func (s *state) next(d *duty, look *attention, now time.Time) (pick, time.Time) {
	c := &choice{s: s, duty: d, look: look, now: now}
	first := []func(*choice){(*choice).offerWanted, (*choice).offerFirst, (*choice).offerOpen}
	if s.paused {
		first = first[:1]
	}
	for _, offer := range first {
		offer(c)
		if k := c.close(); k.Op != OpNone {
			return pick{call: k, urgent: true, share: shares}, time.Time{}
		}
	}
	if s.paused {
		return pick{}, c.wake
	}
	return c.shared(), c.wake
}

// shared picks among the classes that have a call due now.
func (c *choice) shared() pick {
	offers := [shares]func(*choice){
		// The visible rows come first: they mark the pages on which they stand.
		shareVisible: func(c *choice) { c.offerVisible(true) },
		shareHeads:   (*choice).offerHeads,
		sharePages:   (*choice).offerPages,
		shareUnread:  func(c *choice) { c.offerOthers(shareUnread) },
		shareOthers:  func(c *choice) { c.offerOthers(shareOthers) },
		shareEnded:   func(c *choice) { c.offerOthers(shareEnded) },
		shareDeep:    (*choice).offerDeep,
		shareShown:   func(c *choice) { c.offerVisible(false) },
	}
	var calls [shares]Call
	var due [shares]bool
	for k, offer := range offers {
		offer(c)
		calls[k] = c.close()
		due[k] = calls[k].Op != OpNone
	}
	k := c.duty.turns.pick(&due)
	if k == shares {
		return pick{}
	}
	p := pick{call: calls[k], urgent: c.duty.sent < firstBurst, share: k, weight: weights[k]}
	if k == shareDeep && c.unreadLists() {
		p.weight = deepFirst
	}
	return p
}

// unreadLists says that some list was not read to its end yet.
func (c *choice) unreadLists() bool {
	for _, i := range c.duty.targets {
		t := c.s.targets[i]
		for k := range t.Lists {
			if !t.Lists[k].Complete && t.Lists[k].Denied == nil {
				return true
			}
		}
	}
	return false
}

// offer puts a call up for choice. One that is on its way already is never sent twice.
func (c *choice) offer(k Call, due time.Time) {
	if k.Op == OpNone || !c.s.free(k) {
		return
	}
	t := c.s.targets[k.Target]
	due = latest(due, t.RetryAt, c.duty.held(k.Op))
	if c.best.Op == OpNone || due.Before(c.due) {
		c.best, c.due = k, due
	}
}

// close ends a class of calls: it gives the best one when that is due.
func (c *choice) close() Call {
	k, due := c.best, c.due
	c.best = Call{}
	switch {
	case k.Op == OpNone:
	case !due.After(c.now):
		return k
	case c.wake.IsZero() || due.Before(c.wake):
		c.wake = due
	}
	return Call{}
}

func latest(times ...time.Time) time.Time {
	var last time.Time
	for _, t := range times {
		if t.After(last) {
			last = t
		}
	}
	return last
}
