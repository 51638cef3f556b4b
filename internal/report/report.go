// Package report makes a hand-over report of a recording: what moved when, what failed and why, what stalled, and what was
// still open at the end. Read goes through the recording once; the report is a plain value, which JSON, Markdown and HTML
// show. docs/report.md describes it, and docs/report.schema.json is its JSON Schema.
package report

import "time"

// Version is of the shape of a Report in JSON. Fields may be added without another one; a field that is renamed, dropped or
// changed in its meaning makes the next.
const Version = 1

// Report is what a recording tells. Bytes that moved are measured: they are the growth of what the service reported from
// one answer to the next. What is not known is nil, or a zero Time.
type Report struct {
	Version  int      `json:"version"`
	Program  string   `json:"recorded_by"` // version of acrwatch
	From     Time     `json:"from"`
	To       Time     `json:"to"` // the last event
	Zone     string   `json:"zone"`
	Offset   int      `json:"utc_offset_seconds"` // of local time where it was recorded
	Masked   bool     `json:"masked"`
	IDs      []string `json:"ids"` // the tasks and batches that were watched, where that was not all
	Batched  []string `json:"batch_ids"`
	Targets  []Target `json:"targets"`
	Summary  Summary  `json:"summary"`
	Periods  []Period `json:"periods"`
	Timeline Timeline `json:"timeline"`

	Routes   []Route        `json:"routes"`
	Batches  []Batch        `json:"batches"`
	Failures []FailureGroup `json:"failures"`
	Stalls   []Stall        `json:"stalls"`
	Layers   []Layer        `json:"slowest_layers"`
	Open     []Open         `json:"open"`
	Gaps     []Gap          `json:"gaps"`
	Troubles []Trouble      `json:"api_troubles"`
	Notes    []string       `json:"notes"` // what could not be read, a line each
}

// Length is how long was recorded, in seconds.
func (r *Report) Length() float64 { return seconds(r.To.Sub(r.From.Time)) }

// Target is what was watched.
type Target struct {
	Name     string `json:"name"`
	Region   string `json:"region"`
	Instance string `json:"instance"`
	Profile  string `json:"profile"`
	Answered Time   `json:"answered_at"` // last good answer
	Sync     int    `json:"sync_tasks"`  // known at the end
	Sub      int    `json:"subscription_tasks"`
}

// Summary sums the tasks in hand: those that were active while it was recorded, or ended then.
type Summary struct {
	Tasks    int `json:"tasks"`
	Done     int `json:"done"`
	Failed   int `json:"failed"`
	Canceled int `json:"canceled"`
	Gone     int `json:"gone"`
	Open     int `json:"open"`
	Earlier  int `json:"failed_earlier"` // failed before, and part of nothing else here

	Moved   int64 `json:"moved_bytes"`   // measured
	Synced  int64 `json:"synced_bytes"`  // reported at the end, also of what moved before
	Size    int64 `json:"size_bytes"`    // reported; of failed and canceled tasks what they moved
	Unique  int64 `json:"unique_bytes"`  // the same with a layer that tasks share at one destination counted once
	Unsized int   `json:"unknown_sizes"` // sync tasks that are in none of these

	Moving *float64 `json:"moving_seconds"`         // time in which bytes moved
	Rate   *float64 `json:"rate_bytes_per_second"`  // measured, over that time
	Peak   *float64 `json:"peak_bytes_per_second"`  // of the highest step of the timeline
	PeakAt Time     `json:"peak_at"`                // its beginning
	Tags   int64    `json:"subscription_tags_done"` // reported
	TagsOf int64    `json:"subscription_tags_total"`
	Calls  int      `json:"api_calls"` // that were answered, well or not
	Errors int      `json:"api_errors"`
}

// Period is a row of what moved when.
type Period struct {
	From     Time     `json:"from"`
	To       Time     `json:"to"`
	Moved    *int64   `json:"moved_bytes"` // nil: nothing was recorded
	Rate     *float64 `json:"rate_bytes_per_second"`
	Began    int      `json:"began"`
	Done     int      `json:"done"`
	Failed   int      `json:"failed"`
	Canceled int      `json:"canceled"`
	Stalled  int      `json:"stalls_begun"`
}

// Timeline is what moved in each of many short steps; nil where nothing was recorded.
type Timeline struct {
	From  Time     `json:"from"`
	Step  float64  `json:"step_seconds"`
	Moved []*int64 `json:"moved_bytes"`
}

// Route is the tasks from one place to another, accelerated or not.
type Route struct {
	Kind        string   `json:"kind"` // sync or subscription
	From        string   `json:"from"`
	To          string   `json:"to"`
	Accelerated *bool    `json:"accelerated"`
	Tasks       int      `json:"tasks"`
	Done        int      `json:"done"`
	Failed      int      `json:"failed"`
	Canceled    int      `json:"canceled"`
	Open        int      `json:"open"`
	Moved       *int64   `json:"moved_bytes"` // nil for subscriptions, which tell no bytes
	Moving      *float64 `json:"moving_seconds"`
	Rate        *float64 `json:"rate_bytes_per_second"` // measured over the time in which bytes moved
	Stalls      int      `json:"stalls"`
	Tags        *int64   `json:"tags_done"`
	TagsOf      *int64   `json:"tags_total"`
}

