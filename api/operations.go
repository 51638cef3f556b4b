package api

import (
	"context"
	"net/http"
)

// operation is what a call needs to know of itself. Three operations exist as GET only; the others go as POST,
// because net/http sends a GET a second time, with the same nonce, when its connection dies under it.
type operation struct {
	name, method string
	action       string // the RAM action that allows it
	resource     string // the kind of RAM resource the action is allowed on
}

var (
	getRepoSyncTask  = operation{"GetRepoSyncTask", http.MethodPost, "cr:GetRepositorySync", "repository"}
	listRepoSyncTask = operation{"ListRepoSyncTask", http.MethodPost, "cr:GetRepositorySync", "repository"}
	listRepoSyncRule = operation{"ListRepoSyncRule", http.MethodPost, "cr:ListSyncRule", "repository"}
	listInstance     = operation{"ListInstance", http.MethodPost, "cr:ListInstance", "instance"}

	getSubscriptionTask   = operation{"GetArtifactSubscriptionTask", http.MethodGet, "cr:GetArtifactSubscriptionTask", "instance"}
	listSubscriptionTask  = operation{"ListArtifactSubscriptionTask", http.MethodGet, "cr:ListArtifactSubscriptionTask", "instance"}
	getSubscriptionResult = operation{"GetArtifactSubscriptionTaskResult", http.MethodGet, "cr:GetArtifactSubscriptionTaskResult", "instance"}
)

// GetRepoSyncTaskRequest names one sync task; both fields are required.
type GetRepoSyncTaskRequest struct {
	InstanceID string `acr:"InstanceId"`
	SyncTaskID string `acr:"SyncTaskId"`
}

// ListRepoSyncTaskRequest asks for one page of sync tasks. Only InstanceID is required; pages count from 1 and hold
// 100 rows at most.
type ListRepoSyncTaskRequest struct {
	InstanceID string `acr:"InstanceId"`
	Namespace  string `acr:"RepoNamespaceName"`
	Repo       string `acr:"RepoName"`
	Tag        string `acr:"Tag"`
	BatchID    string `acr:"SyncRecordId"` // what tasks call SyncBatchTaskId
	PageNo     int    `acr:"PageNo"`
	PageSize   int    `acr:"PageSize"`
}

// ListRepoSyncRuleRequest asks for one page of replication rules. Only InstanceID is required.
type ListRepoSyncRuleRequest struct {
	InstanceID     string `acr:"InstanceId"`
	Namespace      string `acr:"NamespaceName"`
	Repo           string `acr:"RepoName"`
	TargetInstance string `acr:"TargetInstanceId"`
	TargetRegion   string `acr:"TargetRegionId"`
	PageNo         int    `acr:"PageNo"`
	PageSize       int    `acr:"PageSize"`
}

// GetArtifactSubscriptionTaskRequest names one subscription task; both fields are required.
type GetArtifactSubscriptionTaskRequest struct {
	InstanceID string `acr:"InstanceId"`
	TaskID     string `acr:"TaskId"`
}

// ListArtifactSubscriptionTaskRequest asks for one page of subscription tasks; the service has no other filter.
type ListArtifactSubscriptionTaskRequest struct {
	InstanceID string `acr:"InstanceId"`
	PageNo     int    `acr:"PageNo"`
	PageSize   int    `acr:"PageSize"`
}

// GetArtifactSubscriptionTaskResultRequest asks for one page of the tags of a subscription task.
type GetArtifactSubscriptionTaskResultRequest struct {
	InstanceID string `acr:"InstanceId"`
	TaskID     string `acr:"TaskId"`
	PageNo     int    `acr:"PageNo"`
	PageSize   int    `acr:"PageSize"`
}

// ListInstanceRequest asks for one page of the instances in the endpoint's region; nothing is required.
type ListInstanceRequest struct {
	Name          string `acr:"InstanceName"`
	Status        string `acr:"InstanceStatus"` // RUNNING for the usable ones
	ResourceGroup string `acr:"ResourceGroupId"`
	PageNo        int    `acr:"PageNo"`
	PageSize      int    `acr:"PageSize"`
}

// GetRepoSyncTask reads one sync task with its bytes and layers. Errors: 403 NoPrivilege, 500 SystemError.
func (c *Client) GetRepoSyncTask(ctx context.Context, r GetRepoSyncTaskRequest) (SyncTask, error) {
	return fetch(ctx, c, getRepoSyncTask, query(r), func(d *decoder, v value) (SyncTask, bool) {
		t := d.syncTask(v)
		told := t.ID != "" || t.Status != ""
		if t.ID == "" {
			t.ID = r.SyncTaskID
		}
		return t, told
	})
}

// ListRepoSyncTask reads one page of the instance's sync tasks, without bytes and layers.
func (c *Client) ListRepoSyncTask(ctx context.Context, r ListRepoSyncTaskRequest) (Page[SyncTask], error) {
	return fetch(ctx, c, listRepoSyncTask, query(r), func(d *decoder, v value) (Page[SyncTask], bool) {
		return page(v, "SyncTasks", d.syncTask)
	})
}

// ListRepoSyncRule reads one page of the instance's replication rules.
func (c *Client) ListRepoSyncRule(ctx context.Context, r ListRepoSyncRuleRequest) (Page[SyncRule], error) {
	return fetch(ctx, c, listRepoSyncRule, query(r), func(d *decoder, v value) (Page[SyncRule], bool) {
		return page(v, "SyncRules", d.syncRule)
	})
}

// GetArtifactSubscriptionTask reads one subscription task. Errors: 403 NoPrivilege, 500 SystemError.
func (c *Client) GetArtifactSubscriptionTask(ctx context.Context, r GetArtifactSubscriptionTaskRequest) (SubscriptionTask, error) {
	return fetch(ctx, c, getSubscriptionTask, query(r), func(d *decoder, v value) (SubscriptionTask, bool) {
		t := d.subscriptionTask(v)
		told := t.ID != "" || t.Status != ""
		if t.ID == "" {
			t.ID = r.TaskID
		}
		return t, told
	})
}

// ListArtifactSubscriptionTask reads one page of the instance's subscription tasks.
func (c *Client) ListArtifactSubscriptionTask(ctx context.Context, r ListArtifactSubscriptionTaskRequest) (Page[SubscriptionTask], error) {
	return fetch(ctx, c, listSubscriptionTask, query(r), func(d *decoder, v value) (Page[SubscriptionTask], bool) {
		return page(v, "Tasks", d.subscriptionTask)
	})
}

// GetArtifactSubscriptionTaskResult reads one page of the tags of a subscription task.
func (c *Client) GetArtifactSubscriptionTaskResult(ctx context.Context, r GetArtifactSubscriptionTaskResultRequest) (Page[TagResult], error) {
	return fetch(ctx, c, getSubscriptionResult, query(r), func(d *decoder, v value) (Page[TagResult], bool) {
		return page(v, "TaskResults", d.tagResult)
	})
}

// ListInstance reads one page of the registry instances in the endpoint's region.
func (c *Client) ListInstance(ctx context.Context, r ListInstanceRequest) (Page[Instance], error) {
	return fetch(ctx, c, listInstance, query(r), func(d *decoder, v value) (Page[Instance], bool) {
		return page(v, "Instances", d.instance)
	})
}
