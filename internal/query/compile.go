package query

import (
	"slices"
	"strings"

	"acrwatch/poller"
)

// compile makes a term ready to be asked. What is written may be cut short by a mistake: the values before it count.
func compile(w written) (term, *Error) {
	if len(w.values) == 0 {
		return term{}, nil
	}
	f := find(w.name)
	switch {
	case f == nil:
		return compileText(w.values, func(s Subject, has func(string) bool) bool { return has(s.own) || has(s.ends.Value()) })
	case f.Name == "image":
		return compileText(w.values, func(s Subject, has func(string) bool) bool { return has(s.own[:s.image]) })
	case f.Name == "status":
		return compileStatus(w.values)
	case f.Name == "kind":
		return compileKind(w.values)
	case f.compares():
		return f.figure.compile(w)
	}
	return compileField(f, w.values)
}

// compileText looks in what a subject holds ready.
func compileText(values []value, in func(Subject, func(string) bool) bool) (term, *Error) {
	has, used, flaw := anyOf(values)
	if used == 0 {
		return term{}, flaw
	}
	return term{used: used, matches: func(s Subject, _ *Moment) bool { return in(s, has) }}, flaw
}

// compileField looks in the task.
func compileField(f *field, values []value) (term, *Error) {
	has, used, flaw := anyOf(values)
	if used == 0 {
		return term{}, flaw
	}
	folded := func(text string) bool { return text != "" && has(strings.ToLower(text)) }
	matches := func(s Subject, m *Moment) bool { return f.texts(s.task, m.home(s.task), folded) }
	return term{used: used, matches: matches}, flaw
}

// anyOf finds one of several values in a text in lower case, and says how many of them could be used.
func anyOf(values []value) (has func(string) bool, used int, flaw *Error) {
	all := make([]func(string) bool, 0, len(values))
	for _, v := range values {
		one, bad := finder(v)
		if bad != nil {
			flaw = bad
			break
		}
		all = append(all, one)
	}
	if len(all) == 1 {
		return all[0], 1, flaw
	}
	return func(text string) bool {
		return slices.ContainsFunc(all, func(has func(string) bool) bool { return has(text) })
	}, len(all), flaw
}

func finder(v value) (func(string) bool, *Error) {
	if v.form == pattern {
		return compilePattern(v)
	}
	word := strings.ToLower(v.text)
	return func(text string) bool { return strings.Contains(text, word) }, nil
}

// compileKind makes the test of kind:.
func compileKind(values []value) (t term, flaw *Error) {
	var kinds [poller.Kinds]bool
	for _, v := range values {
		word := strings.ToLower(v.text)
		switch {
		case v.form != pattern && word == "sync":
			kinds[poller.Sync] = true
		case v.form != pattern && (word == "sub" || word == "subscription"):
			kinds[poller.Subscription] = true
		default:
			flaw = mistake(v.start, v.end-v.start, "unknown kind %s; known are sync and sub", shown(word))
			_, flaw.Incomplete = begun(word, []string{"sync", "subscription"})
		}
		if flaw != nil {
			break
		}
		t.used++
	}
	if t.used > 0 {
		t.matches = func(s Subject, _ *Moment) bool { return kinds[s.task.Kind] }
	}
	return t, flaw
}
