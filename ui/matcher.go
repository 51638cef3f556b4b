package ui

import (
	"time"

	"acrwatch/internal/query"
	"acrwatch/poller"
)

// matcher is the filter of one view, and which tasks it lets through.
type matcher struct {
	query   query.Query
	moment  query.Moment
	matches []bool // by index of the task; nil without a filter
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
	inParallel(tasks.Len(), func(first, end int) {
		moment := query.Moment{Now: f.moment.Now, Targets: f.moment.Targets}
		for i := first; i < end; i++ {
			f.matches[i] = q.Match(tasks.At(i), &moment)
		}
	})
}

// pass lets time go by and says whether tasks have come in or gone out, as they do by their age.
func (f *matcher) pass(now time.Time, tasks poller.Tasks) bool {
	f.moment.Now = now
	if !f.query.Timed() {
		return false
	}
	changed := false
	for i, t := range tasks.All() {
		match := f.query.Match(t, &f.moment)
		changed = changed || match != f.matches[i]
		f.matches[i] = match
	}
	return changed
}

// unmatched is the same filter before it has seen a task.
func (f *matcher) unmatched() matcher { return matcher{query: f.query} }

// rematchAll looks at all tasks again, after none was known or as time has gone by, and says whether some have come in or
// gone out.
func (f *matcher) rematchAll(anew bool, tasks poller.Tasks) bool {
	if anew && !f.query.Empty() {
		f.setQuery(f.query, tasks)
		return true
	}
	return f.pass(f.moment.Now, tasks)
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
	f.matches[i] = f.query.Match(t, &f.moment)
	return before != f.matches[i]
}
