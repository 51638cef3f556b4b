package api

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
)

// TransportThrough is the client's own connection pool on another network than that of the system.
func TransportThrough(dial func(ctx context.Context, network, address string) (net.Conn, error), config *tls.Config) *http.Transport {
	t := newTransport(dial)
	t.TLSClientConfig = config
	return t
}
