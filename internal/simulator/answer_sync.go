package simulator

import (
	"cmp"
	"encoding/json"
	"math"
	"slices"
	"strconv"
)

func (s *Simulator) listSyncTasks(c *call) (any, *refusal) {
	p := c.page()
	match := filter{
		namespace: c.query.Get("RepoNamespaceName"), repo: c.query.Get("RepoName"), tag: c.query.Get("Tag"),
		batch: c.query.Get("SyncRecordId"),
	}
	tasks, total := s.syncTasks(c, match, p)
	rows := make([]syncRow, len(tasks))
	for i := range tasks {
		rows[i] = s.syncRow(&tasks[i])
	}
	return syncPage{
		reply: c.reply(), PageNo: p.number, PageSize: p.size, TotalCount: strconv.Itoa(total), SyncTasks: rows,
	}, nil
}

func (s *Simulator) syncRow(t *status) syncRow {
	modified := s.date(t.modified)
	row := syncRow{
		syncCommon: t.common(), CustomLink: t.route.link() != "", LinkID: t.route.link(),
		CreateTime: s.date(t.created), ModifedTime: modified,
	}
	if t.key%4 != 0 { // some answers still have the old spelling alone
		row.ModifiedTime = modified
	}
	return row
}

func (t *status) common() syncCommon {
	from, to := &instances[t.route.from], &destinations[t.route.to]
	row := syncCommon{
		SyncTaskID: t.id, SyncBatchTaskID: t.batch, TaskStatus: t.state, TaskTrigger: "INITIATIVE", TaskIssue: t.issue,
		SyncTransAccelerate: t.route.accelerated(), CrossUser: to.cross, Priority: t.priority,
		ImageFrom: image{regionID, from.id, t.recipe.namespace, t.recipe.repo, t.tag},
		ImageTo:   image{to.region, to.instance, t.recipe.namespace, t.recipe.repo, t.tag},
	}
	if t.rule != nil {
		row.SyncRuleID, row.TaskTrigger = t.rule.id, "PASSIVE"
	}
	return row
}

func (s *Simulator) getSyncTask(c *call) (any, *refusal) {
	t, ok := s.syncTask(c, c.query.Get("SyncTaskId"))
	if !ok {
		return nil, s.quirks.MissingSync.refusal("sync task")
	}
	if t.over() {
		s.late.add(readTask{c.from, t.id})
	}
	d := syncDetail{reply: c.reply(), syncCommon: t.common()}
	if t.key%3 == 0 { // the documented sample has these four letters
		d.TaskTrigger = "null"
	}
	if t.state == success {
		d.Progress = 1
	}
	if t.state == pending && !s.quirks.PendingLayers {
		if t.key%2 == 0 {
			d.LayerTasks = json.RawMessage("null")
		}
		return d, nil
	}
	rows := make([]layerRow, len(t.layers))
	var size int64
	for i := range t.layers {
		rows[i] = t.layers[i].row()
		d.SyncedSize += rows[i].SyncedSize
		size += rows[i].Size
	}
	d.LayerTasks = rows
	if s.quirks.FractionalProgress && t.state == synchronizing {
		d.Progress = math.Round(100*float64(d.SyncedSize)/float64(size)) / 100
	}
	return d, nil
}

func (l *layer) row() layerRow {
	return layerRow{
		SyncLayerTaskID: layerPrefix + word(l.id, 16), TaskStatus: l.state, Digest: digest(l.digest),
		ArtifactDigest: digest(l.artifact), Size: l.size, SyncedSize: l.bytes(),
	}
}

func (s *Simulator) listSyncRules(c *call) (any, *refusal) {
	wants := func(name, value string) bool { return c.query.Get(name) == "" || c.query.Get(name) == value }
	var found []*rule
	for _, r := range s.world.syncRules() {
		to := &destinations[r.to]
		if r.from == c.from && c.query.Get("RepoName") == "" && wants("NamespaceName", r.namespace) &&
			wants("TargetInstanceId", to.instance) && wants("TargetRegionId", to.region) {
			found = append(found, r)
		}
	}
	slices.SortFunc(found, func(a, b *rule) int { return cmp.Compare(a.name, b.name) })
	first, end := c.page().bounds(len(found))
	rows := make([]syncRuleRow, 0, end-first)
	for _, r := range found[first:end] {
		rows = append(rows, s.ruleRow(r))
	}
	return syncRulePage{list: c.list(len(found)), SyncRules: rows}, nil
}

func (s *Simulator) ruleRow(r *rule) syncRuleRow {
	to := &destinations[r.to]
	created := s.date(r.created)
	return syncRuleRow{
		SyncRuleID: r.id, SyncRuleName: r.name, SyncScope: "NAMESPACE", SyncTrigger: "PASSIVE", SyncDirection: "FROM",
		TagFilter: ".*", RepoNameFilter: ".*", LocalRegionID: regionID, LocalInstanceID: instances[r.from].id,
		LocalNamespaceName: r.namespace, TargetRegionID: to.region, TargetInstanceID: to.instance,
		TargetNamespaceName: r.namespace, CrossUser: to.cross, CreateTime: created, ModifiedTime: created,
	}
}
