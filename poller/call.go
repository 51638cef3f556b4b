package poller

import (
	"context"
	"errors"

	"acrwatch/api"
	"acrwatch/internal/tongue"
)

// pageSize is how many rows are asked for at once: the most that the lists are known to give.
const pageSize = 100

// runningInstance is the InstanceStatus of an instance that can be asked.
const runningInstance = "RUNNING"

// do asks. It makes exactly one API call.
func (c Call) do(ctx context.Context, client API, instance string) (any, error) {
	switch c.Op {
	case OpDiscover:
		return client.ListInstance(ctx, api.ListInstanceRequest{
			Status: runningInstance, PageNo: c.Page, PageSize: pageSize,
		})
	case OpRules:
		return client.ListRepoSyncRule(ctx, api.ListRepoSyncRuleRequest{
			InstanceID: instance, PageNo: c.Page, PageSize: pageSize,
		})
	case OpBatch:
		return client.ListRepoSyncTask(ctx, api.ListRepoSyncTaskRequest{
			InstanceID: instance, BatchID: c.ID, PageNo: c.Page, PageSize: pageSize,
		})
	case OpTags:
		return client.GetArtifactSubscriptionTaskResult(ctx, api.GetArtifactSubscriptionTaskResultRequest{
			InstanceID: instance, TaskID: c.ID, PageNo: c.Page, PageSize: pageSize,
		})
	case OpList:
		if c.Kind == Subscription {
			return client.ListArtifactSubscriptionTask(ctx, api.ListArtifactSubscriptionTaskRequest{
				InstanceID: instance, PageNo: c.Page, PageSize: pageSize,
			})
		}
		return client.ListRepoSyncTask(ctx, api.ListRepoSyncTaskRequest{
			InstanceID: instance, PageNo: c.Page, PageSize: pageSize,
		})
	}
	if c.Kind == Subscription {
		return client.GetArtifactSubscriptionTask(ctx, api.GetArtifactSubscriptionTaskRequest{
			InstanceID: instance, TaskID: c.ID,
		})
	}
	return client.GetRepoSyncTask(ctx, api.GetRepoSyncTaskRequest{InstanceID: instance, SyncTaskID: c.ID})
}

// failure makes an *api.Error of whatever a client returned. A client's own deadline counts as no answer.
func failure(err error) *api.Error {
	if err == nil {
		return nil
	}
	if known, found := errors.AsType[*api.Error](err); found {
		return known
	}
	message := tongue.Said("the call failed")
	if errors.Is(err, context.DeadlineExceeded) {
		message = tongue.Said("no answer in time")
	}
	return &api.Error{Class: api.ClassNetwork, Message: message, Err: err}
}
