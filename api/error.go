package api

import (
	"fmt"
	"strings"
	"time"
)

// Class says what a failed call means for the caller. It is decided once, by the service's code first and the
// HTTP status second, because throttling comes as 400, 429 or 503.
type Class uint8

const (
	ClassRejected       Class = iota // the service understood and refused; asking again changes nothing
	ClassThrottled                   // too many calls; wait RetryAfter
	ClassDenied                      // the key is good but lacks the RAM action in Action
	ClassBadCredentials              // no key, an unknown key, or a wrong secret
	ClassExpired                     // a temporary token that has run out
	ClassClock                       // our clock is too far from the service's
	ClassNotFound                    // the task or instance is gone
	ClassServer                      // 5xx or SystemError: theirs, and it passes
	ClassNetwork                     // no answer
	ClassBadAnswer                   // an answer that is not what the operation returns
)

// Error is every failure of a call: what was asked, what came back, and what to do about it.
// It never holds a secret, a signature or a query.
type Error struct {
	Class      Class
	Operation  string        // GetRepoSyncTask, ...; empty when no call was made
	Code       string        // the service's own code, cleaned
	Message    string        // the service's own words or the transport's, cleaned
	RequestID  string        // what Alibaba Cloud support asks for
	HTTPStatus int           // 0 when there was no answer
	RetryAfter time.Duration // how long the service told us to wait, 0 when it did not
	Action     string        // the RAM action that would allow the call, with ClassDenied
	Resource   string        // the RAM resource that Action must be allowed on, with ClassDenied
	Credential string        // which credential was used: its source and the last 4 characters of the AccessKey ID
	Err        error         // the cause, for errors.Is; never printed when it could hold a secret
}

// Error says what happened in one line: the operation, the service's code and words, the request.
func (e *Error) Error() string {
	var b strings.Builder
	if e.Operation != "" {
		b.WriteString(e.Operation + ": ")
	}
	switch {
	case e.Code != "":
		b.WriteString(e.Code)
	case e.HTTPStatus != 0:
		fmt.Fprintf(&b, "HTTP %d", e.HTTPStatus)
	default:
		b.WriteString(e.Class.String())
	}
	if e.Message != "" {
		b.WriteString(": " + e.Message)
	}
	if e.RequestID != "" {
		b.WriteString(" (request " + e.RequestID + ")")
	}
	return Clean(b.String()) // the parts are clean, but together they can be too long
}

// Unwrap gives the cause, so that errors.Is finds context.Canceled and its like.
func (e *Error) Unwrap() error { return e.Err }

// Temporary says that the same call can succeed later without anybody's help.
func (e *Error) Temporary() bool {
	switch e.Class {
	case ClassThrottled, ClassServer, ClassNetwork, ClassBadAnswer:
		return true
	}
	return false
}

// String is the class in the words of the screen.
func (c Class) String() string {
	switch c {
	case ClassThrottled:
		return "throttled"
	case ClassDenied:
		return "not permitted"
	case ClassBadCredentials:
		return "bad credentials"
	case ClassExpired:
		return "token expired"
	case ClassClock:
		return "clock off"
	case ClassNotFound:
		return "not found"
	case ClassServer:
		return "service error"
	case ClassNetwork:
		return "no answer"
	case ClassBadAnswer:
		return "unreadable answer"
	}
	return "refused"
}

// Hint says what the reader can do, in one line.
func (e *Error) Hint() string {
	switch e.Class {
	case ClassThrottled:
		return "the account's quota is used up; lower --budget or wait"
	case ClassDenied:
		return fmt.Sprintf("allow %s on %s", e.Action, e.Resource)
	case ClassBadCredentials:
		return "check the AccessKey: aliyun configure, or ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET"
	case ClassExpired:
		return "renew the token; acrwatch goes on by itself"
	case ClassClock:
		return "set this machine's clock"
	case ClassNotFound:
		return "check the id, the instance and the region"
	case ClassServer:
		return "the service has a fault; acrwatch tries again by itself"
	case ClassNetwork:
		return "check the network, the endpoint and the proxy; acrwatch tries again by itself"
	case ClassBadAnswer:
		return "something between here and the service answered instead; check the endpoint and the proxy"
	}
	return "check the request: region, instance and endpoint"
}
