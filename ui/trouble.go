package ui

import (
	"slices"
	"strconv"
	"strings"

	"acrwatch/api"
	"acrwatch/internal/tongue"
	"acrwatch/poller"
)

// The labels of what went wrong, each in wordColumns.
const (
	wordTarget  = "target"
	wordAsked   = "asked"
	wordAnswer  = "answer"
	wordRequest = "request"
	wordKey     = "key"
	wordSince   = "since"
	wordColumns = 10
)

// trouble says why there is nothing: in what way asking fails, what to do and when it is tried again, and then what was
// asked, what came back, and with which key.
func (m *Model) trouble(t *poller.Target, width int) [][]piece {
	s, e := &m.styles, t.Err
	block := m.sentence(s.failed, "✗ "+m.headline(t), width)
	block = append(block, m.sentence(s.text, s.hint(e), width)...)
	if next := m.nextTry(t); next != "" {
		block = append(block, []piece{{s.muted, next}})
	}
	if width < labelledColumns {
		return append(block, m.whereabouts(t))
	}
	block = append(block, nil)
	add := func(text tongue.Text, value string) {
		label := s.Say(text)
		if value == "" {
			return
		}
		for _, row := range wrap(value, width-wordColumns) {
			block = append(block, []piece{{s.muted, pad(label, wordColumns)}, {s.text, row}})
			label = ""
		}
	}
	add(wordTarget, strings.Join(nonEmpty(t.Name, t.Region, instanceOf(t)), "  "))
	add(wordAsked, e.Operation)
	add(wordAnswer, s.answerText(e))
	add(wordRequest, e.RequestID)
	add(wordKey, s.keyText(e))
	if !t.FailingSince.IsZero() && e.Class != api.ClassNetwork { // the headline has it
		add(wordSince, m.clock(t.FailingSince))
	}
	return block
}

// headline is in what way asking fails, and since when or until when.
func (m *Model) headline(t *poller.Target) string {
	switch t.Err.Class {
	case api.ClassThrottled:
		return m.styles.Say(wordThrottledUntil, m.clock(t.RetryAt))
	case api.ClassNetwork:
		since := m.styles.Say(wordOfflineSince, m.clock(t.FailingSince))
		if t.LastOK.IsZero() {
			return since
		}
		return since + m.styles.Say(", ") + m.styles.Say(wordLastAnswer, m.clock(t.LastOK))
	}
	return m.styles.Say(classText(t.Err.Class))
}

// labelledColumns is the width below which there is no room for labels beside their values.
const labelledColumns = 50

// instanceOf is a target's instance unless its name says it already.
func instanceOf(t *poller.Target) string {
	if t.Instance == t.Name {
		return ""
	}
	return t.Instance
}

// refusals are the lists that may not be read: the error of each, with its kind in words.
func (m *Model) refusals() []refusal {
	var out []refusal
	for i := range m.snap.Targets {
		t := &m.snap.Targets[i]
		if t.Err != nil && t.Err.Class == api.ClassDenied && t.Instance == "" {
			out = append(out, refusal{wordInstances, t.Err})
		}
		for k := range t.Lists {
			if d := t.Lists[k].Denied; d != nil {
				out = append(out, refusal{kindText(poller.Kind(k)), d})
			}
		}
	}
	return out
}

// refusal is something that may not be read.
type refusal struct {
	what tongue.Text
	err  *api.Error
}

const wordInstances = "the instances"

// denied says what may not be read, and the statement of a RAM policy that would allow it.
func (m *Model) denied(refusals []refusal, width int) [][]piece {
	s := &m.styles
	var what, actions, resources []string
	for _, r := range refusals {
		what, actions, resources = include(what, s.Say(r.what)), include(actions, r.err.Action), include(resources, r.err.Resource)
	}
	block := [][]piece{{{s.failed, "✗ " + s.Say(classText(api.ClassDenied))}}}
	policy := policyLines(actions, resources)
	if slices.ContainsFunc(policy, func(row string) bool { return textWidth(row) > width }) {
		for _, r := range refusals {
			block = append(block, m.sentence(s.text, s.hint(r.err), width)...)
		}
		return block
	}
	block = append(block, m.sentence(s.text, s.Say(wordDenied, strings.Join(what, s.Say(wordOr))), width)...)
	block = append(block, nil)
	for _, row := range policy {
		block = append(block, []piece{{s.accent, row}})
	}
	if key := s.keyText(refusals[0].err); key != "" {
		block = append(block, nil, []piece{{s.muted, pad(s.Say(wordKey), wordColumns)}, {s.text, key}})
	}
	return block
}

func include(all []string, s string) []string {
	if s == "" || slices.Contains(all, s) {
		return all
	}
	return append(all, s)
}

// policyLines is a statement of a RAM policy, to be copied as it stands.
func policyLines(actions, resources []string) []string {
	return []string{`{"Effect": "Allow",`, ` "Action": ` + list(actions) + `,`, ` "Resource": ` + list(resources) + `}`}
}

// list is texts as a list of JSON.
func list(texts []string) string {
	quoted := make([]string, len(texts))
	for i, text := range texts {
		quoted[i] = strconv.Quote(text)
	}
	return "[" + strings.Join(quoted, ", ") + "]"
}
