package query

import (
	"strings"
	"time"

	"acrwatch/poller"
)

// Query is a parsed filter. The zero value matches everything. It may be used from any goroutine.
type Query struct {
	terms    []term
	timed    bool
	measured bool
}

// term is one condition, made ready to be asked many times.
type term struct {
	source   string // as it was written
	negate   bool
	used     int                 // how many of its values it asks for
	timed    bool                // its answer can change while the task does not
	measured bool                // it asks for what lists do not tell
	kinds    *[poller.Kinds]bool // of tasks that can match; nil: both
	matches  test                // nil when nothing of the term can be used
}

type test func(t *poller.Task, m *Moment) bool

// Moment is what tasks are looked at with: the time, for ages and for what is stale, and the targets of the snapshot that
// they are from. It holds room to work in too: use one for many tasks, and from one goroutine at a time.
type Moment struct {
	Now     time.Time
	Targets []poller.Target

	texts *texts
}

// room is where the texts of a task are written.
func (m *Moment) room() *texts {
	if m.texts == nil {
		m.texts = &texts{}
	}
	return m.texts
}

// home is the target that a task was seen from; an empty one when it is not among the targets.
func (m *Moment) home(t *poller.Task) *poller.Target {
	if t.Target < 0 || t.Target >= len(m.Targets) {
		return &poller.Target{}
	}
	return &m.Targets[t.Target]
}

// Empty says that the filter lets everything through.
func (q Query) Empty() bool { return len(q.terms) == 0 }

// Timed says that the filter asks for something that changes while a task does not, such as an age: what matched may
// not match a second later.
func (q Query) Timed() bool { return q.timed }

// Measured says that the filter asks for figures that no list tells: whoever wants to know what matches has to ask for the
// tasks one by one.
func (q Query) Measured() bool { return q.measured }

// Kinds are the kinds of tasks that the filter asks for by name, as kind:sync does; nil when it names none.
func (q Query) Kinds() *[poller.Kinds]bool {
	var kinds *[poller.Kinds]bool
	for i := range q.terms {
		t := &q.terms[i]
		if t.kinds == nil {
			continue
		}
		if kinds == nil {
			kinds = &[poller.Kinds]bool{true, true}
		}
		for k := range kinds {
			kinds[k] = kinds[k] && t.kinds[k] != t.negate
		}
	}
	return kinds
}

// Match says whether a task satisfies every term. The moment must not be nil.
func (q Query) Match(t *poller.Task, m *Moment) bool {
	for i := range q.terms {
		if c := &q.terms[i]; c.matches(t, m) == c.negate {
			return false
		}
	}
	return true
}

// String is the filter as text; Parse makes the same filter of it. An unfinished piece is not part of it.
func (q Query) String() string {
	sources := make([]string, len(q.terms))
	for i, t := range q.terms {
		sources[i] = t.source
	}
	return strings.Join(sources, " ")
}
