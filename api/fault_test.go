package api_test

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/api"
	"acrwatch/internal/simulator"
)

// faulty is the simulator behind a fault proxy on real connections, and what it answers when nothing is wrong.
type faulty struct {
	client *api.Client
	proxy  *faultProxy
	calls  []func(context.Context) (any, error)
	truth  []any

	service atomic.Pointer[simulator.Simulator]
	served  atomic.Int64
}

func (f *faulty) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.served.Add(1)
	f.service.Load().ServeHTTP(w, r)
}

// renew puts a fresh simulator of the same world in place: it remembers every nonce for hours, which would count as
// memory of the client's.
func (f *faulty) renew(t *testing.T) {
	t.Helper()
	s, err := simulator.New(simulator.Options{Scenario: "quiet", Start: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)})
	require.NoError(t, err)
	f.service.Store(s)
}

func newFaulty(t *testing.T) *faulty {
	t.Helper()
	f := &faulty{}
	f.renew(t)
	server := httptest.NewServer(f)
	t.Cleanup(server.Close)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	address := strings.TrimPrefix(server.URL, "http://")
	f.proxy = (&faultProxy{listener: listener, dial: func() (net.Conn, error) { return net.Dial("tcp", address) }}).start(t)
	f.client, err = api.NewClient(api.Options{
		Region: "cn-hangzhou", Endpoint: "http://" + listener.Addr().String(), Credentials: api.StaticCredentials(simulatorKeys()),
	})
	require.NoError(t, err)
	t.Cleanup(f.client.CloseIdleConnections)
	f.learnTruth(t)
	return f
}

// learnTruth asks everything once while nothing is wrong.
func (f *faulty) learnTruth(t *testing.T) {
	t.Helper()
	ctx, c := t.Context(), f.client
	instances, err := c.ListInstance(ctx, api.ListInstanceRequest{})
	require.NoError(t, err)
	id := instances.Items[0].ID
	tasks, err := c.ListRepoSyncTask(ctx, api.ListRepoSyncTaskRequest{InstanceID: id, PageSize: 100})
	require.NoError(t, err)
	subscriptions, err := c.ListArtifactSubscriptionTask(ctx, api.ListArtifactSubscriptionTaskRequest{InstanceID: id, PageSize: 100})
	require.NoError(t, err)
	f.calls = []func(context.Context) (any, error){
		func(ctx context.Context) (any, error) {
			return c.ListRepoSyncTask(ctx, api.ListRepoSyncTaskRequest{InstanceID: id, PageSize: 100})
		},
		func(ctx context.Context) (any, error) {
			return c.GetRepoSyncTask(ctx, api.GetRepoSyncTaskRequest{InstanceID: id, SyncTaskID: tasks.Items[0].ID})
		},
		func(ctx context.Context) (any, error) {
			return c.ListArtifactSubscriptionTask(ctx, api.ListArtifactSubscriptionTaskRequest{InstanceID: id, PageSize: 100})
		},
		func(ctx context.Context) (any, error) {
			return c.GetArtifactSubscriptionTask(ctx, api.GetArtifactSubscriptionTaskRequest{InstanceID: id, TaskID: subscriptions.Items[0].ID})
		},
	}
	for _, call := range f.calls {
		got, err := call(ctx)
		require.NoError(t, err)
		f.truth = append(f.truth, withoutRequest(got))
	}
}

// withoutRequest leaves out what differs in each answer.
func withoutRequest(answer any) any {
	switch a := answer.(type) {
	case api.Page[api.SyncTask]:
		a.RequestID = ""
		return a
	case api.SyncTask:
		a.RequestID = ""
		return a
	case api.Page[api.SubscriptionTask]:
		a.RequestID = ""
		return a
	case api.SubscriptionTask:
		a.RequestID = ""
		return a
	}
	return answer
}

// Each fault hits a new connection and one that is in use, and every operation; afterwards all is as before.
func TestFaults(t *testing.T) {
	tests := []struct {
		name  string
		fault fault
		check func(*testing.T, *api.Error)
	}{
		{"reset", reset, func(t *testing.T, e *api.Error) {
			assert.Equal(t, api.ClassNetwork, e.Class)
			assert.Contains(t, e.Message, "closed the connection without an answer")
		}},
		{"drip", drip, nil},
		{"black hole", blackHole, func(t *testing.T, e *api.Error) {
			assert.Equal(t, api.ClassNetwork, e.Class)
			assert.ErrorIs(t, e, context.DeadlineExceeded)
		}},
		{"half close", halfClose, func(t *testing.T, e *api.Error) {
			assert.Equal(t, api.ClassBadAnswer, e.Class)
			assert.Equal(t, 200, e.HTTPStatus)
			assert.Contains(t, e.Message, "cut short")
		}},
		{"garbage", garbage, func(t *testing.T, e *api.Error) {
			assert.Equal(t, api.ClassBadAnswer, e.Class)
			assert.Contains(t, e.Message, "not HTTP")
		}},
		{"cut", cut, func(t *testing.T, e *api.Error) {
			assert.Equal(t, api.ClassNetwork, e.Class)
			assert.Contains(t, e.Message, "closed the connection without an answer")
		}},
	}
	require.Len(t, tests, int(faults)-1)
	f := newFaulty(t)
	for _, tt := range tests {
		for _, fresh := range []bool{true, false} {
			t.Run(tt.name, func(t *testing.T) {
				for i, call := range f.calls {
					if fresh {
						f.client.CloseIdleConnections()
					}
					f.proxy.set(tt.fault)
					f.expect(t, i, call, tt.check)
					f.proxy.set(healthy)
					f.expect(t, i, call, nil)
				}
			})
		}
	}
}

// expect makes a call and wants the truth, or the error that check is about.
func (f *faulty) expect(t *testing.T, i int, call func(context.Context) (any, error), check func(*testing.T, *api.Error)) {
	t.Helper()
	limit := time.Minute // the call has a deadline of its own
	if check != nil && f.proxy.fault.Load() == int32(blackHole) {
		limit = 100 * time.Millisecond
	}
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	defer cancel()
	got, err := call(ctx)
	if check == nil {
		require.NoError(t, err)
		assert.Equal(t, f.truth[i], withoutRequest(got))
		return
	}
	var e *api.Error
	require.ErrorAs(t, err, &e)
	assertShowable(t, e.Error())
	check(t, e)
}

// A POST is never sent twice behind our back, a GET is: that is why operations go as POST where they can.
func TestCutPostIsSentOnce(t *testing.T) {
	f := newFaulty(t)
	f.proxy.set(cut)
	before := f.served.Load()
	_, err := f.calls[0](t.Context())
	require.Error(t, err)
	assert.EqualValues(t, 1, f.served.Load()-before)
}
