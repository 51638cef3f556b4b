package poller_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"acrwatch/api"
	"acrwatch/poller"
)

// rough is a service that says anything: layers that come and go and change their size, tasks that return from the dead,
// pages in any order, two instances, failures of all classes. No real one is as bad.
type rough struct {
	*rand.Rand
	at time.Time
}

func (r *rough) one(words ...string) string { return words[r.IntN(len(words))] }

func (r *rough) maybe(n int64) api.Optional[int64] {
	if r.IntN(4) == 0 {
		return api.Optional[int64]{}
	}
	return api.Some(n)
}

func (r *rough) date() time.Time {
	if r.IntN(5) == 0 {
		return time.Time{}
	}
	return r.at.Truncate(time.Millisecond).Add(-time.Duration(r.IntN(1e6)) * time.Millisecond)
}

func (r *rough) sync(id string) api.SyncTask {
	t := api.SyncTask{
		ID: id, Status: api.Status(r.one("PENDING", "SYNCHRONIZING", "SYNCHRONIZING", "SUCCESS", "ERROR", "CANCELED", "odd")),
		BatchID: r.one("", "b1", "b2"), RuleID: r.one("", "r1", "r2"), Issue: r.one("", "NETWORK_ERROR"), Synced: r.maybe(r.Int64N(1e9)),
		Created: poller.InstantOf(r.date()), Modified: poller.InstantOf(r.date()), To: api.Image{InstanceID: r.one("cri-1", "cri-2")},
		Accelerated: api.Optional[bool]{Known: r.IntN(2) == 0},
		Progress:    api.Some(r.Float32()),
		Reply:       api.Reply{RequestID: r.one("", "a", "b")},
	}
	for range r.IntN(5) {
		t.Layers = append(t.Layers, api.Layer{
			ID: r.one("", "l1", "l2", "l3"), Digest: r.one("", "d1", "d2", "d3", "d4"), ArtifactDigest: r.one("", "m1", "m2"),
			Status: api.Status(r.one("", "PENDING", "SYNCHRONIZING", "SUCCESS")),
			Size:   r.maybe(int64(r.IntN(3)) * 1e8), Synced: r.maybe(r.Int64N(3e8)),
		})
	}
	return t
}

func (r *rough) subscription(id string) api.SubscriptionTask {
	return api.SubscriptionTask{
		ID: id, Status: api.Status(r.one("PENDING", "RUNNING", "SUCCESS", "?")), Result: r.one("", "SUCCESS", "FAILED"),
		Namespace: r.one("", "n1"), Repo: "repo", TagTotal: r.maybe(9), TagSubscribed: r.maybe(int64(r.IntN(9))),
		Start: r.date(), End: r.date(), Message: r.one("", "\"quoted\" \\ 中文"),
	}
}

func (r *rough) tag() api.TagResult {
	return api.TagResult{Namespace: r.one("", "n1", "n2"), Tag: r.one("1", "2"), Status: "SUCCESS", Start: r.date()}
}

func page[T any](r *rough, row func() T) api.Page[T] {
	p := api.Page[T]{Size: 5, Total: r.maybe(int64(r.IntN(15))), Reply: api.Reply{RequestID: fmt.Sprint(r.IntN(100))}}
	for range r.IntN(6) {
		p.Items = append(p.Items, row())
	}
	return p
}

func (r *rough) id() string { return fmt.Sprint("id-", r.IntN(9)) }

// event is the next of a poller with so many targets.
func (r *rough) event(targets int) poller.Event {
	r.at = r.at.Add(time.Duration(r.ExpFloat64() * float64(3*time.Second)))
	e := poller.Event{At: r.at, What: poller.Answered, Jitter: r.Float64(), Asked: r.at.Add(-time.Duration(r.IntN(4)) * time.Second)}
	switch r.IntN(12) {
	case 0:
		e.What = poller.Ticked
		return e
	case 1:
		e.What = []poller.What{poller.Woke, poller.Paused, poller.Unpaused, poller.Ticked}[r.IntN(4)]
		return e
	}
	op := poller.OpDiscover + poller.Op(r.IntN(6))
	e.Call = poller.Call{Op: op, Target: r.IntN(targets), Kind: poller.Kind(r.IntN(2)), ID: r.id(), Page: 1 + r.IntN(3)}
	switch op {
	case poller.OpTags:
		e.Call.Kind = poller.Subscription
	case poller.OpBatch:
		e.Call.Kind, e.Call.ID = poller.Sync, r.one("b1", "b2", "b3")
	}
	switch {
	case r.IntN(8) == 0:
		e.What = poller.Sent
	case r.IntN(8) == 0:
		e.Err = &api.Error{Class: api.Class(r.IntN(10)), Message: "no", RetryAfter: time.Duration(r.IntN(3)) * time.Second}
	default:
		e.Body = r.body(e.Call)
	}
	return e
}

func (r *rough) body(c poller.Call) any {
	switch c.Op {
	case poller.OpDiscover:
		return page(r, func() api.Instance { return api.Instance{ID: r.one("cri-1", "cri-2", "cri-3"), Name: "n"} })
	case poller.OpRules:
		return page(r, func() api.SyncRule { return api.SyncRule{ID: r.one("r1", "r2"), Name: r.one("x", "y")} })
	case poller.OpTags:
		return page(r, r.tag)
	case poller.OpList, poller.OpBatch:
		if c.Kind == poller.Subscription {
			return page(r, func() api.SubscriptionTask { return r.subscription(r.id()) })
		}
		return page(r, func() api.SyncTask { return r.sync(r.id()) })
	}
	if c.Kind == poller.Subscription {
		return r.subscription(c.ID)
	}
	return r.sync(c.ID)
}

// Whatever the service says, a fold that was saved and restored at any instant goes on like one that was not.
func TestWhateverTheServiceSaysCanBeRestored(t *testing.T) {
	for seed := range uint64(seeds) {
		r, _ := roughly(t, seed, 0)
		keep := []int{0, 6, 9}[seed%3]
		var only poller.Only
		if seed%4 == 3 {
			only = poller.Only{IDs: []string{"id-1", "id-2", "id-none", "rst-none"}, Batches: []string{"b1", "b3"}}
		}
		f := poller.NewFold([]poller.Spec{{Region: "cn-x", Quota: "q"}, {Instance: "cri-9"}}, keep, only)
		saver := poller.NewSaver()
		var slots []poller.Slot
		restored := f
		for step := range 300 {
			e := r.event(len(f.Snapshot(r.at).Targets))
			require.NoError(t, f.Take(e))
			if restored != f {
				require.NoError(t, restored.Take(e))
			}
			w := twins{map[*poller.Task]*poller.Task{}}
			w.equal(t, f.Snapshot(r.at), restored.Snapshot(r.at))
			if step%10 != 0 {
				continue
			}
			c := saver.Save(f.Freeze())
			var err error
			slots, err = c.Onto(slots)
			require.NoError(t, err)
			restored, err = poller.Restore(c.Head, slices.Clone(slots))
			require.NoError(t, err, "seed %d, step %d", seed, step)
			w.equal(t, f.Snapshot(r.at), restored.Snapshot(r.at))
		}
	}
}
