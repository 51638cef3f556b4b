package gate

import (
	"fmt"
	"strings"

	"acrwatch/api"
	"acrwatch/internal/units"
	"acrwatch/poller"
)

// Count is how many tasks have a status.
type Count struct {
	Status string // in the words of the screen; "unknown" for those that no document names
	N      int
}

// Counts are the statuses of all tasks, what is going on first; those that no task has are among them.
func (r *Roll) Counts() []Count {
	var running, queued, stalled, unknown int
	for _, t := range r.active {
		switch {
		case t.Flow.Stalled:
			stalled++
		case t.Phase == api.PhaseQueued:
			queued++
		case t.Phase == api.PhaseRunning:
			running++
		default:
			unknown++
		}
	}
	return []Count{
		{"syncing", running},
		{"queued", queued},
		{"stalled", stalled},
		{"unknown", unknown},
		{"failed", r.Failed},
		{"canceled", r.Canceled},
		{"gone", r.Gone},
		{"done", r.Done},
	}
}

// Summary is how many tasks there are and where they stand: "3 tasks: 2 syncing, 1 done".
func (r *Roll) Summary() string {
	if r.Len() == 0 {
		return "no task was seen"
	}
	var counts []string
	for _, c := range r.Counts() {
		if c.N > 0 {
			counts = append(counts, units.Count(c.N)+" "+c.Status)
		}
	}
	word := " tasks: "
	if r.Len() == 1 {
		word = " task: "
	}
	return fmt.Sprint(units.Count(r.Len()), word, strings.Join(counts, ", "))
}

// TargetName is what a person calls a target.
func TargetName(t *poller.Target) string {
	for _, name := range []string{t.Name, t.Instance, t.Region} {
		if name != "" {
			return name
		}
	}
	return "the default target"
}
