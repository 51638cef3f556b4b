package simulator

import (
	"fmt"
	"time"
)

// upstream is a public repository that the company subscribes to.
type upstream struct {
	source
	repo string // in namespace base
	tags []string
}

var upstreams = []upstream{
	{source{"QUAY", "nginx", "nginx-unprivileged"}, "nginx", []string{"1.29.4", "1.29.4-alpine", "1.29.3", "1.28.1", "1.28.1-alpine", "1.28.0"}},
	{source{"DOCKER_HUB", "library", "postgres"}, "postgres", []string{"18.1", "17.7", "16.11", "15.15", "14.20"}},
	{source{"DOCKER_HUB", "library", "redis"}, "redis", []string{"8.4.0", "8.2.3", "8.0.5", "7.4.7", "7.2.12"}},
	{source{"QUAY", "prometheus", "node-exporter"}, "node-exporter", []string{"v1.10.2", "v1.10.1", "v1.9.1", "v1.9.0"}},
	{source{"GCR", "distroless", "static-debian12"}, "distroless", []string{"latest", "nonroot", "debug", "debug-nonroot"}},
	{source{"DOCKER_HUB", "library", "golang"}, "golang", []string{"1.26.0", "1.26.0-alpine", "1.25.5"}},
}

// scriptedPull is a subscription task of the first wave.
type scriptedPull struct {
	from, upstream int
	start, end     time.Duration
	early          bool
}

// firstPulls are under way at the start, or begin soon after; each gains tags within the first minute.
var firstPulls = []scriptedPull{
	{prod, 0, -150 * time.Second, 142 * time.Second, false},
	{prod, 1, -24 * time.Second, 118 * time.Second, false},
	{prod, 2, -100 * time.Second, 157 * time.Second, true},
	{edge, 3, 14 * time.Second, 96 * time.Second, false},
}

// startPulls begins the first pulls; the first few of them lose a tag.
func (f *flow) startPulls(lost int) {
	for i, p := range firstPulls {
		u := &upstreams[p.upstream]
		s := u.subscription(f.seed, int64(i), p.start)
		s.early = p.early
		s.end = p.end
		s.endAsZero = i%2 == 0
		d := dice{hash(f.seed, 7, uint64(i))}
		s.schedule(&d)
		if i < lost {
			s.tags[1].failed = true
		}
		f.subs.add(p.from, s)
	}
}

// subscription is a run for this repository; n numbers the subscription tasks of a world.
func (u *upstream) subscription(seed uint64, n int64, start time.Duration) *subscription {
	s := &subscription{
		id: ordinalID(subscriptionPrefix, seed, n), source: u.source, namespace: "base", repo: u.repo,
		start: start, kind: "AUTO",
	}
	for _, tag := range u.tags {
		s.tags = append(s.tags, tagRun{name: tag})
	}
	return s
}

// newSubscription draws a run from the upstreams; one in so many loses a tag, which fails the task.
func newSubscription(seed uint64, d *dice, n int64, start time.Duration, lost int) *subscription {
	s := upstreams[d.intn(len(upstreams))].subscription(seed, n, start+d.between(0, 5*time.Second))
	s.end = s.start + d.between(40*time.Second, 4*time.Minute)
	s.endAsZero = d.intn(2) == 0
	s.schedule(d)
	if d.intn(lost) == 0 {
		s.tags[d.intn(len(s.tags))].failed = true
	}
	return s
}

// schedule spreads the tags over the run, one after another, the last of them ending with it.
func (s *subscription) schedule(d *dice) {
	step := (s.end - s.start) / time.Duration(len(s.tags))
	at := s.start
	for i := range s.tags {
		s.tags[i].start = at
		at = s.start + time.Duration(i+1)*step - time.Duration(0.2*d.unit()*float64(step))
		s.tags[i].end = at
	}
	s.tags[len(s.tags)-1].end = s.end
}

// message is the task's own words.
func (s *subscription) message(at time.Duration) string {
	if n := s.failures(); n > 0 && at >= s.end {
		return fmt.Sprintf("%d of %d tags failed: source registry answered 429 too many requests", n, len(s.tags))
	}
	return "success"
}
