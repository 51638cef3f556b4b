package api

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
)

// ErrNoCredentials is in the error of a provider that found nothing configured.
var ErrNoCredentials = errors.New("no credentials")

// Credentials are the keys of one call. Printing them shows where they are from and the last 4 characters of the
// AccessKey ID, nothing else.
type Credentials struct {
	ID     string
	Secret Secret
	Token  Secret // of temporary keys; empty for lasting ones
	Source string // "environment", "profile prod in ~/.aliyun/config.json"
}

// CredentialProvider gives the keys for the next call. It is asked before every call and by many goroutines.
type CredentialProvider interface {
	Credentials(ctx context.Context) (Credentials, error)
}

// StaticCredentials gives the same keys for ever.
func StaticCredentials(c Credentials) CredentialProvider {
	return staticProvider(func() Credentials { return c })
}

// staticProvider is a function, because fmt shows of those an address and nothing of what they hold.
type staticProvider func() Credentials

func (p staticProvider) Credentials(context.Context) (Credentials, error) { return p(), nil }

func (c Credentials) describe() string {
	source := c.Source
	if source == "" {
		source = say("credentials")
	}
	if c.ID == "" {
		return Clean(source)
	}
	return Clean(say("%v, AccessKey ending in %s", source, lastFour(c.ID)))
}

// lastFour tells one AccessKey ID from another, and of a short one no more than half.
func lastFour(id string) string {
	clean := []rune(CleanID(id))
	return string(clean[len(clean)-min(4, len(clean)/2):])
}

// String hides all but the source and the end of the ID.
func (c Credentials) String() string { return c.describe() }

// GoString hides all but the source and the end of the ID from %#v.
func (c Credentials) GoString() string { return c.describe() }

// Format hides all but the source and the end of the ID from every verb.
func (c Credentials) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, c.describe()) }

// MarshalText hides all but the source and the end of the ID.
func (c Credentials) MarshalText() ([]byte, error) { return []byte(c.describe()), nil }

// GobEncode hides all but the source and the end of the ID.
func (c Credentials) GobEncode() ([]byte, error) { return []byte(c.describe()), nil }

// LogValue hides all but the source and the end of the ID.
func (c Credentials) LogValue() slog.Value { return slog.StringValue(c.describe()) }

// refuser is a provider that wants to know when the service has refused the keys with this AccessKey ID.
type refuser interface{ refused(id string) }

// credentialError is a failure to get keys, in words of our own: the text of the library and of the files can hold
// secrets.
type credentialError struct {
	class   Class
	message string
	none    bool // nothing is configured at all
}

func (e *credentialError) Error() string { return e.message }

func (e *credentialError) Unwrap() error {
	if e.none {
		return ErrNoCredentials
	}
	return nil
}

func badCredentials(p phrase, args ...any) *credentialError {
	return &credentialError{class: ClassBadCredentials, message: Clean(say(p, args...))}
}

// credentialFailure is the error of a call that was not made for want of keys.
func (c *call) credentialFailure(ctx context.Context, err error) *Error {
	if ctx.Err() != nil {
		e := c.failure(ClassNetwork, "the credentials did not come in time")
		if errors.Is(ctx.Err(), context.Canceled) {
			e.Message = say("canceled")
		}
		e.Err = safeCause(ctx.Err())
		return e
	}
	var own *credentialError
	if errors.As(err, &own) {
		e := c.told(own.class, strings.TrimSpace(own.message))
		if own.none {
			e.Err = ErrNoCredentials
		}
		return e
	}
	return c.failure(ClassBadCredentials, "the credentials cannot be read")
}
