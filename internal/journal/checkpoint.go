package journal

import (
	"maps"
	"slices"
	"time"

	"acrwatch/api"
	"acrwatch/poller"
)

// checkpoint is what somebody must know who begins to read behind it: all that the lines before have said, as far as
// the next lines build on it. It says of answers only what the checkpoint before it did not.
type checkpoint struct {
	at     time.Time
	open   []sent
	clocks map[int]time.Duration
	keys   map[int]api.CredentialState
	known  []answered
	forget []poller.Call
	fold   poller.Checkpoint
}

// answered is what is known of a call.
type answered struct {
	call poller.Call
	body any
}

// checkpoints makes the checkpoints of a part.
type checkpoints struct {
	live    *memory // what the events have said
	told    *memory // what the checkpoints have said
	number  int
	touched map[poller.Call]int // the number of the checkpoint before its last answer
}

// forgetAfter is how many checkpoints an answer is remembered for as what the next one will be compared with.
const forgetAfter = 6

func newCheckpoints(live *memory) *checkpoints {
	return &checkpoints{live: live, told: newMemory(live.at), touched: make(map[poller.Call]int)}
}

// note notes that a call was answered.
func (k *checkpoints) note(e *poller.Event) {
	if e.What == poller.Answered && e.Err == nil {
		k.touched[e.Call] = k.number
	}
}

const checkpointStart = `{"checkpoint":{`

// append appends the line of a checkpoint, with what the fold knows.
func (k *checkpoints) append(b []byte, fold poller.Checkpoint) []byte {
	b = append(b, checkpointStart...)
	b = appendInstant(appendName(b, "at"), k.live.at)
	b = k.appendOpen(appendName(b, "open"))
	b = k.appendTargets(appendName(b, "targets"))
	news, old := k.review()
	b = append(appendName(b, "known"), '[')
	for _, c := range news {
		b = appendCall(append(appendComma(b), '{'), "to", c)
		b = k.told.book(c).appendBody(appendName(b, "b"), c, k.live.book(c).body(c))
		b = append(b, '}')
	}
	b = append(appendName(append(b, ']'), "forget"), '[')
	for _, c := range old {
		b = append(appendCall(append(appendComma(b), '{'), "to", c), '}')
		delete(k.touched, c)
	}
	b = append(b, ']')
	k.live.pass(old)
	k.told.pass(old)
	k.number++
	return append(appendFold(b, fold), "}}\n"...)
}

// review are the calls of which there is news to tell, and those that are to be forgotten.
func (k *checkpoints) review() (news, old []poller.Call) {
	for c, number := range k.touched {
		body := k.live.book(c).body(c)
		switch {
		case k.number-number >= forgetAfter, over(body):
			old = append(old, c)
		case number == k.number && !k.told.book(c).same(c, body):
			news = append(news, c)
		}
	}
	slices.SortFunc(news, compareCalls)
	slices.SortFunc(old, compareCalls)
	return news, old
}

// over says that the answer is about a task that is over: it is hardly ever asked for again.
func over(body any) bool {
	switch t := body.(type) {
	case api.SyncTask:
		return t.Phase().Finished()
	case api.SubscriptionTask:
		return t.Phase().Finished()
	}
	return false
}

// pass goes past a checkpoint, which says what is to be forgotten. Rows that stand on no page are forgotten, too.
func (m *memory) pass(forget []poller.Call) {
	for _, c := range forget {
		m.book(c).forget(c)
	}
	for _, b := range m.books() {
		b.sweep()
	}
}

func (k *checkpoints) appendOpen(b []byte) []byte {
	b = append(b, '[')
	for _, s := range k.live.open {
		b = appendCall(append(appendComma(b), '{'), "to", s.call)
		b = append(appendInt(appendName(b, "t"), int64(s.at.Sub(k.live.at))), '}')
	}
	return append(b, ']')
}

// appendTargets appends what is known of the targets beside their tasks, by their index.
func (k *checkpoints) appendTargets(b []byte) []byte {
	b = append(b, '[')
	known := maps.Clone(k.live.clocks)
	for target := range k.live.keys {
		known[target] = k.live.clocks[target]
	}
	for _, target := range slices.Sorted(maps.Keys(known)) {
		keys := k.live.keys[target]
		b = appendInt(appendName(append(appendComma(b), '{'), "target"), int64(target))
		b = appendInt(appendName(b, "clock"), int64(known[target]))
		b = keysTable.appendDelta(append(appendName(b, "keys"), '{'), &api.CredentialState{}, &keys)
		b = append(b, "}}"...)
	}
	return append(b, ']')
}

// readCheckpoint reads the line of a checkpoint; told is what those before it have said.
func readCheckpoint(line []byte, told *memory) (checkpoint, error) {
	c := checkpoint{clocks: make(map[int]time.Duration), keys: make(map[int]api.CredentialState)}
	s := scan(line)
	s.object(func([]byte) {
		s.object(func(name []byte) {
			switch string(name) {
			case "at":
				c.at = s.instant()
			case "open":
				s.array(func() { c.open = append(c.open, c.readOpen(s)) })
			case "targets":
				s.array(func() { c.readTarget(s) })
			case "known":
				s.array(func() { c.known = append(c.known, readKnown(s, told)) })
			case "forget":
				s.array(func() { c.forget = append(c.forget, readCallObject(s, nil)) })
			default:
				if !readFold(s, name, &c.fold) {
					s.span()
				}
			}
		})
	})
	if err := s.end(); err != nil {
		return c, err
	}
	told.pass(c.forget)
	return c, nil
}

func (c *checkpoint) readOpen(s *scanner) (open sent) {
	open.call = readCallObject(s, func(_ poller.Call, name []byte) bool {
		if string(name) != "t" {
			return false
		}
		open.at = c.at.Add(s.duration())
		return true
	})
	return open
}

func (c *checkpoint) readTarget(s *scanner) {
	target, keys := 0, api.CredentialState{}
	s.object(func(name []byte) {
		switch string(name) {
		case "target":
			target = int(s.integer())
		case "clock":
			c.clocks[target] = s.duration()
		case "keys":
			keysTable.read(s, &keys)
			c.keys[target] = keys
		default:
			s.span()
		}
	})
}

func readKnown(s *scanner, told *memory) (a answered) {
	a.call = readCallObject(s, func(c poller.Call, name []byte) bool {
		if string(name) != "b" || checkCall(c) != nil {
			return false
		}
		a.body = told.book(c).readBody(s, c)
		return true
	})
	if a.body == nil {
		s.fail()
	}
	return a
}

// readCallObject reads a call with what stands beside it, which other may read.
func readCallObject(s *scanner, other func(c poller.Call, name []byte) bool) (c poller.Call) {
	s.object(func(name []byte) {
		switch {
		case string(name) == "to":
			c.Op = operationOf(s)
		case readCall(s, name, &c), other != nil && other(c, name):
		default:
			s.span()
		}
	})
	if checkCall(c) != nil {
		s.fail()
	}
	return c
}

// learn brings a memory to where the checkpoint is, if it is where the one before was.
func (c *checkpoint) learn(m *memory) {
	m.at, m.open = c.at, slices.Clone(c.open)
	m.clocks, m.keys = maps.Clone(c.clocks), maps.Clone(c.keys)
	for _, a := range c.known {
		m.book(a.call).learn(a.call, a.body)
	}
	for _, call := range c.forget {
		m.book(call).forget(call)
	}
}
