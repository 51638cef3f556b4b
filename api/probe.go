package api

import (
	"context"
	"crypto/tls"
	"errors"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"sync"
	"time"
)

// Probe is what can be learnt of the way to the service without keys. What the way did not come to is zero.
type Probe struct {
	Proxy     string        // the proxy on the way, without user and password; empty for none
	Name      string        // the name that was looked up; empty for an address
	Addresses []string      // what the name stands for
	Lookup    time.Duration // how long that took
	Peer      string        // address and port that took the connection: the proxy's where there is one
	Connect   time.Duration // how long that took
	TLS       string        // such as "TLS 1.3"; empty without
	Issuer    string        // of the certificate
	NotAfter  time.Time     // the end of the certificate
	Answer    time.Duration // from the start to the first byte of an answer; 0 when there was none
	Offset    Optional[time.Duration]
}

// Probe asks the endpoint for nothing in particular, without a signature, on the way that calls go. The answer is a
// refusal and counts as an answer. Offset is how far the service's clock is ahead of this machine's; it is unknown
// when somebody on the way can have written the answer. What was learnt before an error is there too.
func (c *Client) Probe(ctx context.Context) (Probe, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	w := &witness{start: time.Now()}
	target := &url.URL{Scheme: c.endpoint.Scheme, Host: c.endpoint.Host, Path: "/"}
	request := &http.Request{
		Method: http.MethodGet, URL: target, Host: target.Host, Body: http.NoBody,
		Header: http.Header{"User-Agent": {c.userAgent}}, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
	}
	w.probe.Proxy = c.proxyFor(request)
	response, err := c.transport.RoundTrip(request.WithContext(httptrace.WithClientTrace(ctx, w.trace())))
	received := time.Now()
	p := w.learnt()
	if err != nil {
		p.hearCertificate(err)
		return p, (&call{client: c}).networkFailure(ctx, err)
	}
	defer func() { _ = response.Body.Close() }()
	p.Answer = received.Sub(w.start)
	if offset, ok := c.measureClock(response.Header, w.start, received); ok {
		p.Offset = Some(offset)
	}
	return p, nil
}

// proxyFor is the proxy that the request goes through. Its user and password stay out.
func (c *Client) proxyFor(r *http.Request) string {
	t, ok := c.transport.(*http.Transport)
	if !ok || t.Proxy == nil {
		return ""
	}
	if u, err := t.Proxy(r); err == nil && u != nil {
		return CleanID(u.Scheme + "://" + u.Host)
	}
	return ""
}

// witness notes what happens on the way. Its methods are called from several goroutines, some after the end.
type witness struct {
	mu                   sync.Mutex
	start, asked, dialed time.Time
	probe                Probe
}

func (w *witness) trace() *httptrace.ClientTrace {
	return &httptrace.ClientTrace{
		DNSStart: func(i httptrace.DNSStartInfo) {
			w.note(func(p *Probe) { p.Name, w.asked = CleanID(i.Host), time.Now() })
		},
		DNSDone: func(i httptrace.DNSDoneInfo) {
			w.note(func(p *Probe) {
				p.Lookup = time.Since(w.asked)
				for _, a := range i.Addrs {
					p.Addresses = append(p.Addresses, a.String())
				}
			})
		},
		ConnectStart: func(string, string) {
			w.note(func(*Probe) {
				if w.dialed.IsZero() {
					w.dialed = time.Now()
				}
			})
		},
		ConnectDone: func(_, address string, err error) {
			w.note(func(p *Probe) {
				if err == nil && p.Peer == "" {
					p.Peer, p.Connect = CleanID(address), time.Since(w.dialed)
				}
			})
		},
		TLSHandshakeDone: func(s tls.ConnectionState, err error) {
			w.note(func(p *Probe) {
				if err == nil {
					p.hearTLS(s)
				}
			})
		},
	}
}

func (w *witness) note(what func(*Probe)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	what(&w.probe)
}

func (w *witness) learnt() Probe {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.probe
}

func (p *Probe) hearTLS(s tls.ConnectionState) {
	p.TLS = tls.VersionName(s.Version)
	if len(s.PeerCertificates) > 0 {
		p.Issuer, p.NotAfter = Clean(s.PeerCertificates[0].Issuer.CommonName), s.PeerCertificates[0].NotAfter
	}
}

// hearCertificate keeps whose certificate it was that is not trusted.
func (p *Probe) hearCertificate(err error) {
	var untrusted *tls.CertificateVerificationError
	if errors.As(err, &untrusted) && len(untrusted.UnverifiedCertificates) > 0 {
		first := untrusted.UnverifiedCertificates[0]
		p.Issuer, p.NotAfter = Clean(first.Issuer.CommonName), first.NotAfter
	}
}
