package export

import (
	"strings"

	"acrwatch/api"
	"acrwatch/poller"
)

// partColumns are what a task consists of, each part an object. What was never asked for is not known.
var partColumns = []taskColumn{
	{Column{Name: "layers"}, func(s *subject) any { parts := s.task.Parts(); return when(parts != nil, layersOf(s, parts)) }},
	{Column{Name: "tags"}, func(s *subject) any { return when(s.task.Tags != nil, tagsOf(s.task.Tags)) }},
}

var layerColumns = []Column{
	{Name: "status"},
	{Name: "digest"},
	{Name: "artifact_digest"},
	{Name: "progress", Number: true},
	{Name: "synced_bytes", Number: true},
	{Name: "size_bytes", Number: true},
	{Name: "rate_bytes_per_second", Number: true},
	{Name: "stalled"},
	{Name: "other_tasks", Number: true},
	{Name: "id"},
	{Name: "reported_status"},
}

func layersOf(s *subject, parts []poller.Part) Table {
	return Table{Columns: layerColumns, Rows: func(yield func([]any) bool) {
		fresh := s.fresh()
		for i := range parts {
			p := &parts[i]
			share, known := p.Flow.Share(p.Phase)
			if !yield([]any{
				layerWord(p), p.Digest, p.ArtifactDigest, when(known, share),
				optional(p.Synced), optional(p.Size), when(p.Flow.RateKnown && fresh && !p.Phase.Finished(), p.Flow.Rate),
				p.Flow.Stalled, p.Also, p.ID, string(p.Status),
			}) {
				return
			}
		}
	}}
}

func layerWord(p *poller.Part) string {
	if p.Flow.Stalled {
		return "stalled"
	}
	return phaseWord(p.Phase, p.Status, "syncing")
}

// phaseWord is where a part stands, in the words of the screen.
func phaseWord(phase api.Phase, status api.Status, running string) string {
	switch {
	case phase == api.PhaseRunning:
		return running
	case phase == api.PhaseUnknown && status != "":
		return strings.ToLower(string(status))
	}
	return poller.PhaseWord(phase)
}

var tagColumns = []Column{
	{Name: "status"}, {Name: "tag"}, {Name: "reported_status"}, {Name: "reported_result"}, {Name: "began_at"}, {Name: "ended_at"},
}

func tagsOf(tags []api.TagResult) Table {
	return Table{Columns: tagColumns, Rows: func(yield func([]any) bool) {
		for i := range tags {
			r := &tags[i]
			if !yield([]any{phaseWord(r.Phase(), r.Status, "pulling"), r.Tag, string(r.Status), r.Result, r.Start, r.End}) {
				return
			}
		}
	}}
}
