package poller

import (
	"maps"
	"slices"
	"strconv"
	"time"

	"acrwatch/api"
	"acrwatch/internal/codec"
)

// describe is the head of a checkpoint: everything but the tasks.
func (s *state) describe(c *codec.Codec) {
	version := checkpointVersion
	codec.Int(c, "checkpoint", &version)
	if version != checkpointVersion {
		c.Failf("a checkpoint of version %d, not %d: it needs another acrwatch", version, checkpointVersion)
		return
	}
	c.Time("at", &s.at, time.Time{})
	codec.Int(c, "events", &s.taken)
	c.Bool("paused", &s.paused)
	codec.Int(c, "keep", &s.keep)
	codec.List(c, "targets", &s.targets, func(c *codec.Codec, t **target) {
		allocate(c, t)
		c.Object(func(c *codec.Codec) { s.target(c, *t) })
	})
	s.search(c)
	codec.List(c, "calls", &s.calls, func(c *codec.Codec, at *time.Time) { c.TimeValue(at, s.at) })
	if c.Field("sums", true) {
		c.Object(s.sums.describe)
	}
}

func (s *state) target(c *codec.Codec, t *target) {
	t.place(c, s.quota(t))
	c.Time("ok", &t.LastOK, s.at)
	c.Time("try", &t.LastTry, s.at)
	errorField(c, "error", &t.Err)
	c.Time("since", &t.FailingSince, s.at)
	c.Time("retry", &t.RetryAt, s.at)
	codec.Int(c, "clock", &t.ClockOff)
	if c.Field("keys", t.Keys != api.CredentialState{}) {
		c.Object(func(c *codec.Codec) { credentials(c, &t.Keys) })
	}
	codec.Int(c, "failures", &t.failures)
	c.Time("failed", &t.failedAt, s.at)
	codec.Int(c, "page", &t.page)
	codec.Int(c, "barren", &t.barren)
	codec.List(c, "found", &t.found, func(c *codec.Codec, r *running) {
		c.Object(func(c *codec.Codec) {
			c.Text("id", &r.id)
			c.Text("name", &r.name)
		})
	})
	t.ruleNames(c)
	codec.List(c, "polled", &t.polled, codec.IntValue)
	codec.Each(c, "lists", Kinds, func(c *codec.Codec, k int) {
		c.Object(func(c *codec.Codec) { list(c, &t.Lists[k], &t.lists[k], s.at) })
	})
}

// quota is the number of the first target that shares the quota: its text may name an account.
func (s *state) quota(of *target) int {
	return slices.IndexFunc(s.targets, func(t *target) bool { return t.spec.Quota == of.spec.Quota })
}

// place describes who is asked.
func (t *target) place(c *codec.Codec, quota int) {
	codec.Word(c, "name", &t.Name)
	codec.Word(c, "region", &t.Region)
	codec.Word(c, "instance", &t.Instance)
	codec.Word(c, "profile", &t.Profile)
	codec.Word(c, "endpoint", &t.Endpoint)
	c.Read(func() { quota = 0 })
	codec.Int(c, "quota", &quota)
	c.Read(func() {
		t.spec = Spec{
			Name: t.Name, Region: t.Region, Instance: t.Instance, Profile: t.Profile, Endpoint: t.Endpoint,
			Quota: strconv.Itoa(quota),
		}
	})
}

// ruleNames are the names of rules in the order of their ids.
func (t *target) ruleNames(c *codec.Codec) {
	type rule struct{ id, name string }
	var rules []rule
	for _, id := range slices.Sorted(maps.Keys(t.rules.names)) {
		rules = append(rules, rule{id, t.rules.names[id]})
	}
	codec.List(c, "rules", &rules, func(c *codec.Codec, r *rule) {
		c.Object(func(c *codec.Codec) {
			c.Text("id", &r.id)
			c.Text("name", &r.name)
		})
	})
	c.Read(func() {
		t.rules.page, t.Rules = 1, len(rules)
		t.rules.names = make(map[string]string, len(rules))
		for _, r := range rules {
			t.rules.names[r.id] = r.name
		}
	})
}

func credentials(c *codec.Codec, k *api.CredentialState) {
	codec.Word(c, "source", &k.Source)
	codec.Word(c, "file", &k.File)
	c.Time("refreshed", &k.Refreshed, time.Time{})
	c.Time("failing", &k.FailingSince, time.Time{})
	codec.Word(c, "reason", &k.Reason)
	c.Time("expiry", &k.Expiry, time.Time{})
}

// list describes how far a list is known, as far as what is shown depends on it.
func list(c *codec.Codec, shown *List, l *listing, base time.Time) {
	codec.Int(c, "seen", &shown.Seen)
	codec.Int(c, "dropped", &shown.Dropped)
	figure(c, "total", &shown.Total)
	c.Bool("complete", &shown.Complete)
	c.Time("ok", &shown.LastOK, base)
	errorField(c, "denied", &shown.Denied)
	errorField(c, "error", &shown.Err)
	codec.Int(c, "order", &l.order)
	codec.Int(c, "size", &l.size)
	codec.Int(c, "next", &l.next)
	c.Bool("catch-up", &l.catchUp)
	c.Time("began", &l.began, base)
	c.Time("sweep", &l.sweepAt, base)
	codec.Int(c, "swept", &l.total)
	codec.Int(c, "failed", &l.failed)
	codec.Int(c, "reading", &l.reading)
	codec.Int(c, "unkept", &l.unkept)
	c.Time("deny-list", &l.denyList, base)
	c.Time("deny-get", &l.denyGet, base)
}

// describe leaves out what can be summed up again from the tasks.
func (s *sums) describe(c *codec.Codec) {
	codec.Int(c, "wave", &s.wave)
	history(c, &s.history)
	c.Time("step", &s.stepAt, time.Time{})
	codec.Int(c, "grown", &s.grown)
	s.trend.describe(c, "trend")
	if c.Field("throughput", s.throughput.at != 0) {
		c.Object(s.throughput.describe)
	}
	type mixed struct {
		key blobKey
		blob
	}
	var list []mixed
	for key, b := range s.blobs.other {
		list = append(list, mixed{key, b})
	}
	codec.List(c, "blobs", &list, func(c *codec.Codec, m *mixed) {
		c.Object(func(c *codec.Codec) {
			codec.Int(c, "key", &m.key)
			codec.Int(c, "size", &m.size)
			codec.Int(c, "moved", &m.moved)
		})
	})
	c.Read(func() {
		s.blobs = newBlobs(0)
		for _, m := range list {
			s.blobs.other[m.key] = m.blob
		}
	})
}
