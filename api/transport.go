package api

import (
	"context"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

const (
	dialTimeout   = 5 * time.Second
	tlsTimeout    = 5 * time.Second
	headerTimeout = 15 * time.Second
	idleTimeout   = 90 * time.Second
	keepAlive     = 30 * time.Second

	// pingAfter and pingTimeout end a dead HTTP/2 connection when headerTimeout would end one of HTTP/1: without them
	// every call goes to it until the system gives it up, a quarter of an hour later.
	pingAfter   = 10 * time.Second
	pingTimeout = 5 * time.Second

	maxConns  = 8
	maxHeader = 256 << 10 // bytes; a real answer has less than 1 KiB of headers
)

type dialFunc func(ctx context.Context, network, address string) (net.Conn, error)

// NewTransport is a pool to share between clients: 8 connections to an endpoint, however many clients ask there.
func NewTransport() http.RoundTripper { return newTransport(systemDial()) }

// newTransport is a pool over any network.
func newTransport(dial dialFunc) *http.Transport {
	return &http.Transport{
		Proxy:                  http.ProxyFromEnvironment,
		DialContext:            dialWithin(dialTimeout, dial),
		ForceAttemptHTTP2:      true,
		HTTP2:                  &http.HTTP2Config{SendPingTimeout: pingAfter, PingTimeout: pingTimeout},
		MaxIdleConnsPerHost:    maxConns,
		MaxConnsPerHost:        maxConns,
		MaxResponseHeaderBytes: maxHeader,
		IdleConnTimeout:        idleTimeout,
		TLSHandshakeTimeout:    tlsTimeout,
		ResponseHeaderTimeout:  headerTimeout,
		OnProxyConnectResponse: func(_ context.Context, _ *url.URL, _ *http.Request, answer *http.Response) error {
			if answer.StatusCode != http.StatusOK {
				return proxyRefusal(answer.StatusCode)
			}
			return nil
		},
	}
}

// proxyRefusal is the HTTP status with which a proxy refuses to connect.
type proxyRefusal int

func (s proxyRefusal) Error() string { return "the proxy answers HTTP " + strconv.Itoa(int(s)) }

func systemDial() dialFunc { return (&net.Dialer{KeepAlive: keepAlive}).DialContext }

// dialWithin bounds a dial with all its parts: finding the name, and each address that it has.
func dialWithin(limit time.Duration, dial dialFunc) dialFunc {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		ctx, cancel := context.WithTimeout(ctx, limit)
		defer cancel()
		return dial(ctx, network, address)
	}
}
