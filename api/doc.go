// Package api is a client of Alibaba Cloud Container Registry, product cr, version 2018-12-01: the calls that a
// watcher of tasks needs, and only those that read.
//
// What each call can tell, and what it cannot:
//
//	GetRepoSyncTask                    one image sync task: bytes and layers, but no times and no total size
//	ListRepoSyncTask                   many of them: status and times, but neither bytes nor layers
//	ListRepoSyncRule                   the names behind the rule ids of sync tasks
//	GetArtifactSubscriptionTask        one subscription task: tags counted, never bytes
//	ListArtifactSubscriptionTask       many of them, with the same fields
//	GetArtifactSubscriptionTaskResult  the tags of one subscription task, one row each
//	ListInstance                       the registry instances of the endpoint's region
//
// No list can be filtered by status or time, and none promises an order. So the progress of n running tasks costs n
// calls of GetRepoSyncTask, and the total size of a task is the sum over its layers.
//
// A call is one signed HTTP request, repeated only after the two refusals that Client names; the caller decides when to
// ask again. Every failure is an *Error. What the service leaves out, or sends in a form that makes no sense, comes
// back as unknown instead of zero, and one odd field never costs the rest of the answer. Every string in an answer has
// been through Clean or CleanID and is safe to show.
package api
