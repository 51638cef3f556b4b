package doctor

import (
	"context"
	"errors"
	"sync"

	"acrwatch/api"
)

// The operations by name, as api.Permissions has them.
const (
	listInstance          = "ListInstance"
	listSync              = "ListRepoSyncTask"
	getSync               = "GetRepoSyncTask"
	listRules             = "ListRepoSyncRule"
	listSubscriptions     = "ListArtifactSubscriptionTask"
	getSubscription       = "GetArtifactSubscriptionTask"
	getSubscriptionResult = "GetArtifactSubscriptionTaskResult"
)

// Ids that no task can have: where there is no task to ask for, "not found" shows that asking is permitted.
const (
	noSync         = "rst-0000000000000000"
	noSubscription = "crast-0000000000000000"
)

// checkReads makes one harmless read of each operation on an instance. The two families and the rules go side by side,
// since a key can be allowed one and refused another.
func (t *Target) checkReads(ctx context.Context, instance string) []Check {
	var sync, rules, subscriptions checks
	together(
		func() { t.syncReads(ctx, instance, &sync) },
		func() { t.ruleRead(ctx, instance, &rules) },
		func() { t.subscriptionReads(ctx, instance, &subscriptions) },
	)
	return append(append(sync, rules...), subscriptions...)
}

func together(work ...func()) {
	var all sync.WaitGroup
	for _, w := range work {
		all.Go(w)
	}
	all.Wait()
}

func (t *Target) syncReads(ctx context.Context, instance string, l *checks) {
	id := ""
	t.read(ctx, l, listSync, func(ctx context.Context) (string, error) {
		page, err := t.Client.ListRepoSyncTask(ctx, api.ListRepoSyncTaskRequest{InstanceID: instance, PageNo: 1, PageSize: 1})
		if len(page.Items) > 0 {
			id = page.Items[0].ID
		}
		return counted(page.Total, len(page.Items), "task"), err
	})
	t.get(ctx, l, getSync, id, noSync, func(ctx context.Context, id string) (string, error) {
		task, err := t.Client.GetRepoSyncTask(ctx, api.GetRepoSyncTaskRequest{InstanceID: instance, SyncTaskID: id})
		return "read one, with " + plural(len(task.Layers), "layer"), err
	})
}

// ruleRead is about the names of rules: without it the ids are shown, so its refusal is no failure.
func (t *Target) ruleRead(ctx context.Context, instance string, l *checks) {
	t.read(ctx, l, listRules, func(ctx context.Context) (string, error) {
		page, err := t.Client.ListRepoSyncRule(ctx, api.ListRepoSyncRuleRequest{InstanceID: instance, PageNo: 1, PageSize: 1})
		return counted(page.Total, len(page.Items), "rule"), err
	})
	if last := &(*l)[len(*l)-1]; last.Result == Fail {
		last.Result, last.Fact = Warn, last.Fact+"; rules show by their ids"
	}
}

func (t *Target) subscriptionReads(ctx context.Context, instance string, l *checks) {
	id := ""
	t.read(ctx, l, listSubscriptions, func(ctx context.Context) (string, error) {
		page, err := t.Client.ListArtifactSubscriptionTask(ctx, api.ListArtifactSubscriptionTaskRequest{InstanceID: instance, PageNo: 1, PageSize: 1})
		if len(page.Items) > 0 {
			id = page.Items[0].ID
		}
		return counted(page.Total, len(page.Items), "task"), err
	})
	t.get(ctx, l, getSubscription, id, noSubscription, func(ctx context.Context, id string) (string, error) {
		_, err := t.Client.GetArtifactSubscriptionTask(ctx, api.GetArtifactSubscriptionTaskRequest{InstanceID: instance, TaskID: id})
		return "read one", err
	})
	t.get(ctx, l, getSubscriptionResult, id, noSubscription, func(ctx context.Context, id string) (string, error) {
		page, err := t.Client.GetArtifactSubscriptionTaskResult(ctx, api.GetArtifactSubscriptionTaskResultRequest{InstanceID: instance, TaskID: id, PageNo: 1, PageSize: 1})
		return counted(page.Total, len(page.Items), "tag"), err
	})
}

// read makes a call within its time and judges it.
func (t *Target) read(ctx context.Context, l *checks, operation string, call func(context.Context) (string, error)) {
	var fact string
	err := t.patiently(ctx, func(ctx context.Context) (err error) {
		fact, err = call(ctx)
		return err
	})
	if err != nil {
		*l = append(*l, refused(operation, err))
		return
	}
	l.ok(operation, permitted(operation, fact))
}

// get reads one task: the one with id, or none at all when there is none to read.
func (t *Target) get(ctx context.Context, l *checks, operation, id, none string, call func(context.Context, string) (string, error)) {
	if id != "" {
		t.read(ctx, l, operation, func(ctx context.Context) (string, error) { return call(ctx, id) })
		return
	}
	err := t.patiently(ctx, func(ctx context.Context) error {
		_, err := call(ctx, none)
		return err
	})
	var e *api.Error
	switch {
	case err == nil, errors.As(err, &e) && e.Class == api.ClassNotFound:
		l.ok(operation, permitted(operation, "no task to read; asked for one that cannot exist, and it was not found"))
	case e != nil && e.Class == api.ClassRejected:
		l.warn(operation, "cannot tell: there is no task to read, and one that cannot exist is answered with "+e.Error(), "look again when there is a task")
	default:
		*l = append(*l, refused(operation, err))
	}
}

// refused is a call that failed. A quota that is used up or a fault of the service says nothing about what is
// permitted, and passes.
func refused(operation string, err error) Check {
	var e *api.Error
	if !errors.As(err, &e) {
		return Check{operation, Fail, api.Clean(err.Error()), "check the network"}
	}
	fact := withoutOperation(e)
	if e.Code != "" {
		fact = e.Class.String() + ": " + fact
	}
	if e.Credential != "" {
		fact += ", with " + e.Credential
	}
	result := Fail
	if e.Class == api.ClassThrottled {
		result = Warn
	}
	return Check{operation, result, fact, e.Hint()}
}

// withoutOperation is the error without what the line begins with anyway.
func withoutOperation(e *api.Error) string {
	bare := *e
	bare.Operation = ""
	return bare.Error()
}

// counted is a number of rows as far as it is known.
func counted(total api.Optional[int64], seen int, noun string) string {
	return plural(int(total.Or(int64(seen))), noun)
}
