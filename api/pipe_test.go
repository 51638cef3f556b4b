package api_test

import (
	"context"
	"crypto/tls"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"acrwatch/api"
	"acrwatch/internal/simulator/inprocess"
)

// testTLS is a certificate for example.com, and the setting of a client that trusts it.
func testTLS(t *testing.T) (service, client *tls.Config) {
	t.Helper()
	s := httptest.NewUnstartedServer(http.NotFoundHandler())
	s.EnableHTTP2 = true
	s.StartTLS()
	defer s.Close()
	trust := s.Client().Transport.(*http.Transport).TLSClientConfig
	return s.TLS.Clone(), &tls.Config{RootCAs: trust.RootCAs}
}

// network is a service and a client that see each other through a fault proxy, all of it in memory.
type network struct {
	client *api.Client
	proxy  *faultProxy
}

// inMemory runs h, with TLS when service has a certificate; call it inside a bubble of virtual time.
func inMemory(t *testing.T, h http.Handler, service, client *tls.Config) *network {
	t.Helper()
	inner, outer, n := inprocess.NewNetwork(), inprocess.NewNetwork(), &network{}
	endpoint := "http://example.com"
	server := &http.Server{Handler: h, ErrorLog: log.New(io.Discard, "", 0), TLSConfig: service}
	served := make(chan struct{})
	go func() {
		defer close(served)
		if service == nil {
			_ = server.Serve(inner)
			return
		}
		_ = server.ServeTLS(inner, "", "")
	}()
	if service != nil {
		endpoint = "https://example.com"
	}
	n.proxy = &faultProxy{listener: outer, dial: func() (net.Conn, error) { return inner.Dial(context.Background(), "", "") }, pace: time.Second}
	pool := api.TransportThrough(outer.Dial, client)
	pool.Proxy = nil
	var err error
	n.client, err = api.NewClient(api.Options{
		Region: "cn-hangzhou", Endpoint: endpoint, AllowPlainHTTP: true, Credentials: api.StaticCredentials(testKeys), Transport: pool,
	})
	require.NoError(t, err)
	n.proxy.start(t)
	t.Cleanup(func() {
		pool.CloseIdleConnections()
		_ = server.Close()
		<-served
	})
	return n
}
