package export

import (
	"slices"
	"strings"
	"time"

	"acrwatch/api"
	"acrwatch/poller"
)

// taskColumn is a column with what stands in it.
type taskColumn struct {
	Column
	value func(*subject) any
}

// subject is a task with what else is needed to tell of it.
type subject struct {
	task *poller.Task
	home *poller.Target
	sync api.SyncTask         // zero for a subscription
	sub  api.SubscriptionTask // zero for a sync task
	now  time.Time
}

func text(name string, value func(*subject) any) taskColumn {
	return taskColumn{Column{Name: name}, value}
}

func number(name string, value func(*subject) any) taskColumn {
	return taskColumn{Column{Name: name, Number: true}, value}
}

func brief(c taskColumn) taskColumn {
	c.Brief = true
	return c
}

// The names are a promise to the programs that read them: one is added, none is changed.
var taskColumns = []taskColumn{
	brief(text("status", func(s *subject) any { return s.task.StatusWord() })),
	brief(text("image", func(s *subject) any { return s.task.Image() })),
	brief(text("from", func(s *subject) any { from, _ := s.task.Route(); return from })),
	brief(text("to", func(s *subject) any { _, to := s.task.Route(); return to })),
	brief(number("progress", progress)),
	brief(number("synced_bytes", func(s *subject) any {
		known := s.task.Sync != nil && (s.sync.Synced.Known || s.task.LayerCount() > 0)
		return when(known, s.task.Flow.Moved)
	})),
	brief(number("size_bytes", func(s *subject) any { return when(s.task.Flow.SizeKnown, s.task.Flow.Size) })),
	brief(number("rate_bytes_per_second", rate)),
	number("left_least_seconds", func(s *subject) any { return left(s, s.task.Flow.Left.Low) }),
	brief(number("left_most_seconds", func(s *subject) any { return left(s, s.task.Flow.Left.High) })),
	number("tags_done", func(s *subject) any { return optional(s.sub.TagSubscribed) }),
	number("tags_total", func(s *subject) any { return optional(s.sub.TagTotal) }),
	number("layers_done", layersDone),
	number("layers_total", func(s *subject) any { return when(s.task.LayerCount() > 0, s.task.LayerCount()) }),
	brief(text("issue", issue)),
	text("kind", kind),
	brief(text("id", func(s *subject) any { return s.task.ID })),
	text("batch_id", func(s *subject) any { return s.sync.BatchID }),
	text("rule_id", func(s *subject) any { return s.sync.RuleID }),
	text("rule", func(s *subject) any { return s.task.RuleName }),
	text("reported_status", func(s *subject) any { return string(s.task.Status()) }),
	text("stalled", func(s *subject) any { return s.task.Flow.Stalled }),
	text("gone", func(s *subject) any { return s.task.Gone }),
	text("odd", func(s *subject) any { return s.task.Odd != 0 }),
	text("target", func(s *subject) any { return s.home.Name }),
	text("target_region", func(s *subject) any { return s.home.Region }),
	text("target_instance", func(s *subject) any { return s.home.Instance }),
	text("from_instance", func(s *subject) any { return s.sync.From.InstanceID }),
	text("to_instance", func(s *subject) any { return s.sync.To.InstanceID }),
	text("to_image", toImage),
	text("trigger", func(s *subject) any { return s.sync.Trigger }),
	number("priority", func(s *subject) any { return optional(s.sync.Priority) }),
	text("accelerated", func(s *subject) any { return optional(s.sync.Accelerated) }),
	text("cross_account", func(s *subject) any { return optional(s.sync.CrossAccount) }),
	text("custom_link", func(s *subject) any { return optional(s.sync.CustomLink) }),
	text("began_at", func(s *subject) any { return s.task.Began() }),
	text("changed_at", func(s *subject) any { return s.task.LastChanged() }),
	text("heard_at", func(s *subject) any { return s.task.Heard() }),
}

// TaskColumns are the names of all columns of tasks.
func TaskColumns() []string {
	names := make([]string, len(taskColumns))
	for i, c := range taskColumns {
		names[i] = c.Name
	}
	return names
}

// Tasks is the table of tasks of a snapshot, in their order. now is the time by which figures are too old to be told.
func Tasks(s *poller.Snapshot, now time.Time, tasks []*poller.Task) Table {
	return tableOf(taskColumns, s, now, tasks)
}

// WithParts is Tasks with their layers and tags.
func WithParts(s *poller.Snapshot, now time.Time, tasks []*poller.Task) Table {
	return tableOf(slices.Concat(taskColumns, partColumns), s, now, tasks)
}

// Chosen is Tasks with some columns alone, in their order; each must be one of TaskColumns.
func Chosen(s *poller.Snapshot, now time.Time, tasks []*poller.Task, names []string) Table {
	columns := make([]taskColumn, 0, len(names))
	for _, name := range names {
		i := slices.IndexFunc(taskColumns, func(c taskColumn) bool { return c.Name == name })
		columns = append(columns, taskColumns[i])
	}
	return tableOf(columns, s, now, tasks)
}

func tableOf(columns []taskColumn, s *poller.Snapshot, now time.Time, tasks []*poller.Task) Table {
	table := Table{Columns: make([]Column, len(columns))}
	for i, c := range columns {
		table.Columns[i] = c.Column
	}
	table.Rows = func(yield func([]any) bool) {
		row := make([]any, len(columns))
		for _, t := range tasks {
			about := subject{task: t, home: &s.Targets[t.Target], now: now}
			if t.Sync != nil {
				about.sync = *t.Sync
			}
			if t.Subscription != nil {
				about.sub = *t.Subscription
			}
			for i, c := range columns {
				row[i] = c.value(&about)
			}
			if !yield(row) {
				return
			}
		}
	}
	return table
}

func when[T any](known bool, v T) any {
	if !known {
		return nil
	}
	return v
}

func optional[T any](o api.Optional[T]) any { return when(o.Known, o.Value) }

func kind(s *subject) any {
	if s.task.Kind == poller.Subscription {
		return "subscription"
	}
	return "sync"
}

// progress is the share of bytes, 0 to 1; of a subscription task, which tells none, it is not known.
func progress(s *subject) any {
	if s.task.Sync == nil {
		return nil
	}
	share, known := s.task.Flow.Share(s.task.Phase)
	return when(known, share)
}

// fresh says that the figures are as old as the screen would show them.
func (s *subject) fresh() bool {
	why, _ := s.task.Freshness(s.home, s.now)
	return why == poller.Fresh && s.task.Active()
}

func rate(s *subject) any {
	switch {
	case !s.fresh():
		return nil
	case s.task.Flow.Stalled:
		return 0.0
	}
	return when(s.task.Flow.RateKnown, s.task.Flow.Rate)
}

func left(s *subject, d time.Duration) any {
	return when(s.task.Flow.Left.Known() && s.fresh(), int64(d/time.Second))
}

func layersDone(s *subject) any {
	done, parts := 0, s.task.Parts()
	for i := range parts {
		if parts[i].Phase == api.PhaseDone {
			done++
		}
	}
	return when(len(parts) > 0, done)
}

// issue is why a task failed, as the service says it.
func issue(s *subject) any {
	switch {
	case s.task.Phase != api.PhaseFailed:
		return nil
	case s.task.Sync != nil:
		return s.sync.Issue
	}
	return strings.TrimSpace(s.sub.Message)
}

func toImage(s *subject) any {
	if s.task.Sync != nil {
		return s.sync.To.Name()
	}
	return api.Image{Namespace: s.sub.Namespace, Repo: s.sub.Repo}.Name()
}
