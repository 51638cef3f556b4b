package poller

import "time"

// free says that a call may go out beside those that are on their way: it is not one of them, and its target has room.
// A target that fails is only probed, and one that has not answered yet is asked for its lists alone.
func (s *state) free(k call) bool {
	t := s.targets[k.target]
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
func (c call) thing() call {
	if c.op == opTags {
		return call{op: opGet, target: c.target, kind: c.kind, id: c.id}
	}
	return c
}

// send notes that a call goes out.
func (s *state) send(c call, now time.Time) {
	t := s.targets[c.target]
	t.flying++
	s.flying[c.thing()] = struct{}{}
	s.calls = append(s.calls, now)
	switch c.op {
	case opList:
		t.lists[c.kind].sheet(c.page).asked = now
		if c.page == t.headPage(c.kind) {
			t.wantLists[c.kind] = false
		}
	case opGet:
		t.drop(c.key())
		if i, found := s.index[c.key()]; found {
			s.records[i].asked = now
		}
	}
}

// land notes that a call is not on its way any more. Answers that are played again were never sent.
func (s *state) land(c call) {
	if _, flying := s.flying[c.thing()]; flying {
		delete(s.flying, c.thing())
		s.targets[c.target].flying--
	}
}

// want notes what the user asked for: tasks, or with none the lists of every target, or all that is watched by name. What is on its way already is not
// asked for again.
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
		if _, flying := s.flying[call{op: opGet, target: key.Target, kind: key.Kind, id: key.ID}]; flying {
			continue
		}
		t := s.targets[key.Target]
		if t.drop(key); len(t.wanted) < wantedAtMost {
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

// forgetCalls drops the calls that left the window.
func (s *state) forgetCalls() {
	kept := 0
	for kept < len(s.calls) && s.at.Sub(s.calls[kept]) >= callsWindow {
		kept++
	}
	s.calls = append(s.calls[:0], s.calls[kept:]...)
}
