package poller

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"acrwatch/api"
)

const mib = 1 << 20

// asked is one call that the fake service got.
type asked struct {
	at   time.Time
	op   string // list sync, list batch, get sync, list sub, get sub, tags, rules, instances
	id   string
	page int
}

// fake is a small registry: bytes are a function of time.
type fake struct {
	mu        sync.Mutex
	calls     []asked
	latency   time.Duration
	syncs     []*fakeSync // newest first
	subs      []api.SubscriptionTask
	tags      []api.TagResult
	instances []api.Instance
	refuse    func(asked) error // nil, or what the call runs into
	arrange   func([]api.SyncTask)
	deaf      bool // lists do not know the filter by batch
}

// fakeSync moves at rate from start on until size is reached.
type fakeSync struct {
	id         string
	start      time.Time
	size, rate int64
	issue      string // it fails instead of succeeding
	batch      string
}

func (f *fakeSync) at(now time.Time) (api.Status, int64) {
	moved := min(int64(now.Sub(f.start).Seconds()*float64(f.rate)), f.size)
	switch {
	case now.Before(f.start):
		return "PENDING", 0
	case moved < f.size:
		return "SYNCHRONIZING", moved
	case f.issue != "":
		return "ERROR", moved
	}
	return "SUCCESS", moved
}

func (f *fake) hit(ctx context.Context, op, id string, page int) error {
	call := asked{time.Now(), op, id, page}
	f.mu.Lock()
	f.calls = append(f.calls, call)
	refuse := f.refuse
	f.mu.Unlock()
	if f.latency > 0 {
		select {
		case <-ctx.Done():
			return &api.Error{Class: api.ClassNetwork, Err: ctx.Err()}
		case <-time.After(f.latency):
		}
	}
	if refuse != nil {
		return refuse(call)
	}
	return nil
}

func cut[T any](rows []T, page, size int) api.Page[T] {
	from, to := min((page-1)*size, len(rows)), min(page*size, len(rows))
	return api.Page[T]{
		Reply: api.Reply{RequestID: "page", Code: "success"},
		Items: slices.Clone(rows[from:to]), Number: page, Size: size, Total: api.Some(int64(len(rows))),
	}
}

