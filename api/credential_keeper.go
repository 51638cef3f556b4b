package api

import (
	"context"
	"sync"
	"time"
)

const (
	keysFresh  = 30 * time.Second // keys are looked at again after this, behind the caller's back
	fetchPause = 5 * time.Second  // between two attempts, so that failing keys do not mean a call each
	fetchLimit = 20 * time.Second // callers wait no longer for an attempt, whatever their own limit
)

// NewCredentialProvider gives keys from where o says. It never fails; what is wrong is told by Credentials and by
// Client.CredentialState.
//
// The library's objects are not safe to share, read their files once, stick to the place they tried last and forget
// good keys when a renewal fails. So one goroutine at a time asks them, with a new object whenever the
// configuration has changed, the service has refused the keys or the last attempt failed, and the last good keys stay
// until there are better ones.
func NewCredentialProvider(o CredentialOptions) CredentialProvider { return newKeeper(o) }

func newKeeper(o CredentialOptions) *keeper {
	k := &keeper{}
	o.saved = k.saved
	k.options, k.find = o, o.find
	return k
}

type keeper struct {
	options CredentialOptions
	find    func() (*source, error)

	mu      sync.Mutex
	keys    staticProvider // last good ones; nil before the first
	expiry  time.Time      // of keys; zero when nobody knows
	fresh   time.Time      // when they were got
	renew   bool           // the service has refused them
	source  *source        // found by the last attempt
	flight  chan struct{}  // closed when the attempt under way ends; nil when there is none
	began   time.Time      // when it began
	ended   time.Time      // when the last one ended
	err     error          // what that one ended with
	failing time.Time      // since when attempts fail; zero when they do not
	backoff backoff

	owned owned // touched by the attempt under way only
}

// Credentials gives the keys. Only the first call, and those after a refusal or a failure, wait, and for 20 s at most.
func (k *keeper) Credentials(ctx context.Context) (Credentials, error) {
	for {
		now := k.look()
		if now.wait == nil {
			return now.keys, now.err
		}
		limit := time.NewTimer(now.left)
		select {
		case <-now.wait:
		case <-limit.C:
		case <-ctx.Done():
		}
		limit.Stop()
		if ctx.Err() != nil {
			return Credentials{}, ctx.Err()
		}
	}
}

// outlook is what a caller gets: keys or an error, or something to wait for and how long.
type outlook struct {
	keys Credentials
	err  error
	wait <-chan struct{}
	left time.Duration
}

func (k *keeper) look() outlook {
	k.mu.Lock()
	defer k.mu.Unlock()
	now := time.Now()
	k.start(now)
	left := k.began.Add(fetchLimit).Sub(now)
	switch {
	case k.keys != nil && !k.renew:
		return outlook{keys: k.keys()}
	case k.flight != nil && left > 0:
		return outlook{wait: k.flight, left: left}
	case k.flight != nil:
		return outlook{err: k.slow()}
	case k.keys != nil && k.err == nil: // refused a moment ago, and nothing better yet
		return outlook{keys: k.keys()}
	}
	return outlook{err: k.err}
}

// start begins an attempt, unless one is under way or has just ended. It asks for keys when they are due; otherwise it
// only looks whether the files have changed.
func (k *keeper) start(now time.Time) {
	if k.flight != nil || !k.ended.IsZero() && now.Sub(k.ended) < fetchPause {
		return
	}
	due := k.keys == nil || k.renew || now.Sub(k.fresh) >= keysFresh
	k.flight, k.began = make(chan struct{}), now
	go k.attempt(due && k.backoff.over(now), k.renew)
}

// refused hears that the service does not take the keys any more: the next attempt starts from nothing.
func (k *keeper) refused(id string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.keys != nil && k.keys().ID == id {
		k.renew = true
	}
}

// slow is the error of an attempt that takes too long. It goes on, and what it brings is taken.
func (k *keeper) slow() error {
	if k.source == nil {
		return badCredentials("the credentials did not come within %ds: check the files they are read from", int(fetchLimit.Seconds()))
	}
	return badCredentials("%v gave no keys within %ds: %v", k.source.name, int(fetchLimit.Seconds()), k.source.renew)
}
