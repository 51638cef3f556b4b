package command

import (
	"strings"
	"time"

	"acrwatch/poller"
	"acrwatch/ui"
)

// tries is how often a task was asked for, and when last.
type tries struct {
	times int
	at    time.Time
}

// unasked counts the picked tasks of which something is missing that their own answer would give. It names some to ask for
// it, and some that have answered, and whose tags are to be read on.
func (l *looking) unasked(s *poller.Snapshot) (open int, ask, wait []poller.Key) {
	for _, i := range l.picked {
		t := s.Tasks.At(i)
		if !l.lacks(s, t) {
			continue
		}
		tried := l.asked[t.Key]
		if tried.times >= askTimes && s.At.Sub(tried.at) >= askAgain {
			continue
		}
		open++
		switch {
		case open > askMost:
		case !t.Answered.IsZero():
			wait = append(wait, t.Key)
		case s.At.Sub(tried.at) >= askAgain:
			ask = append(ask, t.Key)
		}
	}
	return open, ask, wait
}

// lacks says that a task's own answer is missing, and can come. Lists tell all of a subscription but its tags.
func (l *looking) lacks(s *poller.Snapshot, t *poller.Task) bool {
	home := &s.Targets[t.Target]
	switch {
	case t.Gone, hopeless(home), home.Lists[t.Kind].Denied != nil, t.Err != nil && !t.Err.Temporary():
		return false
	case t.Kind == poller.Subscription:
		return l.flags.parts && t.Tags == nil
	}
	return t.Answered.IsZero() && (t.Active() || l.flags.parts)
}

// measured are the columns whose values come with a task's own answer.
var measured = map[string]bool{"progress": true, "moved": true, "size": true, "rate": true, "left": true}

// pick chooses the tasks to ask for themselves: those that will be written. Where the choice itself goes by what they
// would answer, that is every active task.
func (l *looking) pick(s *poller.Snapshot) []int {
	column, _ := l.order()
	all := l.selection.filter.Measured() || measured[column] && l.flags.limit > 0
	chosen := map[*poller.Task]bool{}
	tasks := l.matching(s)
	if l.flags.limit > 0 && !all {
		tasks = tasks[:min(l.flags.limit, len(tasks))]
	}
	for _, t := range tasks {
		chosen[t] = true
	}
	picked := []int{}
	for i, t := range s.Tasks.All() {
		if chosen[t] || all && t.Active() {
			picked = append(picked, i)
		}
	}
	return picked
}

// order is what the tasks are sorted by.
func (l *looking) order() (column string, backward bool) {
	return strings.CutPrefix(l.flags.sort, "-")
}

// matching are the tasks that the filter lets through, in order.
func (l *looking) matching(s *poller.Snapshot) []*poller.Task {
	m := momentOf(s)
	var tasks []*poller.Task
	for _, t := range s.Tasks.All() {
		if l.selection.matches(t, m) {
			tasks = append(tasks, t)
		}
	}
	column, backward := l.order()
	ui.SortTasks(tasks, column, backward, s.At)
	return tasks
}
