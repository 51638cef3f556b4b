package past

import (
	"unsafe"

	"acrwatch/api"
	"acrwatch/poller"
)

// What things take in memory, about: their own size, and their texts.
const (
	snapshotBytes = int(unsafe.Sizeof(poller.Snapshot{})) + 4<<10 // with its targets and its list of chunks
	taskBytes     = int(unsafe.Sizeof(poller.Task{}))
	syncBytes     = int(unsafe.Sizeof(api.SyncTask{})) + 100
	subBytes      = int(unsafe.Sizeof(api.SubscriptionTask{})) + 100
	partBytes     = int(unsafe.Sizeof(poller.Part{}))
	layerBytes    = int(unsafe.Sizeof(api.Layer{})) + 200 // two digests and an id
	tagBytes      = int(unsafe.Sizeof(api.TagResult{})) + 20
)

// between is about what a later snapshot takes beside an earlier one.
func between(earlier, later *poller.Snapshot) int {
	sum := snapshotBytes + later.Tasks.Unshared(earlier.Tasks)
	for i, t := range later.Tasks.Changed(earlier.Tasks) {
		var was poller.Task
		if i < earlier.Tasks.Len() {
			was = *earlier.Tasks.At(i)
		}
		sum += taskBytes + changed(&was, t)
	}
	return sum
}

// changed is what a task does not share with itself in an earlier state.
func changed(was, t *poller.Task) int {
	sum := 0
	if t.Sync != nil && t.Sync != was.Sync {
		sum += syncBytes
		if was.Sync == nil || !shared(was.Sync.Layers, t.Sync.Layers) {
			sum += layerBytes * len(t.Sync.Layers)
		}
	}
	if t.Subscription != nil && t.Subscription != was.Subscription {
		sum += subBytes
	}
	if !shared(was.Parts, t.Parts) {
		sum += partBytes * len(t.Parts)
	}
	if !shared(was.Tags, t.Tags) {
		sum += tagBytes * len(t.Tags)
	}
	return sum
}

// shared says that two slices are one.
func shared[T any](a, b []T) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0])
}
