package api

// Permission is what RAM must allow for an operation.
type Permission struct {
	Operation string // GetRepoSyncTask, ...
	Action    string // cr:GetRepositorySync, ...; two operations can share one
	Resource  string // the kind of resource it is allowed on: instance or repository
}

// Permissions are those of all operations, discovery first, in the order in which a watcher needs them.
func Permissions() []Permission {
	var all []Permission
	for _, o := range []operation{
		listInstance, listRepoSyncTask, getRepoSyncTask, listRepoSyncRule,
		listSubscriptionTask, getSubscriptionTask, getSubscriptionResult,
	} {
		all = append(all, Permission{o.name, o.action, o.resource})
	}
	return all
}
