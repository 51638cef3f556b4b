package poller

import (
	"acrwatch/api"
	"acrwatch/internal/codec"
)

// savedTask is a task with its record, as they are saved and restored. What follows from the rest is not saved: phases,
// names of rules and regions, and what was summed up.
type savedTask struct {
	*Task
	r *record
}

// sections describe the task, in the order in which they must be read.
func (s savedTask) sections() [Sections]func(*codec.Codec) {
	return [Sections]func(*codec.Codec){
		SectionBody: s.body, SectionWork: s.work, SectionSeen: s.seen, SectionTags: s.tags,
	}
}

func (s savedTask) body(c *codec.Codec) {
	codec.Int(c, "target", &s.Target)
	codec.Int(c, "kind", &s.Kind)
	c.Text("id", &s.ID)
	moment(c, "first", &s.r.first, 0)
	if c.Field("sync", s.Sync != nil) {
		allocate(c, &s.Sync)
		c.Object(s.syncBody)
	}
	if c.Field("sub", s.Subscription != nil) {
		allocate(c, &s.Subscription)
		c.Object(s.subscriptionBody)
	}
}

// allocate makes room for what is read. What is written is there, and others may read it meanwhile.
func allocate[T any](c *codec.Codec, p **T) {
	if c.Reading() {
		*p = new(T)
	}
}

func (s savedTask) syncBody(c *codec.Codec) {
	t := s.Sync
	same(c, "id", &t.ID, s.ID)
	codec.Word(c, "rule", &t.RuleID)
	codec.Word(c, "batch", &t.BatchID)
	codec.Word(c, "trigger", &t.Trigger)
	codec.Word(c, "link", &t.LinkID)
	truth(c, "accelerated", &t.Accelerated)
	truth(c, "cross", &t.CrossAccount)
	truth(c, "custom", &t.CustomLink)
	figure(c, "priority", &t.Priority)
	image(c, "from", &t.From)
	image(c, "to", &t.To)
	date(c, "created", &t.Created)
	layers := layerList{}
	codec.List(c, "layers", &t.Layers, layers.body)
}

func (s savedTask) subscriptionBody(c *codec.Codec) {
	t := s.Subscription
	same(c, "id", &t.ID, s.ID)
	codec.Word(c, "instance", &t.InstanceID)
	codec.Word(c, "type", &t.Type)
	codec.Word(c, "artifact", &t.ArtifactType)
	codec.Word(c, "provider", &t.SourceProvider)
	codec.Word(c, "from-type", &t.SourceRepoType)
	codec.Word(c, "from-space", &t.SourceNamespace)
	codec.Word(c, "from-repo", &t.SourceRepo)
	codec.Word(c, "space", &t.Namespace)
	codec.Word(c, "repo", &t.Repo)
	c.Date("start", &t.Start)
}

func image(c *codec.Codec, name string, i *api.Image) {
	if !c.Field(name, *i != api.Image{}) {
		return
	}
	c.Object(func(c *codec.Codec) {
		codec.Word(c, "region", &i.RegionID)
		codec.Word(c, "instance", &i.InstanceID)
		codec.Word(c, "space", &i.Namespace)
		codec.Word(c, "repo", &i.Repo)
		codec.Word(c, "tag", &i.Tag)
	})
}

// layerList describes layers one after the other. What is as in the layer before is left out.
type layerList struct{ last api.Layer }

func (l *layerList) body(c *codec.Codec, layer *api.Layer) {
	c.Object(func(c *codec.Codec) { l.fields(c, layer) })
}

func (l *layerList) fields(c *codec.Codec, layer *api.Layer) {
	c.Text("i", &layer.ID)
	c.Text("d", &layer.Digest)
	same(c, "a", &layer.ArtifactDigest, l.last.ArtifactDigest)
	figure(c, "s", &layer.Size)
	l.last.ArtifactDigest = layer.ArtifactDigest
}

func (l *layerList) work(c *codec.Codec, layer *api.Layer) {
	same(c, "t", &layer.Status, l.last.Status)
	figure(c, "y", &layer.Synced)
	l.last.Status = layer.Status
}

// same is a text that is left out while it is the last one again.
func same[T ~string](c *codec.Codec, name string, s *T, last T) {
	c.Read(func() { *s = last })
	if c.Field(name, *s != last) {
		codec.WordValue(c, s)
	}
}

func (s savedTask) seen(c *codec.Codec) {
	moment(c, "listed", &s.Listed, 0)
	moment(c, "asked", &s.r.shown, 0)
	c.Read(func() { s.r.seen = s.Listed })
	if c.Field("came", s.r.seen != s.Listed) {
		momentValue(c, &s.r.seen, 0)
	}
	codec.Int(c, "absent", &s.r.absent)
	codec.Int(c, "reading", &s.r.reading)
	// A task that only lists told of has the reply of the page, like all others on it.
	if s.Answered.IsZero() {
		s.reply(c)
	}
}

func (s savedTask) reply(c *codec.Codec) {
	reply := &api.Reply{}
	switch {
	case s.Sync != nil:
		reply = &s.Sync.Reply
	case s.Subscription != nil:
		reply = &s.Subscription.Reply
	}
	codec.Word(c, "request", &reply.RequestID)
	codec.Word(c, "code", &reply.Code)
	truth(c, "success", &reply.Success)
}

func (s savedTask) tags(c *codec.Codec) {
	if s.Subscription == nil {
		return
	}
	row := func(c *codec.Codec, t *api.TagResult) { s.tag(c, t) }
	codec.List(c, "tags", &s.Tags, row)
	if s.r.tags != nil {
		codec.List(c, "reading", &s.r.tags.rows, row)
	}
}

func (s savedTask) tag(c *codec.Codec, t *api.TagResult) {
	c.Object(func(c *codec.Codec) {
		same(c, "instance", &t.InstanceID, s.Subscription.InstanceID)
		same(c, "task", &t.TaskID, s.ID)
		same(c, "space", &t.Namespace, s.Subscription.Namespace)
		same(c, "repo", &t.Repo, s.Subscription.Repo)
		c.Text("tag", &t.Tag)
		codec.Word(c, "status", &t.Status)
		codec.Word(c, "result", &t.Result)
		c.Date("start", &t.Start)
		c.Date("end", &t.End)
	})
}
