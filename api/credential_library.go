package api

import (
	"errors"
	"reflect"
	"strings"
	"time"

	"github.com/aliyun/credentials-go/credentials/providers"
)

// library is an object of the library and what it was built for. Functions hold it, because printers that follow
// pointers would find the keys in it.
type library struct {
	ask    func() (*providers.Credentials, error)
	expiry func() time.Time
	print  string
}

func newLibrary(p providers.CredentialsProvider, fingerprint string) *library {
	return &library{
		ask:    func() (*providers.Credentials, error) { return guarded(p.GetCredentials) },
		expiry: func() time.Time { return expiryOf(p) },
		print:  fingerprint,
	}
}

// guarded keeps a crash of the library to itself: answers that lack a field make it dereference nil.
func guarded[T any](call func() (T, error)) (out T, err error) {
	defer func() {
		if recover() != nil {
			err = errCrashed
		}
	}()
	return call()
}

var errCrashed = errors.New("the answer makes no sense")

// expiryOf is when the keys of p end. The library knows and has no way to tell, so its field is read; without such a
// field the end is unknown.
func expiryOf(p providers.CredentialsProvider) time.Time {
	if seconds := field(p, "expirationTimestamp"); seconds.CanInt() && seconds.Int() > 0 {
		return time.Unix(seconds.Int(), 0)
	}
	return time.Time{}
}

// field is a field of what p points to, or an invalid value.
func field(p any, name string) reflect.Value {
	v := reflect.ValueOf(p)
	if v.Kind() != reflect.Pointer || v.Elem().Kind() != reflect.Struct {
		return reflect.ValueOf(nil)
	}
	return v.Elem().FieldByName(name)
}

// failure puts an error of the library into words of our own. Its text can hold whole files, answers and URLs, so it
// is only searched for what went wrong.
func (s *source) failure(err error) *credentialError {
	said := strings.ToLower(err.Error())
	has := func(words ...string) bool {
		return some(words, func(w string) bool { return strings.Contains(said, w) })
	}
	class, what := ClassBadCredentials, phrase("%v gave no keys: %v")
	switch {
	case has("expired"):
		class, what = ClassExpired, "%v has expired: %v"
	case has("timeout", "timed out", "deadline exceeded", "no such host", "connection refused", "unreachable", "dial tcp"):
		what = "%v could not be reached: %v"
	case has("nopermission", "notauthorized", "not authorized", "forbidden", "entitynotexist"):
		what = "%v was refused by the service that gives out keys: %v"
	case has("invalidaccesskey", "signaturedoesnotmatch"):
		what = "%v holds an AccessKey that is not accepted: %v"
	}
	e := badCredentials(what, s.name, s.renew)
	e.class = class
	return e
}
