package poller

import (
	"fmt"
	"time"

	"acrwatch/api"
	"acrwatch/internal/tongue"
)

// What is the kind of an event.
type What uint8

// These are all that can happen to what is known.
const (
	Sent     What = iota // a call went out
	Answered             // a call came back, well or not
	Ticked               // time passed
	Woke                 // the machine or the program was suspended, and goes on
	Paused               // the user stopped the asking
	Unpaused             // and let it go on
	whats
)

// Op is a family of questions to the service. A task and its list have one for both kinds of task.
type Op uint8

// OpNone is no question; it asks nothing.
const (
	OpNone     Op = iota
	OpDiscover    // instances of a region
	OpList        // a page of tasks
	OpGet         // one task
	OpTags        // a page of the tags of one subscription task
	OpRules       // a page of sync rules
	OpBatch       // a page of the sync tasks of one batch
	ops
)

// String is the family in one word.
func (o Op) String() string {
	switch o {
	case OpNone:
		return "none"
	case OpDiscover:
		return "discover"
	case OpList:
		return "list"
	case OpGet:
		return "get"
	case OpTags:
		return "tags"
	case OpRules:
		return "rules"
	case OpBatch:
		return "batch"
	}
	return fmt.Sprintf("op %d", uint8(o))
}

// Call is one question to one target.
type Call struct {
	Op     Op
	Target int    // index into Snapshot.Targets
	Kind   Kind   // Sync where the family knows no kinds
	ID     string // of a task, for OpGet and OpTags, or of a batch, for OpBatch
	Page   int    // from 1, for everything that comes in pages
}

func (c Call) key() Key { return Key{Target: c.Target, Kind: c.Kind, ID: c.ID} }

// Event is one step of the fold that makes up what is known: the same events in the same order give the same snapshots,
// in the dashboard, in a test and out of a recording. It is read-only, like all that can be reached from it.
//
// Its times are those of the wall, in UTC and without a monotonic reading, and survive being written down as nanoseconds.
// They never go back from one event to the next.
type Event struct {
	What What
	At   time.Time

	Call  Call      // of Sent and Answered
	Asked time.Time // of Answered: the At of the Sent that it answers

	// Of Answered alone. Body is what the API method returned, its type follows Call: api.SyncTask or
	// api.SubscriptionTask for OpGet, an api.Page of those for OpList and OpBatch, and of api.TagResult, api.SyncRule and
	// api.Instance for OpTags, OpRules and OpDiscover. It counts for nothing when Err is set. The cause that Err wraps is
	// taken out: it cannot be written down.
	Body   any
	Err    *api.Error
	Jitter float64             // 0 to 1, what chance added to back-offs
	Clock  time.Duration       // the service's clock less ours, as the client knew it
	Keys   api.CredentialState // how the credentials were doing
}

// plain takes out of an event what cannot be written down and read again.
func (e Event) plain() Event {
	e.At, e.Asked = wall(e.At), wall(e.Asked)
	e.Keys.Refreshed, e.Keys.FailingSince, e.Keys.Expiry = wall(e.Keys.Refreshed), wall(e.Keys.FailingSince), wall(e.Keys.Expiry)
	if e.Err != nil && e.Err.Err != nil {
		err := *e.Err
		err.Err = nil
		e.Err = &err
	}
	return e
}

// check refuses an event that no poller with so many targets can have made.
func (e *Event) check(targets int) error {
	switch c := e.Call; {
	case e.What >= whats:
		return tongue.Error("unknown event %d", e.What)
	case e.What != Sent && e.What != Answered:
		return nil
	case c.Op == OpNone || c.Op >= ops:
		return tongue.Error("unknown operation %d", c.Op)
	case c.Target < 0 || c.Target >= targets:
		return tongue.Error("a %s for target %d of %d", c.Op, c.Target, targets)
	case c.Kind >= Kinds:
		return tongue.Error("a %s of unknown kind %d", c.Op, c.Kind)
	case c.Op == OpTags && c.Kind != Subscription:
		return tongue.Error("tags of a task that has none")
	case c.Op != OpGet && (c.Page < 1 || c.Page > pagesMost):
		return tongue.Error("a %s of page %d", c.Op, c.Page)
	}
	if e.What == Answered && e.Err == nil && !e.Call.fits(e.Body) {
		return tongue.Error("a %s that answers with %T", e.Call.Op, e.Body)
	}
	return nil
}

// fits says that body is of the type that answers the call.
func (c Call) fits(body any) bool {
	switch body.(type) {
	case api.SyncTask:
		return c.Op == OpGet && c.Kind == Sync
	case api.SubscriptionTask:
		return c.Op == OpGet && c.Kind == Subscription
	case api.Page[api.SyncTask]:
		return (c.Op == OpList || c.Op == OpBatch) && c.Kind == Sync
	case api.Page[api.SubscriptionTask]:
		return c.Op == OpList && c.Kind == Subscription
	case api.Page[api.TagResult]:
		return c.Op == OpTags
	case api.Page[api.SyncRule]:
		return c.Op == OpRules
	case api.Page[api.Instance]:
		return c.Op == OpDiscover
	}
	return false
}
