package journal

import (
	"cmp"

	"acrwatch/api"
	"acrwatch/poller"
)

// moments are the events without a call, as a recording has them.
var moments = map[poller.What]string{
	poller.Ticked: "tick", poller.Woke: "woke", poller.Paused: "paused", poller.Unpaused: "unpaused",
}

// operations are the families of calls, as a recording has them.
var operations = map[poller.Op]string{
	poller.OpDiscover: "instances", poller.OpList: "list", poller.OpGet: "get", poller.OpTags: "tags", poller.OpRules: "rules",
	poller.OpBatch: "batch",
}

// appendEvent appends the line of an event, and knows from then on what it says.
func (m *memory) appendEvent(b []byte, e *poller.Event) []byte {
	b = append(b, `{"t":`...)
	b = appendInt(b, int64(e.At.Sub(m.at)))
	m.at = e.At
	switch e.What {
	case poller.Sent:
		b = m.appendSent(b, e.Call)
		m.send(e.Call, e.At)
	case poller.Answered:
		b = m.appendAnswer(b, e)
	default:
		b = appendText(appendName(b, "w"), moments[e.What])
	}
	return append(b, "}\n"...)
}

// appendSent appends a call that goes out: by its number, unless it is new. Nearly all ask for one task: that is left out.
func (m *memory) appendSent(b []byte, c poller.Call) []byte {
	if n, known := m.numbers[c]; known {
		return appendInt(appendName(b, "n"), int64(n))
	}
	m.name(c)
	if c.Op == poller.OpGet && c.Target == 0 && c.Kind == poller.Sync && c.ID != "" && c.Page == 0 {
		return appendText(appendName(b, "i"), c.ID)
	}
	return appendCall(b, "o", c)
}

// appendCall appends what a call is as members of an object.
func appendCall(b []byte, name string, c poller.Call) []byte {
	b = appendText(appendName(b, name), operations[c.Op])
	if c.Target != 0 {
		b = appendInt(appendName(b, "target"), int64(c.Target))
	}
	if c.Kind == poller.Subscription {
		b = appendText(appendName(b, "kind"), "subscription")
	}
	if c.ID != "" {
		b = appendText(appendName(b, "i"), c.ID)
	}
	if c.Page != 0 {
		b = appendInt(appendName(b, "p"), int64(c.Page))
	}
	return b
}

func (m *memory) appendAnswer(b []byte, e *poller.Event) []byte {
	asked := e.At
	if place := m.find(e.Call); place >= 0 {
		if place > 0 {
			b = appendInt(appendName(b, "r"), int64(place))
		}
		asked = m.land(place).at
	} else {
		b = appendCall(b, "to", e.Call)
	}
	if !asked.Equal(e.Asked) {
		b = appendInt(appendName(b, "asked"), int64(e.Asked.Sub(asked)))
	}
	if e.Clock != m.clocks[e.Call.Target] {
		b = appendInt(appendName(b, "clock"), int64(e.Clock))
		m.clocks[e.Call.Target] = e.Clock
	}
	if keys := m.keys[e.Call.Target]; !keysTable.same(&keys, &e.Keys) {
		b = append(keysTable.appendDelta(append(appendName(b, "keys"), '{'), &keys, &e.Keys), '}')
		m.keys[e.Call.Target] = e.Keys
	}
	if e.Err == nil {
		return m.book(e.Call).appendBody(appendName(b, "b"), e.Call, e.Body)
	}
	if e.Jitter != 0 {
		b = appendFloat(appendName(b, "jitter"), e.Jitter)
	}
	return append(errorTable.appendDelta(append(appendName(b, "e"), '{'), &api.Error{}, e.Err), '}')
}

// compareCalls is an order of calls that does not depend on a map.
func compareCalls(a, b poller.Call) int {
	return cmp.Or(cmp.Compare(a.Op, b.Op), cmp.Compare(a.Target, b.Target), cmp.Compare(a.Kind, b.Kind),
		cmp.Compare(a.ID, b.ID), cmp.Compare(a.Page, b.Page))
}
