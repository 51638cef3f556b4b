package api

// page reads one page of a list whose rows stand under the name rows. It is false when they are something else than
// an array, or left out of an answer that does not even claim success: neither may pass for an empty list.
func page[T any](v value, rows string, row func(value) T) (Page[T], bool) {
	var p Page[T]
	told := false
	for name, x := range v.members() {
		switch string(name) {
		case "PageNo":
			p.Number = number(x)
		case "PageSize":
			p.Size = number(x)
		case "TotalCount":
			p.Total = size(x)
		case rows:
			if x.kind() != '[' && !x.null() {
				return Page[T]{}, false
			}
			told = x.kind() == '['
			p.Items = items(x, row)
		default:
			p.set(string(name), x)
		}
	}
	return p, told || p.Code != "" || p.Success.Known
}

func items[T any](v value, row func(value) T) []T {
	all := roomFor[T](v.objects())
	for x := range v.objects() {
		all = append(all, row(x))
	}
	return all
}

func (d *decoder) instance(v value) Instance {
	var i Instance
	for name, x := range v.members() {
		switch string(name) {
		case "InstanceId":
			i.ID = id(x)
		case "InstanceName":
			i.Name = label(x)
		case "InstanceSpecification":
			i.Specification = d.word(x)
		case "InstanceStatus":
			i.Status = d.word(x)
		case "InstanceIssue":
			i.Issue = text(x)
		case "RegionId":
			i.RegionID = d.word(x)
		case "ResourceGroupId":
			i.ResourceGroup = d.word(x)
		case "CreateTime":
			i.Created = instant(x)
		case "ModifiedTime", "ModifedTime":
			i.Modified = later(i.Modified, instant(x))
		}
	}
	return i
}

func (d *decoder) syncRule(v value) SyncRule {
	var r SyncRule
	for name, x := range v.members() {
		switch string(name) {
		case "SyncRuleId":
			r.ID = id(x)
		case "SyncRuleName":
			r.Name = label(x)
		case "SyncScope":
			r.Scope = d.word(x)
		case "SyncTrigger":
			r.Trigger = d.word(x)
		case "SyncDirection":
			r.Direction = d.word(x)
		case "TagFilter":
			r.TagFilter = d.name(x)
		case "RepoNameFilter":
			r.RepoFilter = d.name(x)
		case "CrossUser":
			r.CrossAccount = boolean(x)
		case "CreateTime":
			r.Created = instant(x)
		case "ModifiedTime", "ModifedTime":
			r.Modified = later(r.Modified, instant(x))
		default:
			r.setEnd(d, string(name), x)
		}
	}
	return r
}

func (r *SyncRule) setEnd(d *decoder, field string, v value) {
	switch field {
	case "LocalRegionId":
		r.LocalRegion = d.word(v)
	case "LocalInstanceId":
		r.LocalInstance = d.word(v)
	case "LocalNamespaceName":
		r.LocalNamespace = d.name(v)
	case "LocalRepoName":
		r.LocalRepo = d.name(v)
	case "TargetRegionId":
		r.TargetRegion = d.word(v)
	case "TargetInstanceId":
		r.TargetInstance = d.word(v)
	case "TargetNamespaceName":
		r.TargetSpace = d.name(v)
	case "TargetRepoName":
		r.TargetRepo = d.name(v)
	}
}
