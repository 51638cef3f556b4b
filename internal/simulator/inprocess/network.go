package inprocess

import (
	"context"
	"net"
)

// Network is one in memory, which virtual time can see: the listener of a server, and the way to it.
type Network struct {
	conns  chan net.Conn
	closed chan struct{}
}

// NewNetwork is a network on which nobody calls yet.
func NewNetwork() *Network {
	return &Network{conns: make(chan net.Conn), closed: make(chan struct{})}
}

// Dial connects to the server. It waits until the server accepts, ctx ends or the network is closed.
func (n *Network) Dial(ctx context.Context, _, _ string) (net.Conn, error) {
	near, far := net.Pipe()
	select {
	case n.conns <- far:
		return near, nil
	case <-n.closed:
		return nil, net.ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Accept waits for the next call of Dial.
func (n *Network) Accept() (net.Conn, error) {
	select {
	case c := <-n.conns:
		return c, nil
	case <-n.closed:
		return nil, net.ErrClosed
	}
}

// Close ends the network and unblocks who waits, as a real listener's does.
func (n *Network) Close() error { close(n.closed); return nil }

// Addr is no address that anybody else could reach.
func (n *Network) Addr() net.Addr { return &net.UnixAddr{Name: "memory"} }
