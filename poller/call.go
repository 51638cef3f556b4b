package poller

import (
	"context"
	"errors"
	"time"

	"acrwatch/api"
)

// op is a question that the poller asks.
type op uint8

const (
	opNone op = iota
	opDiscover
	opList
	opGet
	opTags
	opRules
	opBatch
	ops
)

// pageSize is how many rows are asked for at once: the most that the lists are known to give.
const pageSize = 100

// runningInstance is the InstanceStatus of an instance that can be asked.
const runningInstance = "RUNNING"

// call is one question to one target.
type call struct {
	op     op
	target int
	kind   Kind
	id     string // of a task, for opGet and opTags, or of a batch, for opBatch
	page   int    // from 1, for everything that comes in pages
}

func (c call) key() Key { return Key{Target: c.target, Kind: c.kind, ID: c.id} }

// answer is what came of a call. Everything that apply needs is in it: random numbers are drawn before.
type answer struct {
	call   call
	asked  time.Time
	jitter float64    // 0 to 1
	body   any        // what the API method returned; its type follows the call
	err    *api.Error // nil when body is good
	clock  time.Duration
	keys   api.CredentialState
}

// do asks. It makes exactly one API call.
func (c call) do(ctx context.Context, client API, instance string) (any, error) {
	switch c.op {
	case opDiscover:
		return client.ListInstance(ctx, api.ListInstanceRequest{
			Status: runningInstance, PageNo: c.page, PageSize: pageSize,
		})
	case opRules:
		return client.ListRepoSyncRule(ctx, api.ListRepoSyncRuleRequest{
			InstanceID: instance, PageNo: c.page, PageSize: pageSize,
		})
	case opBatch:
		return client.ListRepoSyncTask(ctx, api.ListRepoSyncTaskRequest{
			InstanceID: instance, BatchID: c.id, PageNo: c.page, PageSize: pageSize,
		})
	case opTags:
		return client.GetArtifactSubscriptionTaskResult(ctx, api.GetArtifactSubscriptionTaskResultRequest{
			InstanceID: instance, TaskID: c.id, PageNo: c.page, PageSize: pageSize,
		})
	case opList:
		if c.kind == Subscription {
			return client.ListArtifactSubscriptionTask(ctx, api.ListArtifactSubscriptionTaskRequest{
				InstanceID: instance, PageNo: c.page, PageSize: pageSize,
			})
		}
		return client.ListRepoSyncTask(ctx, api.ListRepoSyncTaskRequest{
			InstanceID: instance, PageNo: c.page, PageSize: pageSize,
		})
	}
	if c.kind == Subscription {
		return client.GetArtifactSubscriptionTask(ctx, api.GetArtifactSubscriptionTaskRequest{
			InstanceID: instance, TaskID: c.id,
		})
	}
	return client.GetRepoSyncTask(ctx, api.GetRepoSyncTaskRequest{InstanceID: instance, SyncTaskID: c.id})
}

// failure makes an *api.Error of whatever a client returned. A client's own deadline counts as no answer.
func failure(err error) *api.Error {
	if err == nil {
		return nil
	}
	if known, found := errors.AsType[*api.Error](err); found {
		return known
	}
	message := "the call failed"
	if errors.Is(err, context.DeadlineExceeded) {
		message = "no answer in time"
	}
	return &api.Error{Class: api.ClassNetwork, Message: message, Err: err}
}