// Batch is the tasks of one push.
type Batch struct {
	ID       string   `json:"id"`
	Image    string   `json:"image"` // of the first task; others may have another
	Tasks    int      `json:"tasks"`
	Done     int      `json:"done"`
	Failed   int      `json:"failed"`
	Canceled int      `json:"canceled"`
	Open     int      `json:"open"`
	Size     *int64   `json:"size_bytes"` // nil unless that of each task is known
	Moved    int64    `json:"moved_bytes"`
	Began    Time     `json:"began_at"`
	Ended    Time     `json:"ended_at"` // zero while a task is open
	Took     *float64 `json:"took_seconds"`
}

// FailureGroup is the failures of one cause on one route under one rule.
type FailureGroup struct {
	Issue   string    `json:"issue"`
	Meaning string    `json:"meaning"`
	Retry   string    `json:"retry"` // helps, in vain or unknown
	From    string    `json:"from"`
	To      string    `json:"to"`
	Rule    string    `json:"rule"`
	Tasks   []Failure `json:"tasks"`
	Reached *int64    `json:"reached_bytes"` // by all of them, reported; nil when unknown of one
}

// Failure is one task that failed.
type Failure struct {
	ID        string `json:"id"`
	Kind      string `json:"kind"`
	Image     string `json:"image"`
	RequestID string `json:"request_id"`
	At        Time   `json:"at"`
	Reached   *int64 `json:"reached_bytes"`
	Size      *int64 `json:"size_bytes"`
	Tags      *int64 `json:"tags_done"`
	TagsOf    *int64 `json:"tags_total"`
	Message   string `json:"message"` // of a subscription
}

// Stall is a time in which no byte of a task moved although it was syncing and asked.
type Stall struct {
	ID      string       `json:"id"`
	Image   string       `json:"image"`
	From    string       `json:"from"`
	To      string       `json:"to"`
	Since   Time         `json:"since"` // the last byte before
	Until   Time         `json:"until"` // zero while it stalls at the end
	Seconds float64      `json:"seconds"`
	End     string       `json:"end"` // moved, done, failed, canceled, unknown or open
	Layers  []StallLayer `json:"layers"`
}

// StallLayer is a layer that did not move in a stall.
type StallLayer struct {
	Digest string `json:"digest"`
	Synced *int64 `json:"synced_bytes"`
	Size   *int64 `json:"size_bytes"`
}

// Layer is one that was slow.
type Layer struct {
	TaskID  string  `json:"task_id"`
	Image   string  `json:"image"`
	From    string  `json:"from"`
	To      string  `json:"to"`
	Digest  string  `json:"digest"`
	Size    *int64  `json:"size_bytes"`
	Moved   int64   `json:"moved_bytes"` // measured
	Seconds float64 `json:"seconds"`
	Rate    float64 `json:"rate_bytes_per_second"`
}

// Open is a task that had not ended when the recording did.
type Open struct {
	ID       string   `json:"id"`
	Kind     string   `json:"kind"`
	Status   string   `json:"status"`
	Image    string   `json:"image"`
	From     string   `json:"from"`
	To       string   `json:"to"`
	Synced   *int64   `json:"synced_bytes"`
	Size     *int64   `json:"size_bytes"`
	Tags     *int64   `json:"tags_done"`
	TagsOf   *int64   `json:"tags_total"`
	Rate     *float64 `json:"rate_bytes_per_second"`
	Least    *float64 `json:"left_least_seconds"` // estimated
	Most     *float64 `json:"left_most_seconds"`
	Answered Time     `json:"heard_at"`
}

// Gap is a time of which the recording tells nothing new.
type Gap struct {
	Kind    string  `json:"kind"` // silent, suspended or paused
	From    Time    `json:"from"`
	To      Time    `json:"to"`
	Seconds float64 `json:"seconds"`
}

// Trouble is a time in which calls to a target failed in one way.
type Trouble struct {
	Target    string  `json:"target"`
	Class     string  `json:"class"`
	Operation string  `json:"operation"`
	Code      string  `json:"code"`
	Message   string  `json:"message"`
	RequestID string  `json:"request_id"` // of the last one
	Action    string  `json:"ram_action"`
	From      Time    `json:"from"`
	To        Time    `json:"to"`    // the first good answer, or the end
	Over      bool    `json:"over"`  // there was a good answer
	Calls     int     `json:"calls"` // that failed
	Seconds   float64 `json:"seconds"`
}

// Time is an instant, written in JSON as RFC 3339 in UTC, or as null when it is not known.
type Time struct{ time.Time }

// MarshalJSON writes it.
func (t Time) MarshalJSON() ([]byte, error) {
	if t.IsZero() {
		return []byte("null"), nil
	}
	return []byte(`"` + t.UTC().Format(time.RFC3339) + `"`), nil
}

func some[T any](v T) *T { return &v }

// when is a value where it is known.
func when[T any](known bool, v T) *T {
	if !known {
		return nil
	}
	return &v
}
