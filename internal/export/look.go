package export

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"time"

	"acrwatch/api"
	"acrwatch/poller"
)

// Version is of the shape of a Look in JSON. Fields may be added without another one; a field that is renamed, dropped or
// changed in its meaning makes the next.
const Version = 1

// Look is what is known of some tasks at one instant.
type Look struct {
	Snapshot *poller.Snapshot
	Now      time.Time      // by which figures are too old to be told
	Tasks    []*poller.Task // of the snapshot, in their order
	Limit    int            // most tasks written, while the totals are of all; 0: all
	Parts    bool           // with layers and tags
	Columns  []string       // of CSV, each one of TaskColumns; empty: all
	Headless bool           // CSV goes on with an earlier one, without its heads
	Missing  []string       // what was asked for and is not known, a sentence each
}

// Write writes a look: JSON as one object, NDJSON as an object for each task, and the others as a table. Its errors are
// those of w.
func (l *Look) Write(w io.Writer, f Format) error {
	if f != JSON {
		return buffered(w, func(w io.Writer) error { return Write(w, f, l.table(f)) })
	}
	return buffered(w, func(w io.Writer) error {
		if err := l.writeHead(w); err != nil {
			return err
		}
		if err := writeRows(w, l.table(f)); err != nil {
			return err
		}
		_, err := io.WriteString(w, "\n}\n")
		return err
	})
}

// buffered spares a row a write of its own.
func buffered(w io.Writer, write func(io.Writer) error) error {
	b := bufio.NewWriterSize(w, 64<<10)
	if err := write(b); err != nil {
		return err
	}
	return b.Flush()
}

// table is the tasks that are written.
func (l *Look) table(f Format) Table {
	t := l.columned(f)
	t.Headless = l.Headless
	return t
}

func (l *Look) columned(f Format) Table {
	tasks := l.Tasks
	if l.Limit > 0 {
		tasks = tasks[:min(l.Limit, len(tasks))]
	}
	switch {
	case f == CSV && len(l.Columns) > 0:
		return Chosen(l.Snapshot, l.Now, tasks, l.Columns)
	case l.Parts && (f == JSON || f == NDJSON):
		return WithParts(l.Snapshot, l.Now, tasks)
	}
	return Tasks(l.Snapshot, l.Now, tasks)
}

// head is all of a look but its tasks, in the order in which it is written.
type head struct {
	Version int           `json:"version"`
	At      *string       `json:"at"`
	Partial bool          `json:"partial"`
	Missing []string      `json:"missing"`
	Targets []targetShape `json:"targets"`
	Totals  totalsShape   `json:"totals"`
}

// writeHead writes the beginning of the object, up to the tasks.
func (l *Look) writeHead(w io.Writer) error {
	h := head{
		Version: Version, At: moment(l.Snapshot.At), Partial: len(l.Missing) > 0 || !l.Snapshot.Known(), Missing: append([]string{}, l.Missing...),
		Targets: []targetShape{}, Totals: totalsOf(l),
	}
	for i := range l.Snapshot.Targets {
		h.Targets = append(h.Targets, targetOf(&l.Snapshot.Targets[i], l.Now))
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	_ = e.Encode(h) // all of it can be written
	text := bytes.TrimSuffix(b.Bytes(), []byte("\n}\n"))
	_, err := w.Write(append(text, ",\n  \"tasks\": "...))
	return err
}

// targetShape is a target, and how asking it goes.
type targetShape struct {
	Name       *string   `json:"name"`
	Region     *string   `json:"region"`
	Instance   *string   `json:"instance"`
	Profile    *string   `json:"profile"`
	AnsweredAt *string   `json:"answered_at"`
	AgeSeconds *float64  `json:"age_seconds"`
	FailingAt  *string   `json:"failing_since"`
	Error      *Error    `json:"error"`
	Sync       listShape `json:"sync_tasks"`
	Sub        listShape `json:"subscription_tasks"`
}

// listShape is how far a list is known.
type listShape struct {
	Known    int    `json:"known"`
	NotKept  int    `json:"not_kept"`
	Total    *int64 `json:"total"`
	Complete bool   `json:"complete"`
	Error    *Error `json:"error"`
}

// Error is what a call ran into, as it is written.
type Error struct {
	Class      string  `json:"class"`
	Operation  *string `json:"operation"`
	Code       *string `json:"code"`
	Message    *string `json:"message"`
	RequestID  *string `json:"request_id"`
	HTTPStatus *int    `json:"http_status"`
	Action     *string `json:"ram_action"`
	Hint       string  `json:"hint"`
}

func targetOf(t *poller.Target, now time.Time) targetShape {
	shape := targetShape{
		Name: word(t.Name), Region: word(t.Region), Instance: word(t.Instance), Profile: word(t.Profile),
		AnsweredAt: moment(t.LastOK), FailingAt: moment(t.FailingSince), Error: ErrorOf(t.Err),
		Sync: listOf(&t.Lists[poller.Sync]), Sub: listOf(&t.Lists[poller.Subscription]),
	}
	if !t.LastOK.IsZero() {
		age := max(now.Sub(t.LastOK), 0).Round(time.Millisecond).Seconds()
		shape.AgeSeconds = &age
	}
	return shape
}

func listOf(l *poller.List) listShape {
	shape := listShape{Known: l.Seen, NotKept: l.Dropped, Complete: l.Complete, Error: ErrorOf(l.Err)}
	if l.Total.Known {
		shape.Total = &l.Total.Value
	}
	if l.Denied != nil {
		shape.Error = ErrorOf(l.Denied)
	}
	return shape
}

// ErrorOf is an error as it is written, nil for none.
func ErrorOf(e *api.Error) *Error {
	if e == nil {
		return nil
	}
	shape := &Error{
		Class: e.Class.String(), Operation: word(e.Operation), Code: word(e.Code), Message: word(e.Message),
		RequestID: word(e.RequestID), Action: word(e.Action), Hint: e.Hint(),
	}
	if e.HTTPStatus != 0 {
		shape.HTTPStatus = &e.HTTPStatus
	}
	return shape
}

// word is a text, nil when there is none.
func word(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// moment is a time as it is written, nil when it is not known.
func moment(t time.Time) *string {
	s, _ := known(t).(string)
	return word(s)
}
