package poller_test

import (
	"context"
	"io"
	"log"
	"net"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"acrwatch/api"
	"acrwatch/internal/simulator"
	"acrwatch/poller"
)

// pipes is a network in memory, which virtual time can see. Its Close unblocks who waits, as a real listener's does.
type pipes struct {
	conns  chan net.Conn
	closed chan struct{}
}

func (p *pipes) dial(ctx context.Context, _, _ string) (net.Conn, error) {
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

// served is the real client on a service, over HTTP on connections in memory; call it inside a bubble of virtual time.
func served(t *testing.T, service http.Handler, region string) poller.API {
	t.Helper()
	network := &pipes{conns: make(chan net.Conn), closed: make(chan struct{})}
	server := &http.Server{Handler: service, ErrorLog: log.New(io.Discard, "", 0)}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = server.Serve(network)
	}()
	client, pool := dialing(t, network.dial, region)
	t.Cleanup(func() {
		pool.CloseIdleConnections()
		_ = server.Close()
		<-done
	})
	return client
}

// dialing is the real client with the pool of the product, over any network.
func dialing(t *testing.T, dial func(context.Context, string, string) (net.Conn, error), region string) (poller.API, *http.Transport) {
	t.Helper()
	pool, ok := api.NewTransport().(*http.Transport)
	require.True(t, ok)
	pool.DialContext, pool.Proxy = dial, nil
	client, err := api.NewClient(api.Options{
		Region: region, Endpoint: "http://127.0.0.1:1", Transport: pool,
		Credentials: api.StaticCredentials(api.Credentials{
			ID: simulator.AccessKeyID, Secret: api.NewSecret(simulator.AccessKeySecret),
		}),
	})
	require.NoError(t, err)
	return client, pool
}

// simulate is a simulator and the real client on it.
func simulate(t *testing.T, o simulator.Options) (*simulator.Simulator, poller.API) {
	t.Helper()
	service, err := simulator.New(o)
	require.NoError(t, err)
	return service, served(t, service, service.Region())
}
