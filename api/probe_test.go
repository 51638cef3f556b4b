package api_test

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/api"
)

func refuseAll(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadRequest) }

func TestProbeTellsOfTheWay(t *testing.T) {
	var asked http.Header
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = r.Header
		refuseAll(w, r)
	}))
	t.Cleanup(server.Close)
	c, err := api.NewClient(api.Options{
		Region: "cn-hangzhou", Endpoint: server.URL, Credentials: api.StaticCredentials(testKeys), Transport: server.Client().Transport,
	})
	require.NoError(t, err)
	p, err := c.Probe(t.Context())
	require.NoError(t, err)
	assert.Equal(t, server.Listener.Addr().String(), p.Peer)
	assert.Equal(t, "TLS 1.3", p.TLS)
	assert.Equal(t, server.Certificate().NotAfter, p.NotAfter)
	assert.Positive(t, p.Answer)
	assert.Empty(t, p.Proxy)
	assert.Empty(t, p.Name, "an address has none")
	assert.True(t, p.Offset.Known)
	assert.Less(t, p.Offset.Value.Abs(), 3*time.Second)
	assert.Empty(t, asked.Get("Authorization"), "it needs no keys")
}

func TestProbeOfABrokenWay(t *testing.T) {
	server := httptest.NewTLSServer(http.HandlerFunc(refuseAll))
	t.Cleanup(server.Close)
	p, err := clientOf(t, server.URL).Probe(t.Context())
	assert.ErrorContains(t, err, "is not trusted")
	assert.Equal(t, server.Certificate().NotAfter, p.NotAfter, "whose certificate it is")
	assert.Empty(t, p.TLS)
	assert.NotEmpty(t, p.Peer)

	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, listener.Close())
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	p, err = clientOf(t, "http://localhost:"+port).Probe(t.Context())
	assert.ErrorContains(t, err, "was refused")
	assert.Equal(t, "localhost", p.Name)
	assert.NotEmpty(t, p.Addresses)
	assert.Empty(t, p.Peer)

	stopped, stop := context.WithCancel(t.Context())
	stop()
	_, err = clientOf(t, server.URL).Probe(stopped)
	assert.ErrorIs(t, err, context.Canceled)
}

func TestProbeNamesTheProxyWithoutItsPassword(t *testing.T) {
	proxy, err := url.Parse("http://user:" + testSecret + "@127.0.0.1:1")
	require.NoError(t, err)
	p, err := newClient(t, &http.Transport{Proxy: http.ProxyURL(proxy)}).Probe(t.Context())
	assert.Equal(t, "http://127.0.0.1:1", p.Proxy)
	assert.ErrorContains(t, err, "the proxy on the way to cr.cn-hangzhou.aliyuncs.com cannot be reached")
	assert.NotContains(t, err.Error(), testSecret)
}

func TestProbeMeasuresTheClock(t *testing.T) {
	for _, off := range []time.Duration{0, 20 * time.Minute, -20 * time.Minute} {
		synctest.Test(t, func(t *testing.T) {
			p, err := newClient(t, transport(func(r *http.Request) (*http.Response, error) {
				date := time.Now().Add(off).UTC().Format(http.TimeFormat)
				return answering(400, "", "Date", date)(r)
			})).Probe(t.Context())
			require.NoError(t, err)
			require.True(t, p.Offset.Known)
			assert.InDelta(t, off.Seconds(), p.Offset.Value.Seconds(), 1)
		})
	}
	p, err := newClient(t, answering(400, "")).Probe(t.Context())
	require.NoError(t, err)
	assert.False(t, p.Offset.Known, "no date")
}

func TestPermissionsNameEveryOperation(t *testing.T) {
	named := map[string]bool{}
	for _, p := range api.Permissions() {
		named[p.Operation] = true
		assert.True(t, strings.HasPrefix(p.Action, "cr:"), p.Action)
		assert.Contains(t, []string{"instance", "repository"}, p.Resource)
	}
	assert.Len(t, named, len(operations))
	for name := range operations {
		assert.True(t, named[name], name)
	}
	assert.Equal(t, "ListInstance", api.Permissions()[0].Operation)
}

func TestProfilesAndFilesOfCredentials(t *testing.T) {
	o := api.CredentialOptions{Home: t.TempDir(), Env: func(string) string { return "" }}
	assert.Empty(t, api.Profiles(o), "no file")
	cli, sdk := api.CredentialFiles(o)
	assert.True(t, strings.HasPrefix(cli, o.Home) && strings.HasPrefix(sdk, o.Home))
	require.NoError(t, os.MkdirAll(filepath.Dir(cli), 0o700))
	require.NoError(t, os.WriteFile(cli, []byte(`{"profiles":[{"name":"prod"},null,{"name":"te\u001bst"},{"name":""}]}`), 0o600))
	assert.Equal(t, []string{"prod", "te·st"}, api.Profiles(o))
}
