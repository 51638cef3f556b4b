package poller

import "time"

// offerWanted offers what the user asked for, denied or paused or not.
func (c *choice) offerWanted() {
	for _, i := range c.duty.targets {
		t := c.s.targets[i]
		if t.Instance == "" { // nothing can be listed there, but the instance may be found by now
			if t.wantLists != [Kinds]bool{} {
				c.offer(Call{Op: OpDiscover, Target: i, Page: t.page}, c.now)
			}
			continue
		}
		for _, key := range t.wanted[:min(len(t.wanted), atOnce+1)] {
			c.offer(Call{Op: OpGet, Target: i, Kind: key.Kind, ID: key.ID}, c.now)
		}
		for k, wanted := range t.wantLists {
			if wanted {
				c.offer(Call{Op: OpList, Target: i, Kind: Kind(k), Page: t.headPage(Kind(k))}, c.now)
			}
		}
	}
}

// offerFirst offers to look for instances, and page 1 of a list that was never read: the screen is empty without.
func (c *choice) offerFirst() {
	for _, i := range c.duty.targets {
		t := c.s.targets[i]
		if t.Instance == "" {
			c.offer(Call{Op: OpDiscover, Target: i, Page: t.page}, time.Time{})
			continue
		}
		if c.s.narrowed() {
			continue
		}
		for k := range t.lists {
			if l := &t.lists[k]; t.Lists[k].LastOK.IsZero() {
				c.offer(Call{Op: OpList, Target: i, Kind: Kind(k), Page: 1}, latest(l.sheet(1).pace.until, l.denyList))
			}
		}
	}
	c.offerQuests(true)
}

func (c *choice) offerOpen() {
	if i, found := c.s.index.find(c.look.open); found && c.mine(c.look.open) {
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
		i, found := c.s.index.find(key)
		if !found || c.s.tasks[i].Active() != active || !c.mine(key) {
			continue
		}
		if page := int(c.s.records[i].page); active && page > 0 {
			c.s.targets[key.Target].lists[key.Kind].sheet(page).near = c.now
		}
		c.offer(c.s.due(i, visible, c.look, c.now))
	}
}

// offerHeads offers the pages on which new tasks appear.
func (c *choice) offerHeads() {
	c.offerQuests(false)
	lists := len(c.duty.targets) * Kinds
	c.eachList(func(i int, k Kind, t *target, l *listing) {
		head := t.headPage(k)
		c.offer(Call{Op: OpList, Target: i, Kind: k, Page: head}, l.pageDue(head, t.headEvery(k, lists), c.now, c.look))
		if head != 1 && l.next == 0 { // a whole reading begins at the first page, wherever new tasks appear
			c.offer(Call{Op: OpList, Target: i, Kind: k, Page: 1}, latest(l.sweepAt, l.sheet(1).pace.until, l.denyList))
		}
	})
}

// offerPages offers the other pages that hold active tasks.
func (c *choice) offerPages() {
	c.eachList(func(i int, k Kind, t *target, l *listing) {
		head := t.headPage(k)
		for _, page := range l.watched {
			if page != head {
				c.offer(Call{Op: OpList, Target: i, Kind: k, Page: page}, l.pageDue(page, l.pageEvery(page), c.now, c.look))
			}
		}
	})
}

// eachList goes through the lists of the instances that are known; where only some tasks are watched, there are none.
func (c *choice) eachList(visit func(int, Kind, *target, *listing)) {
	if c.s.narrowed() {
		return
	}
	for _, i := range c.duty.targets {
		t := c.s.targets[i]
		for k := range t.lists {
			if t.Instance != "" {
				visit(i, Kind(k), t, &t.lists[k])
			}
		}
	}
}

// offerOthers offers the tasks of a class that nobody looks at.
func (c *choice) offerOthers(class share) {
	for _, target := range c.duty.targets {
		for _, i := range c.s.targets[target].polled {
			if c.s.records[i].share() != class {
				continue
			}
			if _, near := c.look.near[c.s.tasks[i].Key]; !near {
				c.offer(c.s.due(i, far, c.look, c.now))
			}
		}
	}
}

// share is the class of the calls about a task that nobody looks at.
func (r *record) share() share {
	switch {
	case r.confirm:
		return shareEnded
	case r.asked.IsZero():
		return shareUnread
	}
	return shareOthers
}

// offerDeep offers the next page of a reading in parts, and the rule names.
func (c *choice) offerDeep() {
	c.eachList(func(i int, k Kind, _ *target, l *listing) {
		if l.next > 0 {
			c.offer(Call{Op: OpList, Target: i, Kind: k, Page: l.next}, latest(l.sheet(l.next).pace.until, l.denyList))
		}
	})
	c.offerRules()
	c.offerDates()
}

// offerRules offers the rule names. A target without sync tasks needs none when no list can bring one up.
func (c *choice) offerRules() {
	for _, i := range c.duty.targets {
		if t := c.s.targets[i]; t.Instance != "" && (!c.s.narrowed() || t.Lists[Sync].Seen > 0) {
			c.offer(Call{Op: OpRules, Target: i, Page: t.rules.page}, t.rules.at)
		}
	}
}
