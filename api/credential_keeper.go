package api

import (
	"context"
	"strings"
	"sync"
	"time"

	"github.com/aliyun/credentials-go/credentials/providers"
)

const (
	keysFresh  = 30 * time.Second // keys are looked at again after this, behind the caller's back
	fetchPause = 5 * time.Second  // between two attempts, so that failing keys do not mean a call each
)

// NewCredentialProvider gives keys from where o says. It never fails; what is wrong is told by Credentials.
//
// The library's objects are not safe to share, read their files once, stick to the place they tried last and forget
// good keys when a renewal fails. So one goroutine at a time asks them, with a new object whenever the
// configuration has changed or the last attempt failed, and the last good keys stay until there are better ones.
func NewCredentialProvider(o CredentialOptions) CredentialProvider { return &keeper{options: o} }

type keeper struct {
	options CredentialOptions

	mu      sync.Mutex
	keys    staticProvider // last good ones; nil before the first
	fresh   time.Time      // when they were got
	tried   time.Time      // when the last attempt ended
	err     error          // what it ended with
	flight  chan struct{}  // closed when the attempt under way ends; nil when there is none
	library *library       // touched by the attempt under way only
	renew   bool           // the service has refused the keys
}

// library is an object of the library and what it was built for.
type library struct {
	provider providers.CredentialsProvider
	print    string
}

// Credentials gives the keys. Only the first call, and those after a failure, wait.
func (k *keeper) Credentials(ctx context.Context) (Credentials, error) {
	for {
		keys, wait, err := k.look()
		if wait == nil {
			return keys, err
		}
		select {
		case <-wait:
		case <-ctx.Done():
			return Credentials{}, ctx.Err()
		}
	}
}

// look gives what is known now, or what to wait for.
func (k *keeper) look() (Credentials, <-chan struct{}, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	now := time.Now()
	old := k.keys == nil || k.renew || now.Sub(k.fresh) >= keysFresh
	if old && k.flight == nil && (k.tried.IsZero() || now.Sub(k.tried) >= fetchPause) {
		k.flight = make(chan struct{})
		go k.fetch(k.renew)
		k.renew = false
	}
	switch {
	case k.keys != nil:
		return k.keys(), nil, nil
	case k.flight != nil:
		return Credentials{}, k.flight, nil
	}
	return Credentials{}, nil, k.err
}

// refused hears that the service does not take the keys any more: the next attempt starts from nothing.
func (k *keeper) refused(id string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.keys != nil && k.keys().ID == id {
		k.renew = true
	}
}

// fetch is one attempt. The library takes no context; its own limits end it after a minute at most, and callers
// wait no longer than they like.
func (k *keeper) fetch(anew bool) {
	if anew {
		k.library = nil
	}
	keys, err := k.ask()
	if err != nil {
		k.library = nil
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.tried, k.err = time.Now(), err
	if err == nil {
		k.keys, k.fresh = func() Credentials { return keys }, k.tried
	}
	close(k.flight)
	k.flight = nil
}

func (k *keeper) ask() (Credentials, error) {
	s, err := k.options.find()
	if err != nil {
		return Credentials{}, err
	}
	if k.library == nil || k.library.print != s.print {
		provider, err := s.build()
		if err != nil {
			return Credentials{}, s.failure(err)
		}
		k.library = &library{provider, s.print}
	}
	model, err := getCredentials(k.library.provider)
	if err != nil {
		return Credentials{}, s.failure(err)
	}
	if model == nil || model.AccessKeyId == "" || model.AccessKeySecret == "" {
		return Credentials{}, badCredentials("%s gave no keys: %s", s.name, s.renew)
	}
	return Credentials{
		ID:     model.AccessKeyId,
		Secret: NewSecret(model.AccessKeySecret),
		Token:  NewSecret(model.SecurityToken),
		Source: s.name,
	}, nil
}

// getCredentials keeps a crash of the library to itself: answers that lack a field make it dereference nil.
func getCredentials(p providers.CredentialsProvider) (model *providers.Credentials, err error) {
	defer func() {
		if recover() != nil {
			model, err = nil, errCrashed
		}
	}()
	return p.GetCredentials()
}

var errCrashed = badCredentials("the answer makes no sense")

// failure puts an error of the library into words of our own. Its text can hold whole files, answers and URLs, so it
// is only searched for what went wrong.
func (s *source) failure(err error) *credentialError {
	said := strings.ToLower(err.Error())
	has := func(words ...string) bool {
		return some(words, func(w string) bool { return strings.Contains(said, w) })
	}
	class, what := ClassBadCredentials, "gave no keys"
	switch {
	case has("expired"):
		class, what = ClassExpired, "has expired"
	case has("timeout", "timed out", "deadline exceeded", "no such host", "connection refused", "unreachable", "dial tcp"):
		what = "could not be reached"
	case has("nopermission", "notauthorized", "not authorized", "forbidden", "entitynotexist"):
		what = "was refused by the service that gives out keys"
	case has("invalidaccesskey", "signaturedoesnotmatch"):
		what = "holds an AccessKey that is not accepted"
	}
	e := badCredentials("%s %s: %s", s.name, what, s.renew)
	e.class = class
	return e
}
