package ui

import (
	"strings"
	"time"

	"acrwatch/api"
	"acrwatch/internal/units"
	"acrwatch/poller"
)

func (m *Model) subscriptionDetail(d *sheet, t *poller.Task) {
	s, sub := &m.styles, t.Subscription
	d.facts("from", s.text, providerWords(sub.SourceProvider), joinPath(sub.SourceNamespace, sub.SourceRepo), strings.ToLower(sub.SourceRepoType))
	d.facts("to", s.text, joinPath(sub.Namespace, sub.Repo), m.target(t).Region, sub.InstanceID)
	d.facts("how", s.text, typeWords(sub.Type), strings.ToLower(sub.ArtifactType))
	d.told("when", originOf(t), m.span(sub.Start, sub.End, !t.Phase.Finished())...)
	d.row("tags", piece{s.text, count(sub.TagSubscribed) + " of " + count(sub.TagTotal)}, piece{s.faint, "  " + reported})
	if sub.Message != "" && !strings.EqualFold(sub.Message, "success") {
		d.prose("message", s.text, sub.Message)
	}
}

func subscriptionReply(d *sheet, sub *api.SubscriptionTask) {
	said := ""
	if strings.EqualFold(sub.Message, "success") {
		said = "message " + sub.Message
	}
	replyRows(d, sub.Reply, string(sub.Status), resultWords(sub), said)
}

var providers = map[string]string{"DOCKER_HUB": "Docker Hub", "QUAY": "Quay", "GCR": "GCR"}

func providerWords(p string) string {
	if name, ok := providers[strings.ToUpper(p)]; ok {
		return name
	}
	return p
}

func typeWords(t string) string {
	if strings.EqualFold(t, "AUTO") {
		return "automatic"
	}
	return strings.ToLower(t)
}

func resultWords(sub *api.SubscriptionTask) string {
	if sub.Result == "" {
		return ""
	}
	return "result " + sub.Result
}

func joinPath(namespace, repo string) string { return strings.Join(nonEmpty(namespace, repo), "/") }

// span is when something started, how long it took and when it ended, as far as that is known.
func (m *Model) span(start, end time.Time, runs bool) []string {
	if start.IsZero() {
		return nil
	}
	words := []string{"started " + clock(m.now, start, m.opts.Location)}
	if !end.IsZero() {
		if end.After(start) {
			words = append(words, "took "+units.LongDuration(end.Sub(start)))
		}
		return append(words, "ended "+clock(m.now, end, m.opts.Location))
	}
	if runs {
		words = append(words, "running "+units.LongDuration(m.now.Sub(start)))
	}
	return words
}
