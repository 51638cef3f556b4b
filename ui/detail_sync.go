package ui

import (
	"fmt"
	"strings"

	"acrwatch/api"
	"acrwatch/internal/tongue"
	"acrwatch/internal/units"
	"acrwatch/poller"
)

func (m *Model) syncDetail(d *sheet, t *poller.Task) {
	s, sync := &m.styles, t.Sync
	d.row("from", piece{s.text, endWords(sync.From)})
	d.facts("to", s.text, endWords(sync.To), s.accountWords(sync), s.renamed(sync))
	d.facts("rule", s.text, t.RuleName, sync.RuleID)
	d.facts("how", s.text, s.howWords(sync)...)
	m.batchRow(d, t)
	d.told("when", originOf(t), m.syncTimes(t)...)
	m.flowRows(d, t)
	if sync.Issue != "" {
		d.row("issue", piece{s.failed, sync.Issue})
		d.prose("", s.text, s.issue(sync.Issue))
	}
}

// syncReply is the service's own words for what the rows above tell in ours.
func syncReply(d *sheet, sync *api.SyncTask) {
	replyRows(d, sync.Reply, string(sync.Status), progressWords(sync.Progress), syncedWords(sync.Synced))
}

func endWords(i api.Image) string { return columnsOf(15, i.RegionID, i.InstanceID) }

// renamed is the image's name at the destination where it is another one.
func (s *styles) renamed(t *api.SyncTask) string {
	if t.To.Name() == t.From.Name() || t.To.Name() == "" {
		return ""
	}
	return s.Say("as %s", t.To.Name())
}

func (s *styles) accountWords(t *api.SyncTask) string {
	switch {
	case !t.CrossAccount.Known:
		return ""
	case t.CrossAccount.Value:
		return s.Say("another account")
	}
	return s.Say("same account")
}

func (s *styles) howWords(sync *api.SyncTask) []string {
	words := []string{}
	switch strings.ToUpper(sync.Trigger) {
	case "PASSIVE":
		words = append(words, s.Say("automatic"))
	case "INITIATIVE":
		words = append(words, s.Say("manual"))
	case "":
	default:
		words = append(words, s.Say("trigger %s", strings.ToLower(sync.Trigger)))
	}
	if sync.Accelerated.Known {
		words = append(words, s.Say(map[bool]tongue.Text{true: "accelerated", false: "not accelerated"}[sync.Accelerated.Value]))
	}
	if sync.CustomLink.Or(false) || sync.LinkID != "" {
		words = append(words, strings.TrimSpace(s.Say("custom link")+" "+sync.LinkID))
	}
	if sync.Priority.Known {
		words = append(words, s.Say("priority %d", sync.Priority.Value))
	}
	return words
}

func (m *Model) batchRow(d *sheet, t *poller.Task) {
	id := batchOf(t).id
	if id == "" {
		return
	}
	done, failed, total := m.batches.counts(batchOf(t))
	words := m.styles.Say("%d of %d destinations done", done, total)
	if total == 1 {
		words = m.styles.Say("one destination")
	}
	if failed > 0 && total > 1 {
		words += m.styles.Say(", %d not", failed)
	}
	d.facts("batch", m.styles.text, words, id)
}

func (m *Model) syncTimes(t *poller.Task) []string {
	sync := t.Sync
	var words []string
	if !sync.Created.IsZero() {
		words = append(words, m.styles.Say("created %s", m.clock(sync.Created.Time())))
	}
	end := t.LastChanged()
	switch {
	case sync.Created.IsZero():
	case t.Phase.Finished() && !end.IsZero():
		if took := end.Sub(sync.Created.Time()); took > 0 {
			words = append(words, m.styles.Say("took %s", m.styles.LongDuration(took)))
		}
		words = append(words, m.styles.Say("ended %s", m.clock(end)))
	case t.Phase == api.PhaseQueued:
		words = append(words, m.styles.Say("queued %s", m.styles.LongDuration(m.now.Sub(sync.Created.Time()))))
	case !t.Phase.Finished():
		words = append(words, m.styles.Say("running %s", m.styles.LongDuration(m.now.Sub(sync.Created.Time()))))
	}
	return words
}

// originOf says where the times of a task are from: when its end is later than the service says, we saw it.
func originOf(t *poller.Task) tongue.Text {
	if !t.Finished.IsZero() && t.LastChanged().Equal(t.Finished.Time()) {
		return measured
	}
	return reported
}

// progressWords is the service's own Progress, which tells only start and success and so draws no bar.
func progressWords(p api.Optional[float32]) string {
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
