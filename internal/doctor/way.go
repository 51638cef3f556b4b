package doctor

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"acrwatch/api"
)

// checkWay looks at the way to the endpoint: proxy, name, connection, certificate and clock.
func (t *Target) checkWay(ctx context.Context, l *checks) {
	ctx, stop := context.WithTimeout(ctx, checkWithin)
	defer stop()
	p, err := t.Client.Probe(ctx)
	reportWay(l, t.Client.Endpoint(), &p, err)
	if err == nil {
		reportClock(l, p.Offset)
	}
}

func reportWay(l *checks, endpoint string, p *api.Probe, err error) {
	l.ok("proxy", proxyFact(p.Proxy))
	if p.Name != "" && len(p.Addresses) > 0 {
		l.ok("name", fmt.Sprintf("%s is %s, found in %s", p.Name, some(p.Addresses), millis(p.Lookup)))
	}
	if err != nil {
		reportBroken(l, p, err)
		return
	}
	fact := endpoint + " answers in " + millis(p.Answer)
	if p.Peer != "" {
		fact += ", connected to " + p.Peer + " in " + millis(p.Connect)
	}
	l.ok("connection", fact)
	switch u, _ := url.Parse(endpoint); {
	case p.TLS != "":
		certificate(l, p, time.Now())
	case u != nil && loopback(u.Hostname()):
		l.ok("TLS", "none, and none is needed: the endpoint is this machine")
	default:
		l.warn("TLS", "none: anybody on the way can read and change the answers", "give an endpoint with https://")
	}
}

func loopback(host string) bool {
	return host == "localhost" || host == "::1" || strings.HasPrefix(host, "127.")
}

func proxyFact(proxy string) string {
	if proxy == "" {
		return "none; HTTPS_PROXY and NO_PROXY would be obeyed"
	}
	return "calls go through " + proxy
}

// reportBroken says how far the way goes. What is beyond the break is not known and gets no line.
func reportBroken(l *checks, p *api.Probe, err error) {
	var e *api.Error
	text := api.Clean(err.Error())
	if errors.As(err, &e) {
		text = e.Message
	}
	switch {
	case p.Name != "" && len(p.Addresses) == 0 && p.Proxy != "":
		l.fail("name", text, "check the proxy in HTTPS_PROXY, and DNS")
	case p.Name != "" && len(p.Addresses) == 0:
		l.fail("name", text, "check the region, the endpoint and DNS")
	case !p.NotAfter.IsZero() && p.TLS == "":
		l.fail("TLS", fmt.Sprintf("%s; issued by %q, until %s", text, p.Issuer, day(p.NotAfter)), "add the authority of the proxy in between to this machine's, or mend its clock")
	case p.Peer == "":
		l.fail("connection", text, "check the network, the firewall, the proxy, and whether --endpoint vpc is right from here")
	default:
		l.fail("connection", text+"; connected to "+p.Peer, "check the endpoint and what is between here and there")
	}
}

// certificateSoon is when the end of a certificate is worth a warning.
const certificateSoon = 14 * 24 * time.Hour

func certificate(l *checks, p *api.Probe, now time.Time) {
	left := p.NotAfter.Sub(now)
	fact := fmt.Sprintf("%s, certificate of %s, until %s", p.TLS, orUnknown(p.Issuer), day(p.NotAfter))
	l.either(left >= certificateSoon, "TLS", fact, fact+", in "+span(left), "tell whoever keeps the endpoint or the proxy in between")
}

func day(t time.Time) string { return t.Local().Format("2006-01-02") }

func orUnknown(text string) string {
	if text == "" {
		return "an unnamed authority"
	}
	return text
}

const (
	// clockRefused is from where on the service refuses a date, and calls go on only because acrwatch follows its clock.
	clockRefused = 15 * time.Minute
	// clockOff is from where on other programs begin to mind.
	clockOff = 30 * time.Second
)

// reportClock tells how far this machine's clock is off.
func reportClock(l *checks, offset api.Optional[time.Duration]) {
	const fix = "set this machine's clock: timedatectl set-ntp true, or what this system has for it"
	if !offset.Known {
		l.warn("clock", "cannot be compared: somebody on the way may have written the time", "ask an endpoint with https://")
		return
	}
	off := offset.Value.Abs()
	fact := span(off) + " behind the service's"
	if offset.Value < 0 {
		fact = span(off) + " ahead of the service's"
	}
	switch {
	case off >= clockRefused:
		l.warn("clock", fact+", which refuses such dates; acrwatch follows its clock, other programs do not", fix)
	case off >= clockOff:
		l.warn("clock", fact, fix)
	case off < 2*time.Second:
		l.ok("clock", "the same as the service's, as far as can be told")
	default:
		l.ok("clock", fact)
	}
}

func millis(d time.Duration) string {
	if d > 0 && d < time.Millisecond {
		return "less than 1 ms"
	}
	return fmt.Sprintf("%d ms", d.Milliseconds())
}

// some is the first of many addresses.
func some(addresses []string) string {
	const most = 2
	if len(addresses) <= most {
		return strings.Join(addresses, " and ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(addresses[:most], ", "), len(addresses)-most)
}
