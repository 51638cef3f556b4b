package command

import (
	"time"

	"acrwatch/internal/gate"
	"acrwatch/poller"
)

// eventKind is what happened, as events are named where programs read them.
type eventKind string

const (
	// Of a task.
	eventAdded     eventKind = "added"
	eventStatus    eventKind = "status"
	eventProgress  eventKind = "progress"
	eventStalled   eventKind = "stalled"
	eventResumed   eventKind = "resumed"
	eventTags      eventKind = "tags"
	eventRestarted eventKind = "restarted"
	eventGone      eventKind = "gone"

	// Of a target, or of a name that was asked for.
	eventFailing     eventKind = "failing"
	eventRecovered   eventKind = "recovered"
	eventThrottled   eventKind = "throttled"
	eventUnthrottled eventKind = "unthrottled"
	eventDenied      eventKind = "denied"
	eventPermitted   eventKind = "permitted"
	eventMissing     eventKind = "missing"
	eventFound       eventKind = "found"

	// Of all that is watched.
	eventLooked    eventKind = "looked"
	eventHeartbeat eventKind = "heartbeat"
	eventEnded     eventKind = "ended"
)

// event is one thing that happened.
type event struct {
	kind eventKind
	now  *poller.Snapshot // in which it was seen
	roll *gate.Roll       // all that is watched

	task    *poller.Task // of events of a task
	before  *poller.Task // as it was; nil when it is new
	trouble *trouble     // of events of a target or a name
}

// at is when it was seen.
func (e *event) at() time.Time { return e.now.At }

// taskEvents are the changes that are told; the others show in what follows them.
var taskEvents = map[poller.ChangeKind]eventKind{
	poller.Added: eventAdded, poller.StatusChanged: eventStatus, poller.Stalled: eventStalled, poller.Resumed: eventResumed,
	poller.TagsAdded: eventTags, poller.Restarted: eventRestarted, poller.Gone: eventGone,
}
