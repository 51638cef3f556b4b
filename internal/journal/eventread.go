package journal

import (
	"time"

	"acrwatch/api"
	"acrwatch/internal/tongue"
	"acrwatch/poller"
)

// readEvent reads the line of an event, or one that says how many events are missing up to its time.
func (m *memory) readEvent(line []byte) (e poller.Event, lost int, err error) {
	s := scan(line)
	r := eventReader{memory: m, place: -1}
	s.object(func(name []byte) { r.member(s, name) })
	if err := s.end(); err != nil {
		return e, 0, err
	}
	if r.lost > 0 {
		return r.event, r.lost, nil
	}
	e, err = r.done()
	return e, 0, err
}

// eventReader is an event that is being read. Its members come in the order in which they are written: what an answer
// says can only be read once it is known to what.
type eventReader struct {
	*memory
	event poller.Event
	place int  // of the call among the open ones; -1 for one that is not among them
	again bool // the call went out before
	known bool // what the event is
	told  bool // an answer has a body or an error
	lost  int  // events that are missing
}

func (r *eventReader) member(s *scanner, name []byte) {
	switch string(name) {
	case "t":
		r.at = r.at.Add(s.duration())
		r.event.At, r.event.Asked = r.at, r.at
	case "w":
		r.is(momentOf(s))
	case "lost":
		r.lost = int(s.integer())
	case "o", "to":
		r.event.Call.Op = operationOf(s)
		r.is(poller.Sent)
		if string(name) == "to" {
			r.event.What = poller.Answered
		}
	case "n":
		r.is(poller.Sent)
		r.numbered(s, s.integer())
	case "r":
		r.is(poller.Answered)
		r.answers(s, s.integer())
	case "i":
		if !r.known {
			r.event.Call.Op = poller.OpGet
			r.is(poller.Sent)
		}
		r.event.Call.ID = s.string()
	default:
		if !readCall(s, name, &r.event.Call) {
			r.answer(s, name)
		}
	}
}

func (r *eventReader) is(w poller.What) { r.event.What, r.known = w, true }

// numbered notes that the call of a number goes out again.
func (r *eventReader) numbered(s *scanner, number int64) {
	if s.err != nil || number < 0 || number >= int64(len(r.named)) {
		s.fail()
		return
	}
	r.event.Call, r.again = r.named[number], true
}

// answers notes that the call at a place among the open ones is answered.
func (r *eventReader) answers(s *scanner, place int64) {
	if s.err != nil || place < 0 || place >= int64(len(r.open)) {
		s.fail()
		return
	}
	r.place = int(place)
	r.event.Call, r.event.Asked = r.open[place].call, r.open[place].at
}

// answerNames are the members that only an answer has. One that does not say to what, is to the oldest open call.
var answerNames = map[string]bool{"asked": true, "clock": true, "keys": true, "jitter": true, "e": true, "b": true}

// answer reads what an answer has beside its call.
func (r *eventReader) answer(s *scanner, name []byte) {
	e := &r.event
	if answerNames[string(name)] && !r.known {
		r.is(poller.Answered)
		r.answers(s, 0)
	}
	if e.What != poller.Answered || s.err != nil {
		s.span()
		return
	}
	switch string(name) {
	case "asked":
		e.Asked = e.Asked.Add(s.duration())
	case "clock":
		r.clocks[e.Call.Target] = s.duration()
	case "keys":
		keys := r.keys[e.Call.Target]
		keysTable.read(s, &keys)
		r.keys[e.Call.Target] = keys
	case "jitter":
		e.Jitter = s.float()
	case "e":
		e.Err, r.told = &api.Error{}, true
		errorTable.read(s, e.Err)
	case "b":
		if book := r.book(e.Call); book != nil && checkCall(e.Call) == nil {
			e.Body, r.told = book.readBody(s, e.Call), true
			return
		}
		s.fail()
	default:
		s.span()
	}
}

// done is the event, after what follows from it.
func (r *eventReader) done() (poller.Event, error) {
	e := &r.event
	if !r.known {
		return *e, errShape
	}
	switch e.What {
	case poller.Sent:
		if err := checkCall(e.Call); err != nil {
			return *e, err
		}
		if !r.again {
			r.name(e.Call)
		}
		r.send(e.Call, e.At)
	case poller.Answered:
		if !r.told {
			return *e, errShape
		}
		if r.place >= 0 {
			r.land(r.place)
		}
		e.Clock, e.Keys = r.clocks[e.Call.Target], r.keys[e.Call.Target]
		return *e, nil
	}
	e.Asked = time.Time{}
	return *e, nil
}

// checkCall refuses a call that no poller makes, which would be kept for nothing.
func checkCall(c poller.Call) error {
	if c.Target < 0 || c.Page < 0 || c.Op == poller.OpNone || c.Op == poller.OpGet && c.Page != 0 {
		return tongue.Error("a call that nobody makes: %v", errShape)
	}
	return nil
}

// readCall reads a member of a call, and says whether it was one.
func readCall(s *scanner, name []byte, c *poller.Call) bool {
	switch string(name) {
	case "target":
		c.Target = int(s.integer())
	case "kind":
		c.Kind = poller.Subscription
		if s.string() != "subscription" {
			s.fail()
		}
	case "i":
		c.ID = s.string()
	case "p":
		c.Page = int(s.integer())
	default:
		return false
	}
	return true
}

func operationOf(s *scanner) poller.Op { return nameOf(s, operations) }

func momentOf(s *scanner) poller.What { return nameOf(s, moments) }

// nameOf reads one of some names.
func nameOf[K comparable](s *scanner, names map[K]string) (none K) {
	name := s.string()
	for k, known := range names {
		if known == name {
			return k
		}
	}
	s.fail()
	return none
}
