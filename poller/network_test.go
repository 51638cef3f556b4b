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
	"acrwatch/internal/simulator/inprocess"
	"acrwatch/poller"
)

// served is the real client on a service, over HTTP on connections in memory; call it inside a bubble of virtual time.
func served(t *testing.T, service http.Handler, region string) poller.API {
	t.Helper()
	network := inprocess.NewNetwork()
	server := &http.Server{Handler: service, ErrorLog: log.New(io.Discard, "", 0)}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = server.Serve(network)
	}()
	client, pool := dialing(t, network.Dial, region)
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
