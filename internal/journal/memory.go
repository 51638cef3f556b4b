package journal

import (
	"maps"
	"slices"
	"time"

	"acrwatch/api"
	"acrwatch/poller"
)

// memory is what a recording has said so far, as far as later lines build on it. The one who writes and the one who reads
// have equal ones at every line.
type memory struct {
	at   time.Time // of the last event
	open []sent    // calls without an answer yet, the oldest first

	named   []poller.Call       // calls that went out, in the order in which each first did; only ever appended to
	numbers map[poller.Call]int // their places

	clocks map[int]time.Duration // by target
	keys   map[int]api.CredentialState

	syncs         shelf[api.SyncTask]
	subscriptions shelf[api.SubscriptionTask]
	tags          shelf[api.TagResult]
	rules         shelf[api.SyncRule]
	instances     shelf[api.Instance]
}

// sent is a call and when it went out.
type sent struct {
	call poller.Call
	at   time.Time
}

// openMost bounds the calls that wait for an answer: those that never got one are forgotten at last.
const openMost = 1000

func newMemory(at time.Time) *memory {
	return &memory{
		at: at, numbers: make(map[poller.Call]int), clocks: make(map[int]time.Duration), keys: make(map[int]api.CredentialState),
		syncs: newShelf(&syncTable), subscriptions: newShelf(&subscriptionTable),
		tags: newShelf(&tagTable), rules: newShelf(&ruleTable), instances: newShelf(&instanceTable),
	}
}

// name gives a call that goes out for the first time the next number.
func (m *memory) name(c poller.Call) {
	m.numbers[c] = len(m.named)
	m.named = append(m.named, c)
}

// send notes that a call went out.
func (m *memory) send(c poller.Call, at time.Time) {
	if len(m.open) == openMost {
		m.open = append(m.open[:0], m.open[1:]...)
	}
	m.open = append(m.open, sent{c, at})
}

// find is the place of a call among the open ones, -1 when it is not among them.
func (m *memory) find(c poller.Call) int {
	for i := range m.open {
		if m.open[i].call == c {
			return i
		}
	}
	return -1
}

// land takes a call from the open ones.
func (m *memory) land(place int) sent {
	landed := m.open[place]
	m.open = append(m.open[:place], m.open[place+1:]...)
	return landed
}

// book is what all shelves can do.
type book interface {
	appendBody(b []byte, c poller.Call, body any) []byte
	readBody(s *scanner, c poller.Call) any
	body(c poller.Call) any
	forget(c poller.Call)
	holds(c poller.Call) bool
	same(c poller.Call, body any) bool
	sweep()
	calls() []poller.Call
}

// book is where the answers of a call lie; nil for a call that asks nothing.
func (m *memory) book(c poller.Call) book {
	switch {
	case c.Op == poller.OpDiscover:
		return &m.instances
	case c.Op == poller.OpRules:
		return &m.rules
	case c.Op == poller.OpTags:
		return &m.tags
	case c.Op != poller.OpList && c.Op != poller.OpGet && c.Op != poller.OpBatch:
		return nil
	case c.Kind == poller.Subscription:
		return &m.subscriptions
	}
	return &m.syncs
}

// copy knows what other knows of answers and numbers. other must not be written to from then on.
func (m *memory) copy(other *memory) {
	m.named = slices.Clip(other.named)
	m.syncs, m.subscriptions = other.syncs.copy(), other.subscriptions.copy()
	m.tags, m.rules, m.instances = other.tags.copy(), other.rules.copy(), other.instances.copy()
}

// fork is a memory that goes on alone from where m is, which must not be written to from then on.
func (m *memory) fork() *memory {
	f := newMemory(m.at)
	f.copy(m)
	f.open, f.clocks, f.keys = slices.Clone(m.open), maps.Clone(m.clocks), maps.Clone(m.keys)
	return f
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

// calls are all whose answers are known.
func (m *memory) calls() (calls []poller.Call) {
	for _, b := range m.books() {
		calls = append(calls, b.calls()...)
	}
	return calls
}

func (m *memory) books() []book {
	return []book{&m.instances, &m.rules, &m.syncs, &m.subscriptions, &m.tags}
}
