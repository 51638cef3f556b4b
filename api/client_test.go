package api_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/api"
)

const goodTask = `{"Code":"success","IsSuccess":true,"SyncTaskId":"rst-x","TaskStatus":"SUCCESS"}`

func TestEndpoints(t *testing.T) {
	tests := []struct {
		name, endpoint, region string
		plain                  bool
		want, problem          string
	}{
		{name: "default", region: "cn-hangzhou", want: "https://cr.cn-hangzhou.aliyuncs.com/"},
		{name: "public", endpoint: "public", region: " us-southeast-1 ", want: "https://cr.us-southeast-1.aliyuncs.com/"},
		{name: "vpc", endpoint: "VPC", region: "cn-shenzhen-finance-1", want: "https://cr-vpc.cn-shenzhen-finance-1.aliyuncs.com/"},
		{name: "url", endpoint: "https://CR.example.com:8443/", want: "https://cr.example.com:8443/"},
		{name: "loopback", endpoint: "http://127.0.0.1:8080", want: "http://127.0.0.1:8080/"},
		{name: "loopback by name", endpoint: "http://localhost:1", want: "http://localhost:1/"},
		{name: "loopback v6", endpoint: "http://[::1]:1", want: "http://[::1]:1/"},
		{name: "plain http allowed", endpoint: "http://10.0.0.1", plain: true, want: "http://10.0.0.1/"},
		{name: "plain http", endpoint: "http://10.0.0.1", problem: "plain http to another machine"},
		{name: "no region", problem: "no region"},
		{name: "bad region", region: "cn hangzhou/x", problem: "is not a region id"},
		{name: "bare host", endpoint: "cr.cn-hangzhou.aliyuncs.com", problem: "is not a URL"},
		{name: "another scheme", endpoint: "ftp://host", problem: "must start with https://"},
		{name: "no host", endpoint: "https://", problem: "no usable host"},
		{name: "port left out", endpoint: "https://host:", want: "https://host/"},
		{name: "no such port", endpoint: "https://host:99999", problem: "no usable port"},
		{name: "port zero", endpoint: "https://host:0", problem: "no usable port"},
		{name: "foreign letters", endpoint: "https://ｃr.example.com", problem: "no usable host"},
		{name: "path", endpoint: "https://host/v1", problem: "must end after the host"},
		{name: "query", endpoint: "https://host?a=b", problem: "must end after the host"},
		{name: "garbage", endpoint: "https://ho\x1bst", problem: "is not a URL"},
		{name: "password", endpoint: "https://user:" + testSecret + "@host", problem: "must not hold a user name or a password"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			u, err := api.ParseEndpoint(tt.endpoint, tt.region, tt.plain)
			if tt.problem == "" {
				require.NoError(t, err)
				assert.Equal(t, tt.want, u.String())
				return
			}
			require.ErrorContains(t, err, tt.problem)
			assert.NotContains(t, err.Error(), testSecret)
			assertShowable(t, err.Error())
			_, err = api.NewClient(api.Options{Region: tt.region, Endpoint: tt.endpoint, Credentials: api.StaticCredentials(testKeys)})
			assert.Error(t, err)
		})
	}
	_, err := api.NewClient(api.Options{Region: "cn-hangzhou"})
	assert.ErrorContains(t, err, "no credential provider")
}

func TestRedirectsAreRefused(t *testing.T) {
	var followed atomic.Bool
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { followed.Store(true) }))
	t.Cleanup(other.Close)
	for _, status := range []int{301, 302, 307, 308} {
		_, e := getTask(t, serve(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, other.URL, status) }))
		require.NotNil(t, e)
		assert.Equal(t, api.ClassBadAnswer, e.Class)
		assert.Equal(t, status, e.HTTPStatus)
		assert.Contains(t, e.Message, "redirect")
	}
	assert.False(t, followed.Load(), "the signature must not travel")
}

