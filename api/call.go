package api

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"time"
)

// maxAnswer bounds an answer in bytes, after decompression. A full page of 100 rows has about 100 KiB.
const maxAnswer = 8 << 20

// maxPromised bounds the memory that an answer gets for the length in its header, before it has sent any of it.
const maxPromised = 256 << 10

// call is one call on its way: what is asked, as whom, and what came back so far.
type call struct {
	client *Client
	op     operation
	query  []param
	region string

	credentials Credentials
	signature   http.Header   // of the last attempt, so that no answer can echo it
	ahead       time.Duration // what the date of the last attempt was moved by
	received    time.Time     // when its answer began
	status      int
	header      http.Header
	reply       envelope
}

// do makes the request and gives the answer of a call that succeeded; its errors are always *Error.
func (c *call) do(ctx context.Context) (value, error) {
	credentials, err := c.client.credentials.Credentials(ctx)
	if err != nil {
		return nil, c.credentialFailure(ctx, err)
	}
	c.credentials = credentials
	v, failure := c.attempt(ctx)
	if failure != nil && c.replayed(failure) {
		v, failure = c.attempt(ctx)
	}
	if failure != nil && c.redated(failure) {
		v, failure = c.attempt(ctx)
	}
	if failure == nil {
		c.tell(ctx, v)
		return v, nil
	}
	if r, ok := c.client.credentials.(refuser); ok && (failure.Class == ClassBadCredentials || failure.Class == ClassExpired) {
		r.refused(credentials.ID)
	}
	return nil, failure
}

// replayed says that net/http may have sent the request twice, as it does with a GET whose connection dies under it:
// the service has then refused the second one for the nonce of the first.
func (c *call) replayed(failure *Error) bool {
	return failure.Code == codeNonceUsed && c.op.method == http.MethodGet
}

// attempt makes one signed request. It is never made twice: each attempt has a date and a nonce of its own.
func (c *call) attempt(ctx context.Context) (value, *Error) {
	start := time.Now()
	v, failure := c.exchange(ctx, start)
	if c.status != 0 {
		c.hearDate(start, failure)
	}
	if !c.client.log.Enabled(ctx, slog.LevelDebug) {
		return v, failure
	}
	attrs := []slog.Attr{slog.String("operation", c.op.name), slog.Int("status", c.status), slog.Duration("took", time.Since(start))}
	if failure != nil {
		attrs = append(attrs, slog.String("error", failure.Error()))
	}
	c.client.log.LogAttrs(ctx, slog.LevelDebug, "call", attrs...)
	return v, failure
}

func (c *call) exchange(ctx context.Context, now time.Time) (value, *Error) {
	c.status, c.header, c.reply, c.ahead = 0, nil, envelope{}, c.client.clock.ahead()
	// RoundTrip and not http.Client: redirects, which would carry the signature to another host, are not followed.
	response, err := c.client.transport.RoundTrip(c.request(ctx, now))
	if err != nil {
		c.dropDeadConnections(ctx)
		return nil, c.networkFailure(ctx, err)
	}
	defer func() { _ = response.Body.Close() }()
	c.status, c.header, c.received = response.StatusCode, response.Header, time.Now()
	body, err := readAnswer(response)
	if err != nil {
		return nil, c.bodyFailure(ctx, err)
	}
	return c.judge(body)
}

// dropDeadConnections empties the pool after a call without an answer: when the way to the service has died, as when
// a laptop changes networks, it has taken all idle connections with it, and each would cost another call its deadline.
func (c *call) dropDeadConnections(ctx context.Context) {
	if !errors.Is(ctx.Err(), context.Canceled) {
		c.client.CloseIdleConnections()
	}
}

func (c *call) request(ctx context.Context, now time.Time) *http.Request {
	headers, query := sign(signing{
		method:      c.op.method,
		host:        c.client.endpoint.Host,
		action:      c.op.name,
		query:       c.query,
		credentials: c.credentials,
		date:        now.Add(c.ahead),
		nonce:       newNonce(),
	})
	c.signature = headers
	sent := headers.Clone()
	sent.Set("Accept", "application/json")
	sent.Set("User-Agent", c.client.userAgent)
	target := &url.URL{Scheme: c.client.endpoint.Scheme, Host: c.client.endpoint.Host, Path: "/", RawQuery: query}
	request := &http.Request{
		Method: c.op.method, URL: target, Host: target.Host, Header: sent, Body: http.NoBody,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
	}
	return request.WithContext(ctx)
}

var errTooLong = sayError("the answer is longer than 8 MiB")

// readAnswer reads the body up to the cap. The transport decompresses while it reads, so a small body that unpacks
// into a huge one is cut off as well.
func readAnswer(r *http.Response) ([]byte, error) {
	var b bytes.Buffer
	if r.ContentLength > 0 {
		b.Grow(int(min(r.ContentLength, maxPromised)) + bytes.MinRead)
	}
	if _, err := b.ReadFrom(io.LimitReader(r.Body, maxAnswer+1)); err != nil {
		return nil, err
	}
	if b.Len() > maxAnswer {
		return nil, errTooLong
	}
	return b.Bytes(), nil
}
