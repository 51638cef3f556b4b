package notify

// Level is how much is told.
type Level uint8

const (
	Off      Level = iota
	Failures       // what failed or stands still, and batches that did not end well
	All            // also batches that ended well, and tasks without a batch that did
)

// NoticeKind says what a notice is about.
type NoticeKind uint8

const (
	BatchEnded   NoticeKind = iota // every task of a batch has ended
	TaskEnded                      // a task without a batch was done
	TasksFailed                    // a task failed, or the first of a batch
	TasksStalled                   // bytes stopped moving
)

// Notice is one thing to tell: a batch speaks for its tasks.
type Notice struct {
	Kind  NoticeKind
	First Event // the task that it is about, or the first of them
	Tasks int   // how many tasks it is about, 1 at least
	Batch Batch // for BatchEnded
}

// Bad says that it is about something that did not go well.
func (n Notice) Bad() bool {
	return n.Kind == TasksFailed || n.Kind == TasksStalled || n.Kind == BatchEnded && n.Batch.Done < n.Batch.Total
}

// Batch is how the tasks of one push stand.
type Batch struct {
	Done, Failed, Total int
	Other               int // canceled, or not known to the service any more
}

func (b Batch) ended() bool { return b.Done+b.Failed+b.Other >= b.Total }

// Notices makes the events of one snapshot into as few notices as tell them. Of a batch that has ended, the end alone is
// told; of one that goes on, its first failures and its stalls, each as one notice. batch gives how the batch of
// an event stands now. A batch that two targets see is one for each of them.
func Notices(events []Event, batch func(Event) Batch) []Notice {
	var notices []Notice
	told := map[push]bool{}
	for i, e := range events {
		if e.Kind == Resumed || told[pushOf(e)] {
			continue
		}
		b := Batch{Total: 1}
		if e.Batch != "" {
			b = batch(e)
		}
		switch {
		case b.Total > 1:
			told[pushOf(e)] = true
			notices = append(notices, ofBatch(events[i:], e, b)...)
		case worthTelling(e.Kind):
			notices = append(notices, Notice{Kind: alone(e.Kind), First: e, Tasks: 1})
		}
	}
	return notices
}

// push names a batch as one target sees it.
type push struct {
	target int
	batch  string
}

func pushOf(e Event) push { return push{e.Key.Target, e.Batch} }

// worthTelling says that somebody wants to know of an event by itself. What was canceled or is gone can still end a batch.
func worthTelling(k EventKind) bool { return k == Done || k == Failed || k == Stalled }

func alone(k EventKind) NoticeKind {
	switch k {
	case Failed:
		return TasksFailed
	case Stalled:
		return TasksStalled
	}
	return TaskEnded
}

// ofBatch is what there is to tell of the batch of event e, the first of it among the events.
func ofBatch(events []Event, e Event, b Batch) []Notice {
	if b.ended() {
		return []Notice{{Kind: BatchEnded, First: e, Tasks: b.Total, Batch: b}}
	}
	var failed, stalled []Event
	for _, other := range events {
		switch {
		case pushOf(other) != pushOf(e):
		case other.Kind == Failed:
			failed = append(failed, other)
		case other.Kind == Stalled:
			stalled = append(stalled, other)
		}
	}
	var notices []Notice
	if len(failed) > 0 && b.Failed <= len(failed) {
		notices = append(notices, Notice{Kind: TasksFailed, First: failed[0], Tasks: len(failed)})
	}
	if len(stalled) > 0 {
		notices = append(notices, Notice{Kind: TasksStalled, First: stalled[0], Tasks: len(stalled)})
	}
	return notices
}
