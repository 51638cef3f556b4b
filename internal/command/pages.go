package command

import (
	"hash/maphash"
	"sync"

	"acrwatch/api"
	"acrwatch/internal/export"
	"acrwatch/poller"
)

// pagesKeep is how many tasks are kept where those that are over are written as their pages come.
const pagesKeep = 1000

// pages writes tasks that are over as the pages of their lists come, so that nobody has to keep them: a hundred thousand
// of them take more memory than a small machine has to spare. Active ones are left to the end, for they are still asked
// for their bytes.
type pages struct {
	mu    sync.Mutex
	queue []poller.Event // pages that were not written yet

	rules   []map[string]string // by target: names by id; nil before the service has said anything of them
	written map[uint64]struct{} // hashes of what was written: lists shift while they are read
	seed    maphash.Seed
	count   int
	header  bool // the heads of CSV were written
}

func newPages() *pages { return &pages{written: map[uint64]struct{}{}, seed: maphash.MakeSeed()} }

// record takes what the poller hears. It never waits.
func (p *pages) record(e poller.Event) {
	if e.What != poller.Answered || e.Call.Op != poller.OpList && e.Call.Op != poller.OpRules {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.queue = append(p.queue, e)
}

// take gives the events that can be told of: those of targets whose rules have been asked for, or all at the end.
func (p *pages) take(s *poller.Snapshot, end bool) []poller.Event {
	p.mu.Lock()
	defer p.mu.Unlock()
	for len(p.rules) < len(s.Targets) {
		p.rules = append(p.rules, nil)
	}
	var ready, later []poller.Event
	for _, e := range p.queue {
		if e.Call.Target < len(s.Targets) && e.Call.Op == poller.OpRules {
			p.name(&e)
		}
	}
	for _, e := range p.queue {
		switch {
		case e.Call.Op == poller.OpRules && e.Call.Target < len(s.Targets):
		case e.Call.Target < len(s.Targets) && (end || p.rules[e.Call.Target] != nil):
			ready = append(ready, e)
		default:
			later = append(later, e)
		}
	}
	p.queue = later
	return ready
}

// name learns the names of rules.
func (p *pages) name(e *poller.Event) {
	names := p.rules[e.Call.Target]
	if names == nil {
		names = map[string]string{}
		p.rules[e.Call.Target] = names
	}
	if page, ok := e.Body.(api.Page[api.SyncRule]); ok && e.Err == nil {
		for _, rule := range page.Items {
			names[rule.ID] = rule.Name
		}
	}
}

// over is what has come of tasks that are over.
func (p *pages) over(s *poller.Snapshot, end bool) []*poller.Task {
	var tasks []*poller.Task
	for _, e := range p.take(s, end) {
		for _, t := range e.Listed(&s.Targets[e.Call.Target]) {
			if t.Sync != nil {
				t.RuleName = p.rules[t.Target][t.Sync.RuleID]
			}
			if !t.Active() {
				tasks = append(tasks, t)
			}
		}
	}
	return tasks
}

// fresh leaves out what was written already, and notes the rest as written.
func (p *pages) fresh(tasks []*poller.Task) []*poller.Task {
	var fresh []*poller.Task
	for _, t := range tasks {
		h := maphash.Comparable(p.seed, t.Key)
		if _, double := p.written[h]; !double {
			p.written[h] = struct{}{}
			fresh = append(fresh, t)
		}
	}
	p.count += len(fresh)
	return fresh
}

// flow writes what the pages tell, and at the end the tasks that only the snapshot has.
func (l *looking) flow(s *poller.Snapshot, end bool) error {
	m := momentOf(s)
	var tasks []*poller.Task
	for _, t := range l.pages.over(s, end) {
		if l.selection.matches(t, m) {
			tasks = append(tasks, t)
		}
	}
	tasks = l.pages.fresh(tasks)
	if end {
		tasks = append(tasks, l.pages.fresh(l.matching(s))...)
	}
	if len(tasks) == 0 && !end {
		return nil
	}
	o := export.Look{Snapshot: s, Now: s.At, Tasks: tasks, Columns: l.flags.columns, Headless: l.pages.header}
	l.pages.header = true
	return o.Write(l.system.out, export.Format(l.flags.output))
}