func TestAnswersAreCapped(t *testing.T) {
	huge := make([]byte, 9<<20)
	t.Run("plain", func(t *testing.T) {
		_, e := getTask(t, serve(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(huge) }))
		require.NotNil(t, e)
		assert.Equal(t, api.ClassBadAnswer, e.Class)
		assert.Contains(t, e.Message, "longer than 8 MiB")
	})
	t.Run("packed", func(t *testing.T) {
		var bomb bytes.Buffer
		z := gzip.NewWriter(&bomb)
		for range 2 {
			_, err := z.Write(huge)
			require.NoError(t, err)
		}
		require.NoError(t, z.Close())
		require.Less(t, bomb.Len(), 1<<20)
		_, e := getTask(t, serve(t, func(w http.ResponseWriter, r *http.Request) {
			assert.Equal(t, "gzip", r.Header.Get("Accept-Encoding"))
			w.Header().Set("Content-Encoding", "gzip")
			_, _ = w.Write(bomb.Bytes())
		}))
		require.NotNil(t, e)
		assert.Equal(t, api.ClassBadAnswer, e.Class)
		assert.Contains(t, e.Message, "longer than 8 MiB")
	})
	t.Run("cut off by the connection", func(t *testing.T) {
		_, e := getTask(t, serve(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "1000")
			_, _ = io.WriteString(w, goodTask)
		}))
		require.NotNil(t, e)
		assert.Equal(t, api.ClassBadAnswer, e.Class)
		assert.Equal(t, 200, e.HTTPStatus)
		assert.Contains(t, e.Message, "cut short")
	})
}

// stalled answers nothing, or a beginning, until the request is given up.
func stalled(start string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if start != "" {
			_, _ = io.WriteString(w, start)
			_ = http.NewResponseController(w).Flush()
		}
		<-r.Context().Done()
	}
}

func TestCancellation(t *testing.T) {
	for name, start := range map[string]string{"before the headers": "", "in the body": `{"Code":`} {
		t.Run(name, func(t *testing.T) {
			reached := make(chan struct{})
			c := serve(t, func(w http.ResponseWriter, r *http.Request) {
				close(reached)
				stalled(start)(w, r)
			})
			ctx, cancel := context.WithCancel(t.Context())
			go func() {
				<-reached
				cancel()
			}()
			_, err := c.GetRepoSyncTask(ctx, api.GetRepoSyncTaskRequest{InstanceID: "cri-x"})
			require.ErrorIs(t, err, context.Canceled)
			var e *api.Error
			require.ErrorAs(t, err, &e)
			assert.Equal(t, api.ClassNetwork, e.Class)
			assert.Equal(t, "canceled", e.Message)
		})
	}
}

func TestCallsEndAfter20Seconds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newClient(t, transport(func(r *http.Request) (*http.Response, error) {
			<-r.Context().Done()
			return nil, r.Context().Err()
		}))
		start := time.Now()
		_, e := getTask(t, c)
		require.NotNil(t, e)
		assert.Equal(t, 20*time.Second, time.Since(start))
		assert.ErrorIs(t, e, context.DeadlineExceeded)
		assert.Equal(t, "cr.cn-hangzhou.aliyuncs.com did not answer in time", e.Message)
	})
}

func TestRefusedNonces(t *testing.T) {
	for operation, call := range operations {
		t.Run(operation, func(t *testing.T) {
			var nonces []string
			var method string
			c := newClient(t, transport(func(r *http.Request) (*http.Response, error) {
				nonces, method = append(nonces, r.Header.Get("x-acs-signature-nonce")), r.Method
				return answering(400, gateway("SignatureNonceUsed"))(r)
			}))
			_, err := call(t.Context(), c)
			require.Error(t, err)
			if method == http.MethodPost {
				assert.Len(t, nonces, 1, "net/http never sends a POST twice")
				return
			}
			require.Len(t, nonces, 2, "one more attempt, and only one")
			assert.NotEqual(t, nonces[0], nonces[1])
		})
	}
}