func (f *fake) GetRepoSyncTask(ctx context.Context, r api.GetRepoSyncTaskRequest) (api.SyncTask, error) {
	if err := f.hit(ctx, "get sync", r.SyncTaskID, 0); err != nil {
		return api.SyncTask{}, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, s := range f.syncs {
		if s.id == r.SyncTaskID {
			status, moved := s.at(time.Now())
			return api.SyncTask{
				ID: s.id, BatchID: s.batch, Status: status, Synced: api.Some(moved), Issue: s.issue,
				Layers: []api.Layer{{
					ID: "l-" + s.id, Status: status, Digest: "sha256:" + s.id,
					Size: api.Some(s.size), Synced: api.Some(moved),
				}},
			}, nil
		}
	}
	return api.SyncTask{}, &api.Error{Class: api.ClassNotFound, Code: "SYNC_TASK_NOT_EXIST"}
}

func (f *fake) ListRepoSyncTask(ctx context.Context, r api.ListRepoSyncTaskRequest) (api.Page[api.SyncTask], error) {
	op := "list sync"
	if r.BatchID != "" {
		op = "list batch"
	}
	if err := f.hit(ctx, op, r.BatchID, r.PageNo); err != nil {
		return api.Page[api.SyncTask]{}, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	now := time.Now()
	var rows []api.SyncTask
	for _, s := range f.syncs {
		if r.BatchID != "" && r.BatchID != s.batch && !f.deaf {
			continue
		}
		status, _ := s.at(now)
		rows = append(rows, api.SyncTask{ID: s.id, RuleID: "crsr-1", BatchID: s.batch, Status: status, Created: InstantOf(s.start)})
	}
	if f.arrange != nil {
		f.arrange(rows)
	}
	return cut(rows, r.PageNo, r.PageSize), nil
}

func (f *fake) GetArtifactSubscriptionTask(ctx context.Context, r api.GetArtifactSubscriptionTaskRequest) (api.SubscriptionTask, error) {
	if err := f.hit(ctx, "get sub", r.TaskID, 0); err != nil {
		return api.SubscriptionTask{}, err
	}
	for _, s := range f.subs {
		if s.ID == r.TaskID {
			return s, nil
		}
	}
	return api.SubscriptionTask{}, &api.Error{Class: api.ClassNotFound}
}

func (f *fake) ListArtifactSubscriptionTask(ctx context.Context, r api.ListArtifactSubscriptionTaskRequest) (api.Page[api.SubscriptionTask], error) {
	if err := f.hit(ctx, "list sub", "", r.PageNo); err != nil {
		return api.Page[api.SubscriptionTask]{}, err
	}
	return cut(f.subs, r.PageNo, r.PageSize), nil
}

func (f *fake) GetArtifactSubscriptionTaskResult(ctx context.Context, r api.GetArtifactSubscriptionTaskResultRequest) (api.Page[api.TagResult], error) {
	if err := f.hit(ctx, "tags", r.TaskID, r.PageNo); err != nil {
		return api.Page[api.TagResult]{}, err
	}
	return cut(f.tags, r.PageNo, r.PageSize), nil
}

func (f *fake) ListInstance(ctx context.Context, r api.ListInstanceRequest) (api.Page[api.Instance], error) {
	if err := f.hit(ctx, "instances", "", r.PageNo); err != nil {
		return api.Page[api.Instance]{}, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	return cut(f.instances, r.PageNo, r.PageSize), nil
}

func (f *fake) ListRepoSyncRule(ctx context.Context, r api.ListRepoSyncRuleRequest) (api.Page[api.SyncRule], error) {
	if err := f.hit(ctx, "rules", "", r.PageNo); err != nil {
		return api.Page[api.SyncRule]{}, err
	}
	return cut([]api.SyncRule{{ID: "crsr-1", Name: "nightly"}}, r.PageNo, r.PageSize), nil
}

func (f *fake) add(tasks ...*fakeSync) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.syncs = append(slices.Clone(tasks), f.syncs...)
}

func (f *fake) set(refuse func(asked) error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.refuse = refuse
}

// log is what was asked so far.
func (f *fake) log() []asked {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.calls)
}

// since is what was asked from t on, of one op and one id when they are not empty.
func (f *fake) since(t time.Time, op, id string) []asked {
	var found []asked
	for _, c := range f.log() {
		if !c.at.Before(t) && (op == "" || c.op == op) && (id == "" || c.id == id) {
			found = append(found, c)
		}
	}
	return found
}

// many makes n running tasks that need long.
func many(n int, start time.Time) []*fakeSync {
	tasks := make([]*fakeSync, n)
	for i := range tasks {
		tasks[i] = &fakeSync{id: fmt.Sprintf("rst-%04d", i), start: start, size: 1 << 50, rate: mib}
	}
	return tasks
}

// watch is a poller that runs in a bubble.
type watch struct {
	*Poller
	mu    sync.Mutex
	snaps []*Snapshot
}

// run starts a poller on specs and stops it when the test ends. Call it inside a bubble.
func run(t *testing.T, o Options, specs ...Spec) *watch {
	t.Helper()
	if o.Jitter == nil {
		o.Jitter = func() float64 { return 1 }
	}
	w := &watch{Poller: New(specs, o)}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() {
		done <- w.Run(ctx, func(s *Snapshot) {
			w.mu.Lock()
			defer w.mu.Unlock()
			w.snaps = append(w.snaps, s)
		})
	}()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return w
}

func (w *watch) last() *Snapshot {
	synctest.Wait()
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.snaps[len(w.snaps)-1]
}

func (w *watch) all() []*Snapshot {
	synctest.Wait()
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.snaps)
}

func key(id string) Key { return Key{ID: id} }

func find(s *Snapshot, id string) *Task {
	for _, t := range s.Tasks.All() {
		if t.ID == id {
			return t
		}
	}
	return nil
}
