package query

import (
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
		return compileText(w.values, anywhere)
	case f.Name == "image":
		return compileText(w.values, inImage)
	case f.Name == "status":
		return compileStatus(w.values)
	case f.Name == "kind":
		return compileKind(w.values)
	case f.compares():
		return f.figure.compile(w)
	}
	return compileField(f, w.values)
}

// compileText looks in the texts of a task.
func compileText(values []value, in func(*poller.Task, *texts, needles) bool) (term, *Error) {
	all, flaw := needlesOf(values)
	if len(all) == 0 {
		return term{}, flaw
	}
	return term{used: len(all), matches: func(t *poller.Task, m *Moment) bool { return in(t, m.room(), all) }}, flaw
}

func anywhere(t *poller.Task, x *texts, all needles) bool {
	own, _ := x.ownOf(t)
	return all.inBytes(own) || all.inBytes(x.routeOf(t))
}

func inImage(t *poller.Task, x *texts, all needles) bool {
	own, image := x.ownOf(t)
	return all.inBytes(own[:image])
}

// compileField looks in one of the things that are known of the task.
func compileField(f *field, values []value) (term, *Error) {
	all, flaw := needlesOf(values)
	if len(all) == 0 {
		return term{}, flaw
	}
	has := func(text string) bool { return text != "" && all.in(strings.ToLower(text)) }
	matches := func(t *poller.Task, m *Moment) bool { return f.texts(t, m.home(t), has) }
	return term{used: len(all), matches: matches}, flaw
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
		t.matches = func(t *poller.Task, _ *Moment) bool { return kinds[t.Kind] }
		t.kinds = &kinds
	}
	return t, flaw
}
