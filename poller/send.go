package poller

import "time"

// free says that a call may go out beside those that are on their way: it is not one of them, and its target has room.
// A target that fails is only probed, and one that has not answered yet is asked for its lists alone.
func (s *state) free(k Call) bool {
	t := s.targets[k.Target]
	room := atOnce
	switch {
	case t.Err != nil:
		room = 1
	case t.LastOK.IsZero():
		room = Kinds
	}
	if t.flying >= room {
		return false
	}
	_, flying := s.flying[k.thing()]
	return !flying
}

// thing is what a call is about, without how: a task is asked for itself or for its tags, one at a time.
func (c Call) thing() Call {
	if c.Op == OpTags {
		return Call{Op: OpGet, Target: c.Target, Kind: c.Kind, ID: c.ID}
	}
	return c
}

// send notes for the scheduler that a call goes out.
func (s *state) send(c Call, now time.Time) {
	t := s.targets[c.Target]
	t.flying++
	s.flying[c.thing()] = struct{}{}
	switch c.Op {
	case OpList:
		t.lists[c.Kind].sheet(c.Page).asked = now
		if c.Page == t.headPage(c.Kind) {
			t.wantLists[c.Kind] = false
		}
	case OpDiscover:
		t.wantLists = [Kinds]bool{}
	case OpGet:
		t.drop(c.key())
		if i, found := s.index.find(c.key()); found {
			s.records[i].asked = InstantOf(now)
		}
	}
}

// land notes that a call is not on its way any more.
func (s *state) land(c Call) {
	if _, flying := s.flying[c.thing()]; flying {
		delete(s.flying, c.thing())
		s.targets[c.Target].flying--
	}
}

// want notes what the user asked for: tasks, or with none the lists of every target, or all that is watched by name. What
// is on its way already is not asked for again.
func (s *state) want(keys []Key) {
	switch {
	case len(keys) == 0 && s.narrowed():
		keys = s.seekAgain()
	case len(keys) == 0:
		for _, t := range s.targets {
			for k := range Kinds {
				t.wantLists[k] = true
			}
		}
	}
	for _, key := range keys {
		if key.Target < 0 || key.Target >= len(s.targets) || key.ID == "" || int(key.Kind) >= Kinds {
			continue
		}
		if _, flying := s.flying[Call{Op: OpGet, Target: key.Target, Kind: key.Kind, ID: key.ID}]; flying {
			continue
		}
		t := s.targets[key.Target]
		if t.drop(key); len(t.wanted) < RefreshMost {
			t.wanted = append(t.wanted, key)
		}
	}
}

func (t *target) drop(key Key) {
	for i, wanted := range t.wanted {
		if wanted == key {
			t.wanted = append(t.wanted[:i], t.wanted[i+1:]...)
			return
		}
	}
}

// recent are the calls of the window that ends at an instant.
func (s *state) recent(at time.Time) []time.Time {
	gone := 0
	for gone < len(s.calls) && at.Sub(s.calls[gone]) >= callsWindow {
		gone++
	}
	return s.calls[gone:]
}
