package api_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"acrwatch/api"
)

const (
	testID     = "LTAI-canary-id-7731"
	testSecret = "canary-secret-58f1"
	testToken  = "canary-token+/==90aa"
)

var testKeys = api.Credentials{ID: testID, Secret: api.NewSecret(testSecret), Token: api.NewSecret(testToken), Source: "environment"}

// transport answers in memory.
type transport func(*http.Request) (*http.Response, error)

func (t transport) RoundTrip(r *http.Request) (*http.Response, error) { return t(r) }

// answering gives the same answer to every request; headers are names and values in turn.
func answering(status int, body string, headers ...string) transport {
	return func(r *http.Request) (*http.Response, error) {
		h := make(http.Header)
		for i := 0; i+1 < len(headers); i += 2 {
			h.Set(headers[i], headers[i+1])
		}
		return &http.Response{
			StatusCode: status, Header: h, Request: r,
			Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body)),
		}, nil
	}
}

func newClient(t testing.TB, rt http.RoundTripper) *api.Client {
	t.Helper()
	c, err := api.NewClient(api.Options{Region: "cn-hangzhou", Credentials: api.StaticCredentials(testKeys), Transport: rt})
	require.NoError(t, err)
	return c
}

// serve starts a real server and a client of it with its own connection pool.
func serve(t testing.TB, h http.HandlerFunc) *api.Client {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	return clientOf(t, server.URL)
}

func clientOf(t testing.TB, endpoint string) *api.Client {
	t.Helper()
	c, err := api.NewClient(api.Options{Region: "cn-hangzhou", Endpoint: endpoint, Credentials: api.StaticCredentials(testKeys)})
	require.NoError(t, err)
	t.Cleanup(c.CloseIdleConnections)
	return c
}

// operations call each operation once, for what is the same for all of them.
var operations = map[string]func(context.Context, *api.Client) (any, error){
	"GetRepoSyncTask": func(ctx context.Context, c *api.Client) (any, error) {
		return c.GetRepoSyncTask(ctx, api.GetRepoSyncTaskRequest{InstanceID: "cri-x", SyncTaskID: "rst-x"})
	},
	"ListRepoSyncTask": func(ctx context.Context, c *api.Client) (any, error) {
		return c.ListRepoSyncTask(ctx, api.ListRepoSyncTaskRequest{InstanceID: "cri-x", PageNo: 1, PageSize: 100})
	},
	"ListRepoSyncRule": func(ctx context.Context, c *api.Client) (any, error) {
		return c.ListRepoSyncRule(ctx, api.ListRepoSyncRuleRequest{InstanceID: "cri-x"})
	},
	"GetArtifactSubscriptionTask": func(ctx context.Context, c *api.Client) (any, error) {
		return c.GetArtifactSubscriptionTask(ctx, api.GetArtifactSubscriptionTaskRequest{InstanceID: "cri-x", TaskID: "crast-x"})
	},
	"ListArtifactSubscriptionTask": func(ctx context.Context, c *api.Client) (any, error) {
		return c.ListArtifactSubscriptionTask(ctx, api.ListArtifactSubscriptionTaskRequest{InstanceID: "cri-x", PageNo: 1})
	},
	"GetArtifactSubscriptionTaskResult": func(ctx context.Context, c *api.Client) (any, error) {
		return c.GetArtifactSubscriptionTaskResult(ctx, api.GetArtifactSubscriptionTaskResultRequest{InstanceID: "cri-x", TaskID: "crast-x"})
	},
	"ListInstance": func(ctx context.Context, c *api.Client) (any, error) {
		return c.ListInstance(ctx, api.ListInstanceRequest{})
	},
}

// getTask makes the plainest call and gives its error as what it is.
func getTask(t testing.TB, c *api.Client) (api.SyncTask, *api.Error) {
	t.Helper()
	task, err := c.GetRepoSyncTask(t.Context(), api.GetRepoSyncTaskRequest{InstanceID: "cri-x", SyncTaskID: "rst-x"})
	if err == nil {
		return task, nil
	}
	var e *api.Error
	require.ErrorAs(t, err, &e)
	return task, e
}
