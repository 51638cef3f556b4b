package poller

import (
	"slices"
	"strings"
	"time"

	"acrwatch/api"
)

const (
	tagPagesMost = 10               // 1000 tags of one task
	tagsEvery    = 10 * time.Second // of an active task whose count did not change
)

// want decides, after a get of a subscription task, whether its tags must be read again.
func (r *tagReading) want(row *api.SubscriptionTask, phase api.Phase, at time.Time) {
	if r.page > 0 {
		return
	}
	// Many pages are read more rarely, so that one large task does not use up the budget.
	changed := r.count != row.TagSubscribed && at.Sub(r.at) >= time.Duration(r.pages)*nearEvery
	due := !phase.Finished() && at.Sub(r.at) >= tagsEvery
	if r.at.IsZero() || changed || due || phase.Finished() {
		r.page, r.rows = 1, nil
		r.count = row.TagSubscribed
	}
}

// learnTags collects the pages of the tags of one task and shows them once they are whole.
func (s *state) learnTags(t *target, e *Event, page api.Page[api.TagResult]) {
	t.tagsAt = time.Time{}
	i, found := s.index.find(e.Call.key())
	if !found {
		return
	}
	r := s.records[i]
	if r.tags == nil || r.tags.page != e.Call.Page {
		return
	}
	r.tags.rows = append(r.tags.rows, page.Items...)
	facts := pageFacts{rows: len(page.Items), size: page.Size, total: page.Total}
	if !facts.last(e.Call.Page) && e.Call.Page < tagPagesMost {
		r.tags.page++
		return
	}
	next := *s.tasks[i]
	next.Tags = r.tags.rows
	if next.Tags == nil {
		next.Tags = []api.TagResult{}
	}
	if r.tagsErr != nil && next.Err == r.tagsErr {
		next.Err = nil
	}
	r.tagsErr = nil
	r.tags.page, r.tags.pages, r.tags.rows, r.tags.at = 0, e.Call.Page, nil, e.At
	s.replace(i, &next)
}

// learnRules collects the names of the rules; once they are all read, the tasks get the names that changed.
func (s *state) learnRules(t *target, e *Event, page api.Page[api.SyncRule]) {
	names := make(map[string]string, len(t.rules.names)+len(page.Items))
	for id, name := range t.rules.names {
		names[id] = name
	}
	changed := false
	for _, rule := range page.Items {
		if rule.ID != "" && names[rule.ID] != rule.Name {
			names[rule.ID] = rule.Name
			changed = true
		}
	}
	if changed {
		t.rules.names = names
		t.Rules = len(names)
		s.nameTasks(e.Call.Target, names)
	}
	facts := pageFacts{rows: len(page.Items), size: page.Size, total: page.Total}
	if facts.last(e.Call.Page) {
		t.rules.page, t.rules.at = 1, e.At.Add(sweepEvery)
		return
	}
	t.rules.page++
}

func (s *state) nameTasks(target int, names map[string]string) {
	for i, t := range s.tasks {
		if t.Target != target || t.Sync == nil || t.RuleName == names[t.Sync.RuleID] {
			continue
		}
		next := *t
		next.RuleName = names[t.Sync.RuleID]
		s.replace(i, &next)
	}
}

// discover collects the running instances. The first that is no target yet takes the place of the target that looked for
// them, so that indexes stay; the others come after all that is known. An instance is watched twice only when there is
// no other to take that place.
func (s *state) discover(t *target, e *Event, page api.Page[api.Instance]) {
	for _, in := range page.Items {
		if in.ID != "" && (in.Status == "" || strings.EqualFold(in.Status, runningInstance)) {
			t.found = append(t.found, running{in.ID, either(in.Name, in.ID)})
		}
	}
	facts := pageFacts{rows: len(page.Items), size: page.Size, total: page.Total}
	if !facts.last(e.Call.Page) {
		t.page++
		return
	}
	found := t.found
	t.found, t.page = nil, 1
	if len(found) == 0 {
		// It went well, yet there is nothing to watch: look again, more and more slowly.
		t.barren++
		t.RetryAt = e.At.Add(backOff(t.barren, 1))
		return
	}
	first := max(slices.IndexFunc(found, func(in running) bool { return !s.watches(t.spec, in.id) }), 0)
	t.Instance, t.Name = found[first].id, found[first].name
	t.spec.Instance, t.spec.Name = found[first].id, found[first].name
	for _, in := range found {
		if spec := t.spec; !s.watches(spec, in.id) {
			spec.Instance, spec.Name = in.id, in.name
			s.addTarget(spec)
		}
	}
}

// watches says that an instance is a target already.
func (s *state) watches(like Spec, instance string) bool {
	for _, t := range s.targets {
		if t.Instance == instance && t.spec.Region == like.Region && t.spec.Quota == like.Quota {
			return true
		}
	}
	return false
}
