package poller

import (
	"slices"
	"time"

	"acrwatch/api"
	"acrwatch/internal/codec"
)

func (s savedTask) work(c *codec.Codec) {
	moment(c, "answered", &s.Answered, 0)
	moment(c, "asked", &s.Asked, s.Answered)
	moment(c, "finished", &s.Finished, s.Answered)
	c.Bool("watched", &s.Watched)
	c.Bool("gone", &s.Gone)
	errorField(c, "error", &s.Err)
	codec.Int(c, "restarts", &s.Restarts)
	codec.Int(c, "odd", &s.Odd)
	s.bytes(c)
	s.watch(c)
	if s.Sync != nil {
		s.syncWork(c)
	}
	if s.Subscription != nil {
		s.subscriptionWork(c)
	}
	if !s.Answered.IsZero() {
		s.reply(c)
	}
}

func (s savedTask) bytes(c *codec.Codec) {
	codec.Int(c, "moved", &s.Flow.Moved)
	codec.Int(c, "size", &s.Flow.Size)
	c.Bool("sized", &s.Flow.SizeKnown)
	if c.Field("flow", s.Flow != Flow{Moved: s.Flow.Moved, Size: s.Flow.Size, SizeKnown: s.Flow.SizeKnown}) {
		c.Object(func(c *codec.Codec) { s.Flow.describe(c, s.Answered) })
	}
	history(c, &s.History)
}

// watch describes the record, as far as it is not of lists and tags alone.
func (s savedTask) watch(c *codec.Codec) {
	codec.Int(c, "gap", &s.r.gap)
	c.Bool("confirm", &s.r.confirm)
	codec.Int(c, "lost", &s.r.lost)
	codec.Int(c, "wave", &s.r.wave)
	if c.Field("meter", s.r.meters != nil) {
		allocate(c, &s.r.meters)
		c.Object(s.r.meters.describe)
	}
}

func (m *meters) describe(c *codec.Codec) {
	if c.Reading() {
		m.layers = make(map[string]meter)
	}
	c.Bool("layered", &m.layered)
	m.whole.describe(c, time.Time{})
}

func (s savedTask) syncWork(c *codec.Codec) {
	t := s.Sync
	codec.Word(c, "status", &t.Status)
	codec.Word(c, "issue", &t.Issue)
	if c.Field("progress", t.Progress.Known) {
		c.Float32Value(&t.Progress.Value)
		c.Read(func() { t.Progress.Known = true })
	}
	figure(c, "synced", &t.Synced)
	date(c, "modified", &t.Modified)
	apart := !c.Reading() && !mirrored(s.Task)
	c.Bool("apart", &apart)
	parts := s.loose()
	c.Read(func() {
		if !apart && t.Layers != nil {
			parts = make([]Part, len(t.Layers))
			for i := range parts {
				parts[i].Layer = &t.Layers[i]
			}
			s.SetParts(parts)
		}
	})
	layers := layerList{}
	codec.Each(c, "layers", len(t.Layers), func(c *codec.Codec, i int) {
		c.Object(func(c *codec.Codec) {
			layers.work(c, &t.Layers[i])
			if !apart {
				s.part(c, &parts[i])
			}
		})
	})
	if apart {
		s.partsApart(c)
	}
}

// mirrored says that the parts of a task are the layers of its last answer, as they nearly always are.
func mirrored(t *Task) bool {
	return slices.EqualFunc(t.loose(), t.Sync.Layers, func(p Part, l api.Layer) bool { return *p.Layer == l })
}

// partsApart describes parts that are of another answer than the layers.
func (s savedTask) partsApart(c *codec.Codec) {
	parts := s.loose()
	codec.List(c, "parts", &parts, func(c *codec.Codec, p *Part) {
		c.Object(func(c *codec.Codec) {
			whole := layerList{}
			allocate(c, &p.Layer)
			whole.fields(c, p.Layer)
			whole.work(c, p.Layer)
			s.part(c, p)
		})
	})
	c.Read(func() { s.SetParts(parts) })
}

// part describes what is known of a layer beside the layer itself.
func (s savedTask) part(c *codec.Codec, p *Part) {
	c.Read(func() {
		p.Phase = api.SyncPhase(p.Layer.Status)
		p.Flow.Moved, p.Flow.Size = p.Synced.Or(0), p.Layer.Size.Or(0)
		p.Flow.SizeKnown = p.Layer.Size.Known && p.Flow.Size > 0
	})
	if c.Field("m", p.Flow.Moved != p.Synced.Or(0)) {
		codec.IntValue(c, &p.Flow.Moved)
	}
	codec.Int(c, "o", &p.Also)
	p.Flow.describe(c, s.Answered)
	if s.r.meters == nil {
		return
	}
	key := layerKey(p.Layer)
	m, moves := s.r.meters.layers[key]
	if c.Field("w", moves) {
		c.Object(func(c *codec.Codec) { m.describe(c, s.Answered.Time()) })
		c.Read(func() { s.r.meters.layers[key] = m })
	}
}

func (s savedTask) subscriptionWork(c *codec.Codec) {
	t := s.Subscription
	codec.Word(c, "status", &t.Status)
	codec.Word(c, "result", &t.Result)
	figure(c, "total", &t.TagTotal)
	figure(c, "subscribed", &t.TagSubscribed)
	c.Date("end", &t.End)
	codec.Word(c, "message", &t.Message)
	too := s.r.tagsErr != nil && s.r.tagsErr == s.Err // one and the same failure ends at once in both places
	c.Bool("tags-error-too", &too)
	if too {
		c.Read(func() { s.r.tagsErr = s.Err })
	} else {
		errorField(c, "tags-error", &s.r.tagsErr)
	}
	if c.Field("tags", s.r.tags != nil) {
		allocate(c, &s.r.tags)
		c.Object(s.r.tags.describe)
	}
}

func (r *tagReading) describe(c *codec.Codec) {
	codec.Int(c, "page", &r.page)
	codec.Int(c, "pages", &r.pages)
	c.Time("at", &r.at, time.Time{})
	figure(c, "count", &r.count)
}
