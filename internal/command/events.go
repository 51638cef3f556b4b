package command

import (
	"encoding/json"
	"io"
	"time"

	"acrwatch/internal/export"
	"acrwatch/poller"
)

// events writes events for programs: a JSON object in each line.
type events struct {
	out io.Writer
	seq int64 // of the event written last
}

// eventVersion is of the shape of events. Fields and kinds of events may be added without another one.
const eventVersion = 1

// eventHead is what every event begins with.
type eventHead struct {
	Version int       `json:"version"`
	Seq     int64     `json:"seq"` // from 1, without gaps
	At      string    `json:"at"`
	Event   eventKind `json:"event"`
}

// taskEvent is what happened to a task.
type taskEvent struct {
	eventHead
	Before *string         `json:"previous_status"`
	Note   *string         `json:"note"`
	Task   json.RawMessage `json:"task"`
}

// troubleEvent is what stands between us and the service, or does so no longer.
type troubleEvent struct {
	eventHead
	Name    string        `json:"name"`
	Kind    *string       `json:"kind"`
	Seconds *float64      `json:"seconds"`
	Text    string        `json:"text"`
	Error   *export.Error `json:"error"`
}

// countEvent is how many tasks there are and where they stand.
type countEvent struct {
	eventHead
	Tasks    int            `json:"tasks"`
	Statuses map[string]int `json:"statuses"`
}

func (w *events) tell(e *event) error {
	w.seq++
	head := eventHead{eventVersion, w.seq, e.at().UTC().Format("2006-01-02T15:04:05.000Z07:00"), e.kind}
	var shape any
	switch {
	case e.task != nil:
		shape = taskEvent{head, statusBefore(e), optionalText(noteOf(e)), export.Object(e.now, e.at(), e.task)}
	case e.trouble != nil:
		shape = w.trouble(head, e.trouble)
	default:
		shape = countEvent{head, e.roll.Len(), statuses(e)}
	}
	encoder := json.NewEncoder(w.out)
	encoder.SetEscapeHTML(false)
	return encoder.Encode(shape)
}

func (w *events) trouble(head eventHead, t *trouble) troubleEvent {
	shape := troubleEvent{eventHead: head, Name: t.name, Text: t.words(), Error: export.ErrorOf(t.err)}
	switch t.event {
	case eventDenied, eventPermitted:
		shape.Kind = optionalText("sync")
		if t.kind == poller.Subscription {
			shape.Kind = optionalText("subscription")
		}
	case eventRecovered:
		seconds := t.lasted.Round(time.Millisecond).Seconds()
		shape.Seconds = &seconds
	}
	return shape
}

func statusBefore(e *event) *string {
	if e.before == nil {
		return nil
	}
	return optionalText(e.before.StatusWord())
}

func optionalText(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func statuses(e *event) map[string]int {
	counts := map[string]int{}
	for _, c := range e.roll.Counts() {
		counts[c.Status] = c.N
	}
	return counts
}
