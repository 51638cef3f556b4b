package ui

import (
	"strings"
	"time"

	"acrwatch/api"
	"acrwatch/poller"
)

func (m *Model) subscriptionDetail(d *sheet, t *poller.Task) {
	s, sub := &m.styles, t.Subscription
	d.facts("from", s.text, providerWords(sub.SourceProvider), joinPath(sub.SourceNamespace, sub.SourceRepo), strings.ToLower(sub.SourceRepoType))
	d.facts("to", s.text, joinPath(sub.Namespace, sub.Repo), m.target(t).Region, sub.InstanceID)
	d.facts("how", s.text, s.typeWords(sub.Type), strings.ToLower(sub.ArtifactType))
	d.told("when", originOf(t), m.span(sub.Start, sub.End, !t.Phase.Finished())...)
	d.row("tags", piece{s.text, s.Say("%s of %s", count(sub.TagSubscribed), count(sub.TagTotal))}, piece{s.faint, "  " + s.Say(reported)})
	if sub.Message != "" && !strings.EqualFold(sub.Message, "success") {
		d.prose("message", s.text, sub.Message)
	}
}

func subscriptionReply(d *sheet, sub *api.SubscriptionTask) {
	said := ""
	if strings.EqualFold(sub.Message, "success") {
		said = d.styles.Say("message %s", sub.Message)
	}
	replyRows(d, sub.Reply, string(sub.Status), d.styles.resultWords(sub), said)
}

var providers = map[string]string{"DOCKER_HUB": "Docker Hub", "QUAY": "Quay", "GCR": "GCR"}

func providerWords(p string) string {
	if name, ok := providers[strings.ToUpper(p)]; ok {
		return name
	}
	return p
}

func (s *styles) typeWords(t string) string {
	if strings.EqualFold(t, "AUTO") {
		return s.Say("automatic")
	}
	return strings.ToLower(t)
}

func (s *styles) resultWords(sub *api.SubscriptionTask) string {
	if sub.Result == "" {
		return ""
	}
	return s.Say("result %s", sub.Result)
}

func joinPath(namespace, repo string) string { return strings.Join(nonEmpty(namespace, repo), "/") }

// span is when something started, how long it took and when it ended, as far as that is known.
func (m *Model) span(start, end time.Time, runs bool) []string {
	if start.IsZero() {
		return nil
	}
	words := []string{m.styles.Say("started %s", m.clock(start))}
	if !end.IsZero() {
		if end.After(start) {
			words = append(words, m.styles.Say("took %s", m.styles.LongDuration(end.Sub(start))))
		}
		return append(words, m.styles.Say("ended %s", m.clock(end)))
	}
	if runs {
		words = append(words, m.styles.Say("running %s", m.styles.LongDuration(m.now.Sub(start))))
	}
	return words
}
