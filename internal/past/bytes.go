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
	layerBytes    = int(unsafe.Sizeof(api.Layer{})) + 200 // two digests and an id
	tagBytes      = int(unsafe.Sizeof(api.TagResult{})) + 20
)

// beside is about what an earlier snapshot takes beside a later one. What is new in the later one costs the earlier one
// nothing, however much it is: while a long list is read, snapshots grow by thousands of tasks.
func beside(earlier, later *poller.Snapshot) int {
	sum := snapshotBytes + earlier.Tasks.Unshared(later.Tasks)
	for i, t := range earlier.Tasks.Changed(later.Tasks) {
		var now poller.Task
		if i < later.Tasks.Len() {
			now = *later.Tasks.At(i)
		}
		sum += taskBytes + unshared(t, &now)
	}
	return sum
}

// unshared is what a task does not share with itself in a later state.
func unshared(t, now *poller.Task) int {
	sum := 0
	if t.Sync != nil && t.Sync != now.Sync {
		sum += syncBytes
		if now.Sync == nil || !shared(now.Sync.Layers, t.Sync.Layers) {
			sum += layerBytes * len(t.Sync.Layers)
		}
	}
	if t.Subscription != nil && t.Subscription != now.Subscription {
		sum += subBytes
	}
	sum += t.UnsharedParts(now)
	if !shared(now.Tags, t.Tags) {
		sum += tagBytes * len(t.Tags)
	}
	return sum
}

// shared says that two slices are one.
func shared[T any](a, b []T) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0])
}
