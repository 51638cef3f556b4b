package api

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"syscall"
)

// failure is an error of this call in words of our own.
func (c *call) failure(class Class, p phrase, args ...any) *Error {
	return c.told(class, say(p, args...))
}

func (c *call) told(class Class, message string) *Error {
	return &Error{
		Class:      class,
		Operation:  c.op.name,
		Message:    message,
		RequestID:  CleanID(c.scrub(c.reply.requestID)),
		HTTPStatus: c.status,
	}
}

// serviceFailure is an error in the service's words.
func (c *call) serviceFailure() *Error {
	code := c.reply.code
	if c.reply.fine() {
		code = ""
	}
	class := classify(code, c.reply.message, c.status)
	message := Clean(c.scrub(c.reply.message))
	if code == "" && c.status < http.StatusMultipleChoices {
		class, message = ClassServer, cmp.Or(message, say("the service says that the call failed, and gives no reason"))
	}
	e := c.told(class, message)
	e.Code = CleanID(c.scrub(code))
	if class == ClassThrottled || class == ClassServer {
		e.RetryAfter = retryAfter(c.header)
	}
	if class == ClassDenied {
		e.Action, e.Resource = c.permission()
	}
	if class == ClassDenied || class == ClassBadCredentials || class == ClassExpired {
		e.Credential = c.credentials.describe()
	}
	return e
}

// strangeAnswer is the error of an answer that is no answer of the service: something on the way spoke instead.
func (c *call) strangeAnswer(body []byte) *Error {
	e := c.failure(ClassBadAnswer, "")
	e.RetryAfter = retryAfter(c.header)
	start := strings.TrimSpace(string(body[:min(len(body), 64)]))
	switch {
	case c.status == http.StatusTooManyRequests:
		e.Class, e.Message = ClassThrottled, say("too many calls")
	case c.status >= 300 && c.status < 400:
		e.Message = say("a redirect, which is not followed: it would carry the signature to another host")
	case start == "":
		e.Message = say("the answer is empty")
	case strings.HasPrefix(start, "<"):
		e.Message = say("the answer is a web page")
	case strings.HasPrefix(start, "{"):
		e.Message = say("the answer is cut short or garbled")
	default:
		e.Message = say("the answer is not a JSON object")
	}
	return e
}

// bodyFailure is the error of an answer that began and did not end well.
func (c *call) bodyFailure(ctx context.Context, err error) *Error {
	switch {
	case ctx.Err() != nil:
		return c.networkFailure(ctx, err)
	case errors.Is(err, errTooLong):
		return c.told(ClassBadAnswer, errTooLong.Error())
	}
	e := c.failure(ClassBadAnswer, "the answer is cut short or garbled")
	e.Err = safeCause(err)
	return e
}

// networkFailure is the error of a call without an answer. The text of err stays out: a proxy's address with its
// password can be in it.
func (c *call) networkFailure(ctx context.Context, err error) *Error {
	if ctx.Err() != nil {
		err = ctx.Err()
	}
	e := c.told(ClassNetwork, networkText(err, c.client.endpoint.Host))
	if ctx.Err() == nil && notHTTP(err) {
		e = c.failure(ClassBadAnswer, "%s answers with something that is not HTTP", c.client.endpoint.Host)
	}
	e.Err = safeCause(err)
	return e
}

// notHTTP says that bytes came back which net/http could make nothing of. It has no error values for that; of its text
// only the words of its own count, not those it quotes.
func notHTTP(err error) bool {
	said, _, _ := strings.Cut(err.Error(), `"`)
	return some([]string{"malformed HTTP", "malformed MIME", "response headers exceeded", "response header list larger"},
		func(words string) bool { return strings.Contains(said, words) })
}

func networkText(err error, host string) string {
	var (
		dns     *net.DNSError
		untrust *tls.CertificateVerificationError
		record  tls.RecordHeaderError
		timeout net.Error
		proxy   proxyRefusal
		stage   *net.OpError
	)
	switch {
	case errors.Is(err, context.Canceled):
		return say("canceled")
	case errors.Is(err, context.DeadlineExceeded):
		return say("%s did not answer in time", host)
	case errors.As(err, &proxy):
		return say("the proxy answers HTTP %d to a connection with %s", int(proxy), host)
	case errors.As(err, &stage) && stage.Op == "proxyconnect":
		return say("the proxy on the way to %s cannot be reached", host)
	case errors.As(err, &dns):
		return say("the name %s cannot be found", CleanID(dns.Name))
	case errors.As(err, &untrust):
		return say("the certificate of %s is not trusted", host)
	case errors.As(err, &record):
		return say("%s does not speak TLS", host)
	case errors.Is(err, syscall.ECONNREFUSED):
		return say("the connection to %s was refused", host)
	case errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return say("%s closed the connection without an answer", host)
	case errors.As(err, &timeout) && timeout.Timeout():
		return say("%s did not answer in time", host)
	}
	return say("%s cannot be reached", host)
}

// safeCause is the part of err that callers test for and that holds no foreign text.
func safeCause(err error) error {
	for _, known := range []error{context.Canceled, context.DeadlineExceeded, io.ErrUnexpectedEOF, io.EOF} {
		if errors.Is(err, known) {
			return known
		}
	}
	var number syscall.Errno
	if errors.As(err, &number) {
		return number
	}
	return nil
}
