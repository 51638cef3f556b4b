package api

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// maxRetryAfter bounds a wait that the service asks for; beyond an hour it is a fault.
const maxRetryAfter = time.Hour

// permission is the RAM action and resource that would allow the call.
func (c *call) permission() (action, resource string) {
	action = c.op.action
	if strings.HasPrefix(c.reply.action, "cr:") {
		action = c.reply.action
	}
	region, instance := c.region, "*"
	if region == "" {
		region = "*"
	}
	for _, p := range c.query {
		if p.name == "InstanceId" {
			instance = CleanID(p.value)
		}
	}
	return action, "acs:cr:" + region + ":*:" + c.op.resource + "/" + instance
}

// scrub takes out of s what the service repeats of the request: a refused signature is answered with the text that
// was to be signed, and the security token is part of that.
func (c *call) scrub(s string) string {
	if s == "" {
		return s
	}
	for _, secret := range []string{
		c.credentials.Secret.Reveal(),
		c.credentials.Token.Reveal(),
		signatureOf(c.signature),
		c.signature.Get("x-acs-signature-nonce"),
	} {
		if len(secret) > 3 {
			s = strings.ReplaceAll(s, secret, redacted)
		}
	}
	if id := c.credentials.ID; len(id) > 3 {
		s = strings.ReplaceAll(s, id, "..."+lastFour(id))
	}
	return s
}

func signatureOf(h http.Header) string {
	_, signature, _ := strings.Cut(h.Get("Authorization"), "Signature=")
	return signature
}

// retryAfter is the wait that the headers of an answer ask for. The quota headers hold a list such as
// Limit:1,Remain:0,TimeLeft:2000 with milliseconds; there is one for the account and one for the operation.
func retryAfter(h http.Header) time.Duration {
	wait := max(timeLeft(h.Get("x-ratelimit-user-api")), timeLeft(h.Get("x-ratelimit-user")), plainRetryAfter(h))
	return min(max(wait, 0), maxRetryAfter)
}

func timeLeft(list string) time.Duration {
	for part := range strings.SplitSeq(list, ",") {
		name, text, _ := strings.Cut(part, ":")
		if !strings.EqualFold(strings.TrimSpace(name), "TimeLeft") {
			continue
		}
		ms, err := strconv.ParseInt(strings.TrimSpace(text), 10, 64)
		if err != nil {
			return 0
		}
		return time.Duration(min(max(ms, 0), maxRetryAfter.Milliseconds())) * time.Millisecond
	}
	return 0
}

// plainRetryAfter reads the standard header, seconds or a date; a date is measured on the clock that wrote it.
func plainRetryAfter(h http.Header) time.Duration {
	text := strings.TrimSpace(h.Get("Retry-After"))
	if seconds, err := strconv.ParseInt(text, 10, 64); err == nil {
		return time.Duration(min(max(seconds, 0), int64(maxRetryAfter/time.Second))) * time.Second
	}
	until, err := http.ParseTime(text)
	if err != nil {
		return 0
	}
	now, err := http.ParseTime(h.Get("Date"))
	if err != nil {
		now = time.Now()
	}
	return until.Sub(now)
}
