package api_test

import (
	"context"
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"runtime"
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

// silence is a connection on which nothing ever comes back; what is written to it is taken.
func silence() net.Conn {
	near, far := net.Pipe()
	go func() { _, _ = io.Copy(io.Discard, far) }()
	return near
}

// stage is a place where a call can be left waiting.
type stage struct {
	name  string
	limit time.Duration // after which the call ends by itself
	dial  func(context.Context) (net.Conn, error)
	tls   bool
	keys  api.CredentialProvider
}

// silentProvider never comes up with keys.
type silentProvider struct{}

func (silentProvider) Credentials(ctx context.Context) (api.Credentials, error) {
	<-ctx.Done()
	return api.Credentials{}, ctx.Err()
}

func stages() []stage {
	answer := func(start string) func(context.Context) (net.Conn, error) {
		return func(context.Context) (net.Conn, error) {
			near, far := net.Pipe()
			go func() {
				_, _ = far.Read(make([]byte, 64<<10))
				_, _ = io.WriteString(far, start)
				_, _ = io.Copy(io.Discard, far)
			}()
			return near, nil
		}
	}
	silent := func(context.Context) (net.Conn, error) { return silence(), nil }
	return []stage{
		{name: "keys", limit: 20 * time.Second, keys: silentProvider{}, dial: silent},
		{name: "dial", limit: 5 * time.Second, dial: func(ctx context.Context) (net.Conn, error) {
			<-ctx.Done()
			return nil, ctx.Err()
		}},
		{name: "TLS", limit: 5 * time.Second, tls: true, dial: silent},
		{name: "headers", limit: 15 * time.Second, dial: silent},
		{name: "half the headers", limit: 15 * time.Second, dial: answer("HTTP/1.1 200 OK\r\nContent-")},
		{name: "body", limit: 20 * time.Second, dial: answer("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"Code\":")},
		{name: "packed body", limit: 20 * time.Second, dial: answer("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 100\r\n\r\n\x1f\x8b")},
	}
}

func (s stage) client(t *testing.T) *api.Client {
	t.Helper()
	pool := api.TransportThrough(func(ctx context.Context, _, _ string) (net.Conn, error) { return s.dial(ctx) }, nil)
	pool.Proxy = nil
	endpoint := "http://example.com"
	if s.tls {
		endpoint = "https://example.com"
	}
	if s.keys == nil {
		s.keys = api.StaticCredentials(testKeys)
	}
	c, err := api.NewClient(api.Options{Region: "cn-hangzhou", Endpoint: endpoint, AllowPlainHTTP: true, Credentials: s.keys, Transport: pool})
	require.NoError(t, err)
	return c
}

func TestDeadlineOfEveryStage(t *testing.T) {
	for _, s := range stages() {
		t.Run(s.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := s.client(t)
				start := time.Now()
				_, e := getTask(t, c)
				require.NotNil(t, e)
				assert.Equal(t, s.limit, time.Since(start))
				assert.Equal(t, api.ClassNetwork, e.Class)
				assert.Contains(t, e.Message, "in time")
			})
		})
	}
}

// In virtual time "at once" is exact: nothing but the canceling itself may pass.
func TestCancellationInEveryStage(t *testing.T) {
	for _, s := range stages() {
		t.Run(s.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := s.client(t)
				ctx, cancel := context.WithCancel(t.Context())
				time.AfterFunc(3*time.Second, cancel)
				start := time.Now()
				_, err := c.GetRepoSyncTask(ctx, api.GetRepoSyncTaskRequest{InstanceID: "cri-x"})
				assert.Equal(t, 3*time.Second, time.Since(start))
				require.ErrorIs(t, err, context.Canceled)
				var e *api.Error
				require.ErrorAs(t, err, &e)
				assert.Equal(t, api.ClassNetwork, e.Class)
				assert.Equal(t, "canceled", e.Message)
				time.Sleep(time.Minute) // what the pool still waits for has deadlines of its own
			})
		})
	}
}

// Eight calls hold all connections; the ninth waits for one, and can be canceled there.
func TestCancellationWhileWaitingForAConnection(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var asked atomic.Int32
		n := inMemory(t, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			asked.Add(1)
			<-r.Context().Done()
		}), nil, nil)
		held, release := context.WithCancel(t.Context())
		var callers sync.WaitGroup
		for range 8 {
			callers.Go(func() {
				_, err := operations["GetRepoSyncTask"](held, n.client)
				assert.ErrorIs(t, err, context.Canceled)
			})
		}
		synctest.Wait()
		ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
		defer cancel()
		start := time.Now()
		_, err := operations["GetRepoSyncTask"](ctx, n.client)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		assert.Equal(t, 3*time.Second, time.Since(start))
		assert.EqualValues(t, 8, asked.Load())
		assert.EqualValues(t, 8, n.proxy.last.Load())
		release()
		callers.Wait()
	})
}