// net/http sends a GET again when a kept connection dies under it, with the nonce that the service has already seen.
func TestReplayedGetSucceeds(t *testing.T) {
	var mu sync.Mutex
	seen := make(map[string]bool)
	requests := 0
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		requests++
		number, nonce := requests, r.Header.Get("x-acs-signature-nonce")
		used := seen[nonce]
		seen[nonce] = true
		mu.Unlock()
		switch {
		case number == 2: // read, then cut
			conn, _, err := http.NewResponseController(w).Hijack()
			if assert.NoError(t, err) {
				_ = conn.Close()
			}
		case used:
			w.WriteHeader(http.StatusBadRequest)
			_, _ = io.WriteString(w, gateway("SignatureNonceUsed"))
		default:
			_, _ = io.WriteString(w, `{"Code":"success","TaskId":"crast-x"}`)
		}
	})
	for range 2 {
		_, err := operations["GetArtifactSubscriptionTask"](t.Context(), c)
		require.NoError(t, err)
	}
	assert.Equal(t, 4, requests, "first call, cut, replay, fresh nonce")
	assert.Len(t, seen, 3)
}

// Two clients of one endpoint, as two profiles make them, and 3,200 calls of 16 callers. What the service sees of a
// connection's end comes late, so it is the requests at work that are counted, and the connections made in all: one is
// given up when the machine is too busy to say within 50 ms that a request was written.
func TestManyCallersShareEightConnections(t *testing.T) {
	var inside, most, made atomic.Int32
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		raise(&most, inside.Add(1))
		defer inside.Add(-1)
		_, _ = io.WriteString(w, goodTask)
	}))
	server.Config.ConnState = func(_ net.Conn, s http.ConnState) {
		if s == http.StateNew {
			made.Add(1)
		}
	}
	server.Start()
	t.Cleanup(server.Close)
	pool := api.NewTransport()
	var workers sync.WaitGroup
	for range 2 {
		c, err := api.NewClient(api.Options{Region: "cn-hangzhou", Endpoint: server.URL, Credentials: api.StaticCredentials(testKeys), Transport: pool})
		require.NoError(t, err)
		t.Cleanup(c.CloseIdleConnections)
		for range 8 {
			workers.Go(func() {
				for range 200 {
					task, err := c.GetRepoSyncTask(t.Context(), api.GetRepoSyncTaskRequest{InstanceID: "cri-x", SyncTaskID: "rst-x"})
					assert.NoError(t, err)
					assert.EqualValues(t, "SUCCESS", task.Status)
				}
			})
		}
	}
	workers.Wait()
	assert.LessOrEqual(t, most.Load(), int32(8))
	assert.Less(t, made.Load(), int32(100))
}

// raise makes most n, unless it is higher already.
func raise(most *atomic.Int32, n int32) {
	for {
		seen := most.Load()
		if n <= seen || most.CompareAndSwap(seen, n) {
			return
		}
	}
}

type failingProvider struct{ err error }

func (p failingProvider) Credentials(context.Context) (api.Credentials, error) {
	return api.Credentials{}, p.err
}

func TestForeignProvidersErrorsStayOut(t *testing.T) {
	c, err := api.NewClient(api.Options{Region: "cn-hangzhou", Credentials: failingProvider{errors.New("bad " + testSecret)}, Transport: answering(200, goodTask)})
	require.NoError(t, err)
	_, e := getTask(t, c)
	require.NotNil(t, e)
	assert.Equal(t, api.ClassBadCredentials, e.Class)
	assert.NotContains(t, fmt.Sprintf("%+v %#v", e, e), testSecret)
}

func TestClientTellsItsEndpoint(t *testing.T) {
	assert.Equal(t, "https://cr.cn-hangzhou.aliyuncs.com", newClient(t, nil).Endpoint())
	assert.False(t, strings.Contains(newClient(t, nil).Endpoint(), "?"))
}
