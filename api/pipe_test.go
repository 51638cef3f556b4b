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
)

// pipes is a network in memory, which virtual time can see. Its Close unblocks who waits, as a real listener's does.
type pipes struct {
	conns  chan net.Conn
	closed chan struct{}
}

func newPipes() *pipes { return &pipes{conns: make(chan net.Conn), closed: make(chan struct{})} }

func (p *pipes) dial(ctx context.Context) (net.Conn, error) {
	near, far := net.Pipe()
	select {
	case p.conns <- far:
		return near, nil
	case <-p.closed:
		return nil, net.ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.conns:
		return c, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error { close(p.closed); return nil }

func (p *pipes) Addr() net.Addr { return &net.UnixAddr{Name: "memory"} }

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
	inner, outer, n := newPipes(), newPipes(), &network{}
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
	n.proxy = &faultProxy{listener: outer, dial: func() (net.Conn, error) { return inner.dial(context.Background()) }, pace: time.Second}
	pool := api.TransportThrough(func(ctx context.Context, _, _ string) (net.Conn, error) {
		return outer.dial(ctx)
	}, client)
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