// A canceled caller gets no second attempt.
func TestCancellationBeforeTheSecondAttempt(t *testing.T) {
	for _, code := range []string{"SignatureNonceUsed", "InvalidTimeStamp.Expired"} {
		synctest.Test(t, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			calls := 0
			c := newClient(t, transport(func(r *http.Request) (*http.Response, error) {
				if calls++; calls > 1 {
					return nil, r.Context().Err()
				}
				cancel()
				return answering(400, gateway(code), "Date", time.Now().Add(time.Hour).UTC().Format(http.TimeFormat))(r)
			}))
			start := time.Now()
			_, err := operations["GetArtifactSubscriptionTask"](ctx, c)
			require.ErrorIs(t, err, context.Canceled)
			assert.Zero(t, time.Since(start))
		})
	}
}

func answer(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, goodTask) }

// A way that dies without a word, as when a laptop changes networks, costs one call its deadline and no more.
func TestDeadWayIsLeft(t *testing.T) {
	service, client := testTLS(t)
	service.NextProtos = []string{"http/1.1"}
	h2service, h2client := testTLS(t)
	for _, tt := range []struct {
		name            string
		service, client *tls.Config
		proto           int
	}{
		{"plain", nil, nil, 1},
		{"HTTP/1.1", service, client, 1},
		{"HTTP/2", h2service, h2client, 2},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				n := inMemory(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					assert.Equal(t, tt.proto, r.ProtoMajor)
					time.Sleep(time.Second) // so that callers do not follow each other on one connection
					answer(w, r)
				}), tt.service, tt.client)
				var callers sync.WaitGroup
				for range 8 {
					callers.Go(func() {
						_, err := operations["GetRepoSyncTask"](t.Context(), n.client)
						assert.NoError(t, err)
					})
				}
				callers.Wait()
				n.proxy.bury()
				start := time.Now()
				_, e := getTask(t, n.client)
				require.NotNil(t, e)
				assert.Equal(t, api.ClassNetwork, e.Class)
				assert.LessOrEqual(t, time.Since(start), 15*time.Second)
				start = time.Now()
				_, e = getTask(t, n.client)
				require.Nil(t, e, "the next call goes a new way")
				assert.Equal(t, time.Second, time.Since(start))
			})
		})
	}
}

// An answer that never stops coming does not go on beyond the deadline of the call.
func TestDripEndsWithTheCall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := inMemory(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, fullPage()) }), nil, nil)
		n.proxy.pace = 100 * time.Millisecond
		n.proxy.set(drip)
		start := time.Now()
		_, e := getTask(t, n.client)
		require.NotNil(t, e)
		assert.ErrorIs(t, e, context.DeadlineExceeded)
		assert.Equal(t, 200, e.HTTPStatus)
		assert.Equal(t, 20*time.Second, time.Since(start))
	})
}

func TestHeadersAreCapped(t *testing.T) {
	_, e := getTask(t, serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Long", strings.Repeat("x", 512<<10))
		answer(w, r)
	}))
	require.NotNil(t, e)
	assert.Equal(t, api.ClassBadAnswer, e.Class)
	assert.Contains(t, e.Message, "not HTTP")
}

// A length that is only claimed gets no memory.
func TestPromisedLengthGetsNoMemory(t *testing.T) {
	c := newClient(t, transport(func(r *http.Request) (*http.Response, error) {
		a, err := answering(200, goodTask)(r)
		a.ContentLength = 8 << 20
		return a, err
	}))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for range 10 {
		_, e := getTask(t, c)
		require.Nil(t, e)
	}
	runtime.ReadMemStats(&after)
	assert.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(10<<20))
}

// Bursts of eight callers go over the same eight connections each time.
func TestConnectionsAreKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := inMemory(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			time.Sleep(time.Second)
			answer(w, r)
		}), nil, nil)
		for range 5 {
			var callers sync.WaitGroup
			for range 8 {
				callers.Go(func() {
					_, err := operations["GetRepoSyncTask"](t.Context(), n.client)
					assert.NoError(t, err)
				})
			}
			callers.Wait()
			time.Sleep(time.Minute)
		}
		assert.EqualValues(t, 8, n.proxy.last.Load())
	})
}
