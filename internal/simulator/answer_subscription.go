package simulator

import (
	"strconv"
	"strings"
	"time"
)

func (s *Simulator) listSubscriptions(c *call) (any, *refusal) {
	tasks := s.subscriptionTasks(c)
	first, end := c.page().bounds(len(tasks))
	rows := make([]subscriptionRow, 0, end-first)
	for i := first; i < end; i++ {
		t := tasks[i]
		row := subscriptionRow{subscriptionCommon: s.common(t, c)}
		if start, ok := t.started(c.at); ok {
			row.StartTime = strconv.FormatInt(s.date(start), 10)
		}
		if ended, ok := t.ended(c.at); ok {
			row.EndTime = strconv.FormatInt(s.date(ended), 10)
		}
		rows = append(rows, row)
	}
	return subscriptionPage{list: c.list(len(tasks)), Tasks: rows}, nil
}

// customSource is the repository whose provider a quirk can replace.
const customSource = "prometheus"

func (s *Simulator) common(t *subscription, c *call) subscriptionCommon {
	result, provider := s.quirks.Words.word(t.result(c.at)), t.source.provider
	if result == "" && t.state(c.at) == running {
		result = s.quirks.RunningResult
	}
	if s.quirks.CustomProvider != "" && t.source.namespace == customSource {
		provider = s.quirks.CustomProvider
	}
	return subscriptionCommon{
		InstanceID: instances[c.from].id, TaskID: t.id, TaskStatus: s.quirks.Words.word(t.state(c.at)), TaskResult: result,
		TaskType: t.kind, ArtifactType: "IMAGE", SourceProvider: provider, SourceRepoType: "PUBLIC",
		SourceNamespaceName: t.source.namespace, SourceRepoName: t.source.repo, NamespaceName: t.namespace,
		RepoName: t.repo, TagTotalCount: len(t.tags), TagSubscriptionCount: t.subscribed(c.at), Message: t.message(c.at),
	}
}

// subscription finds the task that a call names.
func (s *Simulator) subscription(c *call) (*subscription, *refusal) {
	id := c.query.Get("TaskId")
	for _, t := range s.subscriptionTasks(c) {
		if t.id == id {
			return t, nil
		}
	}
	return nil, s.quirks.MissingSubscription.refusal("artifact subscription task")
}

func (s *Simulator) getSubscription(c *call) (any, *refusal) {
	t, no := s.subscription(c)
	if no != nil {
		return nil, no
	}
	d := subscriptionDetail{reply: c.reply(), subscriptionCommon: s.common(t, c)}
	if start, ok := t.started(c.at); ok {
		d.StartTime = s.date(start)
	}
	ended, ok := t.ended(c.at)
	switch {
	case ok:
		date := s.date(ended)
		d.EndTime = &date
	case t.endAsZero:
		d.EndTime = new(int64)
	}
	return d, nil
}

func (s *Simulator) listTags(c *call) (any, *refusal) {
	t, no := s.subscription(c)
	if no != nil {
		return nil, no
	}
	first, end := c.page().bounds(len(t.tags))
	rows := make([]tagRow, 0, end-first)
	for i := first; i < end; i++ {
		tag := &t.tags[i]
		row := tagRow{
			InstanceID: instances[c.from].id, TaskID: t.id, NamespaceName: t.namespace, RepoName: t.repo, Tag: tag.name,
		}
		state, result := tag.state(c.at)
		row.Status, row.Result = s.quirks.Words.word(state), s.quirks.Words.word(result)
		row.StartTime, row.EndTime = s.past(tag.start, c.at), s.past(tag.end, c.at)
		rows = append(rows, row)
	}
	return tagPage{list: c.list(len(t.tags)), TaskResults: rows}, nil
}

// past is the date of something that has happened, 0 when it has not.
func (s *Simulator) past(at, now time.Duration) int64 {
	if at > now {
		return 0
	}
	return s.date(at)
}

func (s *Simulator) listInstances(c *call) (any, *refusal) {
	var rows []instanceRow
	for i := range instances {
		in := &instances[i]
		if name := c.query.Get("InstanceName"); name != "" && !strings.Contains(in.name, name) {
			continue
		}
		if state := c.query.Get("InstanceStatus"); state != "" && state != in.status {
			continue
		}
		rows = append(rows, s.instanceRow(i))
	}
	first, end := c.page().bounds(len(rows))
	return instancePage{list: c.list(len(rows)), Instances: append([]instanceRow{}, rows[first:end]...)}, nil
}

func (s *Simulator) instanceRow(i int) instanceRow {
	in := &instances[i]
	created := -time.Duration(700-200*i) * 24 * time.Hour
	return instanceRow{
		InstanceID: in.id, InstanceName: in.name, InstanceSpecification: in.specification, InstanceStatus: in.status,
		RegionID: regionID, ResourceGroupID: "rg-acrwatch0sim", Tags: []instanceTag{{"team", "platform"}},
		CreateTime:   strconv.FormatInt(s.date(created), 10),
		ModifiedTime: strconv.FormatInt(s.date(created+26*time.Hour), 10),
	}
}
