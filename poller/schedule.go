package poller

import "time"

const (
	nearEvery    = 2 * time.Second  // the open task, active rows on screen
	queuedEvery  = 10 * time.Second // the same while they wait: the lists tell when they start
	listedEvery  = 30 * time.Second // subscriptions that are not open: the list tells all of them but the single tags
	farEvery     = 15 * time.Second
	ageShare     = 20 // a task of this many seconds is asked every second, within the two bounds
	callsWindow  = 10 * time.Second
	wantedAtMost = 1000 // tasks that the user can ask for before the first of them was asked
)

// attention is what the user looks at.
type attention struct {
	open    Key // ID is empty when none is
	visible []Key
	near    map[Key]struct{} // both
}

func newAttention(open Key, visible []Key) attention {
	look := attention{open: open, visible: append([]Key(nil), visible...)}
	look.near = make(map[Key]struct{}, len(visible)+1)
	for _, key := range visible {
		look.near[key] = struct{}{}
	}
	if open.ID != "" {
		look.near[open] = struct{}{}
	}
	return look
}

// choice collects what could be asked: the first call that is due wins, and otherwise the time when one will be.
type choice struct {
	now  time.Time
	call call
	wake time.Time // of the earliest call that is not due yet; zero when there is none
}

func (c *choice) made() bool { return c.call.op != opNone }

func (c *choice) offer(k call, due time.Time) {
	switch {
	case c.made() || k.op == opNone:
	case !due.After(c.now):
		c.call = k
	case c.wake.IsZero() || due.Before(c.wake):
		c.wake = due
	}
}

// next is the call that a target should make now, or else the time to look again; a zero time means that only a
// wish of the user can bring one up.
//
// Every fourth call goes to the tasks that nobody looks at, another to page 1 of the lists and another to the deep
// pages, as far as those are due; that is how nothing starves. The rest follows attention.
func (s *state) next(target int, look attention, now time.Time) (call, time.Time) {
	t := s.targets[target]
	c := &choice{now: now}
	if t.RetryAt.After(now) {
		return call{}, t.RetryAt
	}
	if t.Instance == "" {
		if !s.paused {
			c.offer(call{op: opDiscover, target: target, page: t.page}, now)
		}
		return c.call, c.wake
	}
	s.offerWanted(c, target)
	if s.paused {
		return c.call, c.wake
	}
	s.offerFirst(c, target)
	offers := []func(){
		func() { s.offerOpen(c, target, look) },
		func() { s.offerVisible(c, target, look, true) },
		func() { s.offerHeads(c, target) },
		func() { s.offerOthers(c, target, look) },
		func() { s.offerDeep(c, target) },
		func() { s.offerVisible(c, target, look, false) },
	}
	switch slot := t.turn % 4; {
	case t.turn < firstBurst: // the first calls fill the screen
	case slot == 1:
		s.offerOthers(c, target, look)
	case slot == 2:
		s.offerHeads(c, target)
	case slot == 3:
		s.offerDeep(c, target)
		s.offerVisible(c, target, look, false)
	}
	for _, offer := range offers {
		if c.made() {
			break
		}
		offer()
	}
	return c.call, c.wake
}

// offerWanted offers what the user asked for, denied or paused or not.
func (s *state) offerWanted(c *choice, target int) {
	t := s.targets[target]
	if len(t.wanted) > 0 {
		c.offer(call{op: opGet, target: target, kind: t.wanted[0].Kind, id: t.wanted[0].ID}, c.now)
	}
	for k, wanted := range t.wantLists {
		if wanted {
			c.offer(call{op: opList, target: target, kind: Kind(k), page: 1}, c.now)
		}
	}
}

// offerFirst offers page 1 of a list that was never asked for: the screen is empty without it.
func (s *state) offerFirst(c *choice, target int) {
	for k := range Kinds {
		if s.targets[target].lists[k].asked.IsZero() {
			c.offer(call{op: opList, target: target, kind: Kind(k), page: 1}, c.now)
		}
	}
}

// offerHeads offers page 1 of the two lists, the one that waited longer first.
func (s *state) offerHeads(c *choice, target int) {
	t := s.targets[target]
	order := [Kinds]Kind{Sync, Subscription}
	if t.lists[Subscription].asked.Before(t.lists[Sync].asked) {
		order = [Kinds]Kind{Subscription, Sync}
	}
	for _, k := range order {
		l := &t.lists[k]
		due := latest(l.asked.Add(listEvery), l.head.until, l.denyList)
		c.offer(call{op: opList, target: target, kind: k, page: 1}, due)
	}
}

// offerDeep offers the deep pages and the rule names.
func (s *state) offerDeep(c *choice, target int) {
	t := s.targets[target]
	for k := range Kinds {
		if l := &t.lists[k]; l.next > 0 {
			c.offer(call{op: opList, target: target, kind: Kind(k), page: l.next}, latest(l.deep.until, l.denyList))
		}
	}
	c.offer(call{op: opRules, target: target, page: t.rules.page}, t.rules.at)
}

func (s *state) offerOpen(c *choice, target int, look attention) {
	if look.open.Target != target {
		return
	}
	if i, found := s.index[look.open]; found {
		c.offer(s.due(i, open, c.now))
	}
}

// offerVisible offers the rows on screen, active or finished ones, the most overdue of them first.
func (s *state) offerVisible(c *choice, target int, look attention, active bool) {
	var best call
	var at time.Time
	for _, key := range look.visible {
		if key.Target != target {
			continue
		}
		i, found := s.index[key]
		if !found || s.tasks[i].Active() != active {
			continue
		}
		if k, due := s.due(i, visible, c.now); k.op != opNone && (best.op == opNone || due.Before(at)) {
			best, at = k, due
		}
	}
	c.offer(best, at)
}

// offerOthers offers the tasks that nobody looks at, the stalest first.
func (s *state) offerOthers(c *choice, target int, look attention) {
	var best call
	var at time.Time
	for _, i := range s.targets[target].polled {
		if _, near := look.near[s.tasks[i].Key]; near {
			continue
		}
		if k, due := s.due(i, far, c.now); k.op != opNone && (best.op == opNone || due.Before(at)) {
			best, at = k, due
		}
	}
	c.offer(best, at)
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
