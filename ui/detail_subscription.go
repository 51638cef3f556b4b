package ui

import (
	"strings"

	"acrwatch/api"
	"acrwatch/internal/units"
	"acrwatch/poller"
)

func (m *Model) subscriptionDetail(d *sheet, t *poller.Task) {
	s, sub := &m.styles, t.Subscription
	d.facts("from", s.text, providerWords(sub.SourceProvider), joinPath(sub.SourceNamespace, sub.SourceRepo), strings.ToLower(sub.SourceRepoType))
	d.facts("to", s.text, joinPath(sub.Namespace, sub.Repo), m.target(t).Region, sub.InstanceID)
	d.facts("how", s.text, typeWords(sub.Type), strings.ToLower(sub.ArtifactType))
	d.facts("when", s.text, m.subscriptionTimes(t)...)
	d.row("tags", piece{s.text, count(sub.TagSubscribed) + " of " + count(sub.TagTotal)}, piece{s.faint, "  reported"})
	if sub.Message != "" && !strings.EqualFold(sub.Message, "success") {
		for i, text := range wrap(sub.Message, d.width-labelColumns-2) {
			d.row(map[bool]string{true: "message"}[i == 0], piece{s.text, text})
		}
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

func (m *Model) subscriptionTimes(t *poller.Task) []string {
	sub := t.Subscription
	if sub.Start.IsZero() {
		return nil
	}
	words := []string{"started " + clock(m.now, sub.Start, m.opts.Location)}
	if !sub.End.IsZero() {
		if sub.End.After(sub.Start) {
			words = append(words, "took "+units.LongDuration(sub.End.Sub(sub.Start)))
		}
		return append(words, "ended "+clock(m.now, sub.End, m.opts.Location))
	}
	if !t.Phase.Finished() {
		words = append(words, "running "+units.LongDuration(m.now.Sub(sub.Start)))
	}
	return words
}
