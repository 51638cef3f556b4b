package report

import (
	"cmp"
	"slices"
	"time"

	"acrwatch/api"
	"acrwatch/poller"
)

// routeKey is what the tasks of a route have in common.
type routeKey struct {
	kind        poller.Kind
	from, to    string
	accelerated api.Optional[bool]
}

// routeSum is what moved on a route, and when.
type routeSum struct {
	moved  int64
	moving spans
}

func (r *routeSum) add(from, to time.Time, bytes int64) {
	r.moved += bytes
	r.moving.add(from, to)
}

func routeOf(t *poller.Task) routeKey {
	key := routeKey{kind: t.Kind}
	key.from, key.to = t.Route()
	if t.Sync != nil {
		key.accelerated = t.Sync.Accelerated
	}
	return key
}

func (a *analysis) route(t *poller.Task) *routeSum {
	key := routeOf(t)
	if a.routes[key] == nil {
		a.routes[key] = &routeSum{}
	}
	return a.routes[key]
}

// toldRoutes are the routes of the tasks in hand, those that moved most first.
func (a *analysis) toldRoutes() []Route {
	found := map[routeKey]*Route{}
	routes := []*Route{}
	for _, k := range a.order {
		key := routeOf(k.task)
		r := found[key]
		if r == nil {
			r = &Route{Kind: kindWord(key.kind), From: key.from, To: key.to, Accelerated: optional(key.accelerated)}
			found[key], routes = r, append(routes, r)
			a.measured(r, key)
		}
		r.add(k)
	}
	slices.SortStableFunc(routes, func(a, b *Route) int {
		return cmp.Or(-cmp.Compare(value(a.Moved), value(b.Moved)), -cmp.Compare(a.Tasks, b.Tasks), cmp.Compare(a.From+a.To, b.From+b.To))
	})
	told := make([]Route, len(routes))
	for i, r := range routes {
		told[i] = *r
	}
	return told
}

// measured fills in what moved on a route.
func (a *analysis) measured(r *Route, key routeKey) {
	if key.kind != poller.Sync {
		return
	}
	r.Moved = some(int64(0))
	if sum := a.routes[key]; sum != nil {
		r.Moved = &sum.moved
		r.Moving, r.Rate = rateOver(sum.moved, sum.moving.sum())
	}
}

// rateOver is a time and the rate over it, where there is one.
func rateOver(bytes int64, d time.Duration) (moving, rate *float64) {
	if d <= 0 {
		return nil, nil
	}
	return some(seconds(d)), some(float64(bytes) / d.Seconds())
}

func (r *Route) add(k *track) {
	r.Tasks++
	*pick(k.task, &r.Done, &r.Failed, &r.Canceled, &r.Open, new(int))++
	r.Stalls += len(k.stalls)
	done, all := tagsOf(k.task)
	r.Tags, r.TagsOf = plus(r.Tags, done), plus(r.TagsOf, all)
}

// pick is the count that a task belongs to by how it ended.
func pick(t *poller.Task, done, failed, canceled, open, gone *int) *int {
	switch {
	case t.Phase == api.PhaseDone:
		return done
	case t.Phase == api.PhaseFailed:
		return failed
	case t.Phase == api.PhaseCanceled:
		return canceled
	case t.Gone:
		return gone
	}
	return open
}

// tagsOf is how far a subscription is, as the service tells it.
func tagsOf(t *poller.Task) (done, all *int64) {
	if t.Subscription == nil {
		return nil, nil
	}
	return optional(t.Subscription.TagSubscribed), optional(t.Subscription.TagTotal)
}

// bytesOf is how far a sync task is, as the service tells it.
func bytesOf(t *poller.Task) (synced, size *int64) {
	if t.Sync == nil {
		return nil, nil
	}
	return when(t.Sync.Synced.Known || t.LayerCount() > 0, t.Flow.Moved), when(t.Flow.SizeKnown, t.Flow.Size)
}

func plus(sum, more *int64) *int64 {
	if sum == nil || more == nil {
		return cmp.Or(sum, more)
	}
	return some(*sum + *more)
}

func value[T any](v *T) (none T) {
	if v == nil {
		return none
	}
	return *v
}

func kindWord(k poller.Kind) string {
	if k == poller.Subscription {
		return "subscription"
	}
	return "sync"
}
