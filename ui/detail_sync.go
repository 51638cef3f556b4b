package ui

import (
	"fmt"
	"strings"

	"acrwatch/api"
	"acrwatch/internal/units"
	"acrwatch/poller"
)

func (m *Model) syncDetail(d *sheet, t *poller.Task) {
	s, sync := &m.styles, t.Sync
	d.row("from", piece{s.text, endWords(sync.From)})
	d.facts("to", s.text, endWords(sync.To), accountWords(sync), renamed(sync))
	d.facts("rule", s.text, t.RuleName, sync.RuleID)
	d.facts("how", s.text, howWords(sync)...)
	m.batchRow(d, t)
	d.told("when", originOf(t), m.syncTimes(t)...)
	m.flowRows(d, t)
	if sync.Issue != "" {
		d.row("issue", piece{s.failed, sync.Issue})
		d.prose("", s.text, issue(sync.Issue))
	}
}

// syncReply is the service's own words for what the rows above tell in ours.
func syncReply(d *sheet, sync *api.SyncTask) {
	replyRows(d, sync.Reply, string(sync.Status), progressWords(sync.Progress), syncedWords(sync.Synced))
}

func endWords(i api.Image) string { return columnsOf(15, i.RegionID, i.InstanceID) }

// renamed is the image's name at the destination where it is another one.
func renamed(t *api.SyncTask) string {
	if t.To.Name() == t.From.Name() || t.To.Name() == "" {
		return ""
	}
	return "as " + t.To.Name()
}

func accountWords(t *api.SyncTask) string {
	switch {
	case !t.CrossAccount.Known:
		return ""
	case t.CrossAccount.Value:
		return "another account"
	}
	return "same account"
}

func howWords(sync *api.SyncTask) []string {
	words := []string{}
	switch strings.ToUpper(sync.Trigger) {
	case "PASSIVE":
		words = append(words, "automatic")
	case "INITIATIVE":
		words = append(words, "manual")
	case "":
	default:
		words = append(words, "trigger "+strings.ToLower(sync.Trigger))
	}
	if sync.Accelerated.Known {
		words = append(words, map[bool]string{true: "accelerated", false: "not accelerated"}[sync.Accelerated.Value])
	}
	if sync.CustomLink.Or(false) || sync.LinkID != "" {
		words = append(words, strings.TrimSpace("custom link "+sync.LinkID))
	}
	if sync.Priority.Known {
		words = append(words, fmt.Sprintf("priority %d", sync.Priority.Value))
	}
	return words
}

func (m *Model) batchRow(d *sheet, t *poller.Task) {
	id := batchOf(t).id
	if id == "" {
		return
	}
	done, failed, total := m.batches.counts(batchOf(t))
	words := fmt.Sprintf("%d of %d destinations done", done, total)
	if total == 1 {
		words = "one destination"
	}
	if failed > 0 && total > 1 {
		words += fmt.Sprintf(", %d not", failed)
	}
	d.facts("batch", m.styles.text, words, id)
}

func (m *Model) syncTimes(t *poller.Task) []string {
	sync := t.Sync
	var words []string
	if !sync.Created.IsZero() {
		words = append(words, "created "+clock(m.now, sync.Created, m.opts.Location))
	}
	end := t.LastChanged()
	switch {
	case sync.Created.IsZero():
	case t.Phase.Finished() && !end.IsZero():
		words = append(words, "took "+units.LongDuration(end.Sub(sync.Created)), "ended "+clock(m.now, end, m.opts.Location))
	case t.Phase == api.PhaseQueued:
		words = append(words, "queued "+units.LongDuration(m.now.Sub(sync.Created)))
	case !t.Phase.Finished():
		words = append(words, "running "+units.LongDuration(m.now.Sub(sync.Created)))
	}
	return words
}

// originOf says where the times of a task are from: when its end is later than the service says, we saw it.
func originOf(t *poller.Task) string {
	if !t.Finished.IsZero() && t.LastChanged().Equal(t.Finished) {
		return measured
	}
	return reported
}

// progressWords is the service's own Progress, which tells only start and success and so draws no bar.
func progressWords(p api.Optional[float64]) string {
	if !p.Known {
		return ""
	}
	return fmt.Sprintf("Progress %g", p.Value)
}

func syncedWords(n api.Optional[int64]) string {
	if !n.Known {
		return ""
	}
	return "SyncedSize " + units.Bytes(n.Value)
}

// replyRows are what the service said in its own words, for whoever compares with another tool.
func replyRows(d *sheet, r api.Reply, words ...string) {
	words = append(words, r.Code)
	if r.Success.Known {
		words = append(words, fmt.Sprintf("IsSuccess %t", r.Success.Value))
	}
	d.facts("answer", d.styles.muted, words...)
	d.facts("request", d.styles.muted, r.RequestID)
}
