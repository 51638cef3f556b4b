package poller

import "time"

const (
	openEvery    = 2200 * time.Millisecond // the open task: never older than three seconds
	nearEvery    = 2 * time.Second         // active rows on screen, as far as the budget allows
	queuedEvery  = 10 * time.Second        // the same while they wait: the lists tell when they start
	listedEvery  = 30 * time.Second        // subscriptions that are not open: the list tells all of them but the single tags
	farEvery     = 15 * time.Second
	ageShare     = 20 // a task of this many seconds is asked every second, within the two bounds
	callsWindow  = 10 * time.Second
	wantedAtMost = 1000 // tasks that the user can ask for before the first of them was asked
	atOnce       = 4    // calls to one target that may be on their way; one that hangs must not take them all
)

// duty is what one budget is spent on: the targets of one quota, and whose turn it is.
type duty struct {
	targets []int
	turns   turns
	sent    int // calls so far
	held    func(op) time.Time
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

	best call
	due  time.Time
	wake time.Time // of the earliest call that is not due yet; zero when there is none
}

// pick is the call that should go out now.
type pick struct {
	call   call
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
		if k := c.close(); k.op != opNone {
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
		shareUnread:  func(c *choice) { c.offerOthers(true) },
		shareOthers:  func(c *choice) { c.offerOthers(false) },
		shareDeep:    (*choice).offerDeep,
		shareShown:   func(c *choice) { c.offerVisible(false) },
	}
	var calls [shares]call
	var due [shares]bool
	for k, offer := range offers {
		offer(c)
		calls[k] = c.close()
		due[k] = calls[k].op != opNone
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
			if t.lists[k].next > 0 && !t.Lists[k].Complete {
				return true
			}
		}
	}
	return false
}

// offer puts a call up for choice. One that is on its way already is never sent twice.
func (c *choice) offer(k call, due time.Time) {
	if k.op == opNone || !c.s.free(k) {
		return
	}
	t := c.s.targets[k.target]
	due = latest(due, t.RetryAt, c.duty.held(k.op))
	if c.best.op == opNone || due.Before(c.due) {
		c.best, c.due = k, due
	}
}

// close ends a class of calls: it gives the best one when that is due.
func (c *choice) close() call {
	k, due := c.best, c.due
	c.best = call{}
	switch {
	case k.op == opNone:
	case !due.After(c.now):
		return k
	case c.wake.IsZero() || due.Before(c.wake):
		c.wake = due
	}
	return call{}
}

// offerWanted offers what the user asked for, denied or paused or not.
func (c *choice) offerWanted() {
	for _, i := range c.duty.targets {
		t := c.s.targets[i]
		for _, key := range t.wanted[:min(len(t.wanted), atOnce+1)] {
			c.offer(call{op: opGet, target: i, kind: key.Kind, id: key.ID}, c.now)
		}
		for k, wanted := range t.wantLists {
			if wanted {
				c.offer(call{op: opList, target: i, kind: Kind(k), page: t.headPage(Kind(k))}, c.now)
			}
		}
	}
}

// offerFirst offers to look for instances, and page 1 of a list that was never asked for: the screen is empty without.
func (c *choice) offerFirst() {
	for _, i := range c.duty.targets {
		t := c.s.targets[i]
		if t.Instance == "" {
			c.offer(call{op: opDiscover, target: i, page: t.page}, time.Time{})
			continue
		}
		for k := range Kinds {
			if t.lists[k].sheet(1).asked.IsZero() {
				c.offer(call{op: opList, target: i, kind: Kind(k), page: 1}, t.lists[k].denyList)
			}
		}
	}
}

func (c *choice) offerOpen() {
	if i, found := c.s.index[c.look.open]; found && c.mine(c.look.open) {
		c.offer(c.s.due(i, open, c.look, c.now))
	}
}

func (c *choice) mine(k Key) bool {
	for _, i := range c.duty.targets {
		if i == k.Target {
			return true
		}
	}
	return false
}

// offerVisible offers the rows on screen, active or finished ones.
func (c *choice) offerVisible(active bool) {
	for _, key := range c.look.visible {
		i, found := c.s.index[key]
		if !found || c.s.tasks[i].Active() != active || !c.mine(key) {
			continue
		}
		if page := c.s.records[i].page; active && page > 0 {
			c.s.targets[key.Target].lists[key.Kind].sheet(page).near = c.now
		}
		c.offer(c.s.due(i, visible, c.look, c.now))
	}
}

// offerHeads offers the pages on which new tasks appear.
func (c *choice) offerHeads() {
	lists := len(c.duty.targets) * Kinds
	c.eachList(func(i int, k Kind, t *target, l *listing) {
		head := t.headPage(k)
		c.offer(call{op: opList, target: i, kind: k, page: head}, l.pageDue(head, t.headEvery(k, lists), c.now, c.look))
		if head != 1 && l.next == 0 { // a whole reading begins at the first page, wherever new tasks appear
			c.offer(call{op: opList, target: i, kind: k, page: 1}, latest(l.sweepAt, l.sheet(1).pace.until, l.denyList))
		}
	})
}

// offerPages offers the other pages that hold active tasks.
func (c *choice) offerPages() {
	c.eachList(func(i int, k Kind, t *target, l *listing) {
		head := t.headPage(k)
		for _, page := range l.watched {
			if page != head {
				c.offer(call{op: opList, target: i, kind: k, page: page}, l.pageDue(page, l.pageEvery(page), c.now, c.look))
			}
		}
	})
}

// eachList goes through the lists of the instances that are known.
func (c *choice) eachList(visit func(int, Kind, *target, *listing)) {
	for _, i := range c.duty.targets {
		t := c.s.targets[i]
		for k := range t.lists {
			if t.Instance != "" {
				visit(i, Kind(k), t, &t.lists[k])
			}
		}
	}
}

// offerOthers offers the active tasks that nobody looks at: those that were never asked, or the others.
func (c *choice) offerOthers(unread bool) {
	for _, target := range c.duty.targets {
		for _, i := range c.s.targets[target].polled {
			if c.s.records[i].asked.IsZero() != unread {
				continue
			}
			if _, near := c.look.near[c.s.tasks[i].Key]; !near {
				c.offer(c.s.due(i, far, c.look, c.now))
			}
		}
	}
}

// offerDeep offers the next page of a reading in parts, and the rule names.
func (c *choice) offerDeep() {
	c.eachList(func(i int, k Kind, t *target, l *listing) {
		if l.next > 0 {
			c.offer(call{op: opList, target: i, kind: k, page: l.next}, latest(l.sheet(l.next).pace.until, l.denyList))
		}
		if k == Sync {
			c.offer(call{op: opRules, target: i, page: t.rules.page}, t.rules.at)
		}
	})
}

func (t *target) headPage(kind Kind) int { return t.lists[kind].headPage(t.Lists[kind].Total) }

func latest(times ...time.Time) time.Time {
	var last time.Time
	for _, t := range times {
		if t.After(last) {
			last = t
		}
	}
	return last
}
