package api_test

import (
	"bytes"
	"io"
	"net"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// fault is what goes wrong between the client and the service.
type fault int32

const (
	healthy   fault = iota
	reset           // the connection is torn down as soon as the request comes
	drip            // the answer comes byte by byte
	blackHole       // everything is taken and nothing passed on, either way
	halfClose       // the answer ends in its middle, with a proper end
	garbage         // something else than HTTP answers
	cut             // the service has read the request and answered, but the answer is lost with the connection
	faults          // how many there are
)

// faultProxy stands between the client and the service and does the fault that is set, from the next bytes on.
type faultProxy struct {
	listener net.Listener
	dial     func() (net.Conn, error)
	fault    atomic.Int32
	pace     time.Duration // of a drip
	buried   atomic.Int64  // connections up to this one lie in a black hole
	last     atomic.Int64

	mu    sync.Mutex
	conns map[net.Conn]bool // what is to be closed in the end
	work  sync.WaitGroup
}

func (p *faultProxy) set(f fault) { p.fault.Store(int32(f)) }

// bury kills the way of the connections that exist, without a word to either end.
func (p *faultProxy) bury() { p.buried.Store(p.last.Load()) }

func (p *faultProxy) start(t *testing.T) *faultProxy {
	p.work.Go(p.accept)
	t.Cleanup(p.close)
	return p
}

func (p *faultProxy) close() {
	_ = p.listener.Close()
	p.mu.Lock()
	for c := range p.conns {
		_ = c.Close()
	}
	p.mu.Unlock()
	p.work.Wait()
}

func (p *faultProxy) accept() {
	for {
		client, err := p.listener.Accept()
		if err != nil {
			return
		}
		service, err := p.dial()
		if err != nil {
			_ = client.Close()
			continue
		}
		p.keep(client, service)
		l := &link{proxy: p, client: client, service: service, number: p.last.Add(1)}
		p.work.Go(func() { l.pass(service, client, l.request) })
		p.work.Go(func() { l.pass(client, service, l.answer) })
	}
}

func (p *faultProxy) keep(conns ...net.Conn) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.conns == nil {
		p.conns = make(map[net.Conn]bool)
	}
	for _, c := range conns {
		p.conns[c] = true
	}
}

func (p *faultProxy) drop(conns ...net.Conn) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, c := range conns {
		_ = c.Close()
		delete(p.conns, c)
	}
}

// link is one connection through the proxy.
type link struct {
	proxy           *faultProxy
	client, service net.Conn
	number          int64
}

func (l *link) fault() fault {
	if l.number <= l.proxy.buried.Load() {
		return blackHole
	}
	return fault(l.proxy.fault.Load())
}

// pass carries bytes until either end is closed or send says that it is over.
func (l *link) pass(to, from net.Conn, send func([]byte) bool) {
	defer l.proxy.drop(to, from)
	chunk := make([]byte, 64<<10)
	for {
		n, err := from.Read(chunk)
		if n > 0 && !send(chunk[:n]) || err != nil {
			return
		}
	}
}

func (l *link) request(chunk []byte) bool {
	switch l.fault() {
	case reset:
		if tcp, ok := l.client.(*net.TCPConn); ok {
			_ = tcp.SetLinger(0) // what makes closing a reset
		}
		return false
	case garbage:
		_, _ = io.WriteString(l.client, "SSH-2.0-OpenSSH_9.6\x1b]0;x\x07\r\n\r\n")
		return false
	case blackHole:
		return true
	default:
		_, err := l.service.Write(chunk)
		return err == nil
	}
}

func (l *link) answer(chunk []byte) bool {
	switch l.fault() {
	case blackHole:
		return true
	case drip:
		for i := range chunk {
			time.Sleep(l.proxy.pace)
			if _, err := l.client.Write(chunk[i : i+1]); err != nil {
				return false
			}
		}
		return true
	case halfClose:
		headers := bytes.Index(chunk, []byte("\r\n\r\n")) + 4
		_, _ = l.client.Write(chunk[:min(headers+20, len(chunk)-1)])
		if tcp, ok := l.client.(*net.TCPConn); ok {
			_ = tcp.CloseWrite()
		}
		return false
	case cut:
		return false
	default:
		_, err := l.client.Write(chunk)
		return err == nil
	}
}
