package api

// The functions below know the service's spelling of every field; nothing else does. An element of the wrong type
// leaves its place empty.

func (r *Reply) set(field string, v value) {
	switch field {
	case "RequestId":
		r.RequestID = id(v)
	case "Code":
		r.Code = lately.same(id(v))
	case "IsSuccess":
		r.Success = boolean(v)
	}
}

func (d *decoder) image(v value) Image {
	var i Image
	for name, x := range v.members() {
		switch string(name) {
		case "RegionId":
			i.RegionID = d.word(x)
		case "InstanceId":
			i.InstanceID = d.word(x)
		case "RepoNamespaceName":
			i.Namespace = d.name(x)
		case "RepoName":
			i.Repo = d.name(x)
		case "ImageTag":
			i.Tag = d.name(x)
		}
	}
	return i
}

func (d *decoder) layers(v value) []Layer {
	all := roomFor[Layer](v.objects())
	for x := range v.objects() {
		all = append(all, d.layer(x))
	}
	return all
}

func (d *decoder) layer(v value) Layer {
	var l Layer
	for name, x := range v.members() {
		switch string(name) {
		case "SyncLayerTaskId":
			l.ID = id(x)
		case "TaskStatus":
			l.Status = Status(d.word(x))
		case "Digest":
			l.Digest = lately.same(id(x)) // images share layers, and go to more than one instance
		case "ArtifactDigest":
			l.ArtifactDigest = lately.same(id(x))
		case "Size":
			l.Size = size(x)
		case "SyncedSize":
			l.Synced = size(x)
		}
	}
	return l
}

func (d *decoder) syncTask(v value) SyncTask {
	var t SyncTask
	for name, x := range v.members() {
		switch string(name) {
		case "SyncTaskId":
			t.ID = id(x)
		case "SyncRuleId":
			t.RuleID = d.word(x)
		case "SyncBatchTaskId":
			t.BatchID = d.word(x)
		case "TaskStatus":
			t.Status = Status(d.word(x))
		case "TaskTrigger":
			t.Trigger = d.word(x)
		case "TaskIssue":
			t.Issue = d.word(x)
		case "ImageFrom":
			t.From = d.image(x)
		case "ImageTo":
			t.To = d.image(x)
		case "LayerTasks":
			t.Layers = d.layers(x)
		case "LinkId":
			t.LinkID = d.word(x)
		default:
			t.setFigure(string(name), x)
			t.set(string(name), x)
		}
	}
	return t
}

func (t *SyncTask) setFigure(field string, v value) {
	switch field {
	case "Progress":
		t.Progress = fraction(v)
	case "SyncedSize":
		t.Synced = size(v)
	case "SyncTransAccelerate":
		t.Accelerated = boolean(v)
	case "CrossUser":
		t.CrossAccount = boolean(v)
	case "CustomLink":
		t.CustomLink = boolean(v)
	case "Priority":
		t.Priority = small(v)
	case "CreateTime":
		t.Created = InstantOf(instant(v))
	case "ModifiedTime", "ModifedTime": // the service has both spellings, at times side by side
		t.Modified = max(t.Modified, InstantOf(instant(v)))
	}
}

func (d *decoder) subscriptionTask(v value) SubscriptionTask {
	var t SubscriptionTask
	for name, x := range v.members() {
		switch string(name) {
		case "TaskId":
			t.ID = id(x)
		case "InstanceId":
			t.InstanceID = d.word(x)
		case "TaskStatus":
			t.Status = Status(d.word(x))
		case "TaskResult":
			t.Result = d.word(x)
		case "TaskType":
			t.Type = d.word(x)
		case "ArtifactType":
			t.ArtifactType = d.word(x)
		case "NamespaceName":
			t.Namespace = d.name(x)
		case "RepoName":
			t.Repo = d.name(x)
		case "TagTotalCount":
			t.TagTotal = size(x)
		case "TagSubscriptionCount":
			t.TagSubscribed = size(x)
		case "StartTime":
			t.Start = instant(x)
		case "EndTime":
			t.End = instant(x)
		case "Message":
			t.Message = text(x)
		default:
			t.setSource(d, string(name), x)
			t.set(string(name), x)
		}
	}
	return t
}

func (t *SubscriptionTask) setSource(d *decoder, field string, v value) {
	switch field {
	case "SourceProvider":
		t.SourceProvider = d.word(v)
	case "SourceRepoType":
		t.SourceRepoType = d.word(v)
	case "SourceNamespaceName":
		t.SourceNamespace = d.name(v)
	case "SourceRepoName":
		t.SourceRepo = d.name(v)
	}
}

func (d *decoder) tagResult(v value) TagResult {
	var t TagResult
	for name, x := range v.members() {
		switch string(name) {
		case "InstanceId":
			t.InstanceID = d.word(x)
		case "TaskId":
			t.TaskID = d.word(x)
		case "NamespaceName":
			t.Namespace = d.name(x)
		case "RepoName":
			t.Repo = d.name(x)
		case "Tag":
			t.Tag = label(x)
		case "Status":
			t.Status = Status(d.word(x))
		case "Result":
			t.Result = d.word(x)
		case "StartTime":
			t.Start = instant(x)
		case "EndTime":
			t.End = instant(x)
		}
	}
	return t
}
