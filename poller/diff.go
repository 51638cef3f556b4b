package poller

import "acrwatch/api"

// ChangeKind says what happened to a task between two snapshots.
type ChangeKind uint8

const (
	Added         ChangeKind = iota // it was not known before
	StatusChanged                   // its phase changed, or the word of a status that no document names
	Stalled                         // bytes stopped moving
	Resumed                         // bytes move again
	LayerFinished                   // the layer Part came to its end, well or not
	TagsAdded                       // more tags of a subscription arrived
	Restarted                       // the bytes of a layer fell
	Gone                            // the service does not know it any more
)

// Change is one thing that happened to one task.
type Change struct {
	Kind   ChangeKind
	Task   *Task
	Before *Task // nil when Added
	Part   int   // index into the parts for LayerFinished, -1 otherwise
}

// Diff tells what happened between two snapshots of one poller, in the order of the tasks. prev may be nil: then
// every task was added. Its cost follows what changed: tasks that kept their pointer are passed over. Of a task that
// gave its slot to another nothing is told.
func Diff(prev, next *Snapshot) []Change {
	var before Tasks
	if prev != nil {
		before = prev.Tasks
	}
	var changes []Change
	for i, t := range next.Tasks.Changed(before) {
		if i >= before.Len() || before.At(i).Key != t.Key {
			changes = append(changes, Change{Kind: Added, Task: t, Part: -1})
			continue
		}
		changes = compare(changes, before.At(i), t)
	}
	return changes
}

func compare(changes []Change, old, t *Task) []Change {
	happened := func(kind ChangeKind, part int) {
		changes = append(changes, Change{Kind: kind, Task: t, Before: old, Part: part})
	}
	if t.Restarts > old.Restarts {
		happened(Restarted, -1)
	}
	for _, part := range finishedParts(old, t) {
		happened(LayerFinished, part)
	}
	if tagsAdded(old, t) {
		happened(TagsAdded, -1)
	}
	if statusChanged(old, t) {
		happened(StatusChanged, -1)
	}
	switch {
	case t.Flow.Stalled && !old.Flow.Stalled:
		happened(Stalled, -1)
	case old.Flow.Stalled && !t.Flow.Stalled && t.Active() && t.Flow.LastMoved > old.Flow.LastMoved:
		happened(Resumed, -1)
	}
	if t.Gone && !old.Gone {
		happened(Gone, -1)
	}
	return changes
}

func statusChanged(old, t *Task) bool {
	if old.Phase != t.Phase {
		return true
	}
	return t.Phase == api.PhaseUnknown && t.Status() != old.Status()
}

// finishedParts are the layers that were on their way before and are over now.
func finishedParts(old, t *Task) []int {
	if old.LayerCount() == 0 || t.LayerCount() == 0 || old.sharesLayers(t) {
		return nil
	}
	var finished []int
	was, is := old.Parts(), t.Parts()
	before := partIndex(was)
	for i := range is {
		if !is[i].Phase.Finished() {
			continue
		}
		if j, found := before.find(is, i); found && !was[j].Phase.Finished() {
			finished = append(finished, i)
		}
	}
	return finished
}

func tagsAdded(old, t *Task) bool {
	if t.Subscription == nil || old.Subscription == nil {
		return false
	}
	was, is := old.Subscription.TagSubscribed, t.Subscription.TagSubscribed
	if was.Known && is.Known {
		return is.Value > was.Value
	}
	return old.Tags != nil && len(t.Tags) > len(old.Tags)
}
