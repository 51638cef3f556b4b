package ui

import (
	"slices"
	"time"

	"acrwatch/internal/query"
	"acrwatch/poller"
)

// subjects is what the filters of all views look at, made once for each task and kept while any view has a filter, so
// that each letter typed costs only the matching.
type subjects struct {
	list []subject
}

type subject struct {
	task *poller.Task
	what query.Subject
}

// of is the subject of the task at index i.
func (s *subjects) of(i int, t *poller.Task) query.Subject {
	for len(s.list) <= i {
		s.list = append(s.list, subject{})
	}
	if s.list[i].task != t {
		s.list[i] = subject{t, query.About(t)}
	}
	return s.list[i].what
}

// drop forgets all of them: no view has a filter any more.
func (s *subjects) drop() { s.list = nil }

// matcher is the filter of one view, and which tasks it lets through.
type matcher struct {
	subjects *subjects
	query    query.Query
	moment   query.Moment
	matches  []bool // by index of the task; nil without a filter
}

// passes says whether the filter lets a task through.
func (f *matcher) passes(i int32) bool { return f.matches == nil || f.matches[i] }

// setQuery filters by q from now on.
func (f *matcher) setQuery(q query.Query, tasks poller.Tasks) {
	f.query, f.matches = q, nil
	if q.Empty() {
		return
	}
	f.matches = make([]bool, tasks.Len())
	f.subjects.list = slices.Grow(f.subjects.list, max(tasks.Len()-len(f.subjects.list), 0))
	for i, t := range tasks.All() {
		f.matches[i] = q.Match(f.subjects.of(i, t), &f.moment)
	}
}

// pass lets time go by and says whether tasks have come in or gone out, as they do by their age.
func (f *matcher) pass(now time.Time, tasks poller.Tasks) bool {
	f.moment.Now = now
	if !f.query.Timed() {
		return false
	}
	changed := false
	for i, t := range tasks.All() {
		match := f.query.Match(f.subjects.of(i, t), &f.moment)
		changed = changed || match != f.matches[i]
		f.matches[i] = match
	}
	return changed
}

// rematch looks at one changed task again and says whether it has come in or gone out.
func (f *matcher) rematch(i int, t *poller.Task) bool {
	if f.matches == nil {
		return false
	}
	if len(f.matches) <= i {
		f.matches = append(f.matches, false)
	}
	before := f.matches[i]
	f.matches[i] = f.query.Match(f.subjects.of(i, t), &f.moment)
	return before != f.matches[i]
}
