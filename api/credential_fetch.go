package api

import (
	"log/slog"
	"slices"
	"time"
)

// owned is what belongs to the attempt under way.
type owned struct {
	library *library
	mark    string   // of the files, when they were last read
	files   []string // that the source reads by itself
	warned  string   // the file that was last complained about
	wrote   bool     // a file is as this attempt has left it
}

// attempt asks for keys when they are due or when a file has changed. The library takes no context; its own limits end
// it, and callers wait no longer than they like.
func (k *keeper) attempt(due, anew bool) {
	mark := k.options.mark(k.owned.files)
	if anew || mark != k.owned.mark {
		k.owned.library = nil
	}
	if !due && mark == k.owned.mark {
		k.settle(func(time.Time) {})
		return
	}
	k.owned.mark = mark
	keys, expiry, err := k.ask()
	if err != nil {
		k.discard()
	}
	k.adopt()
	k.settle(func(now time.Time) {
		if err != nil {
			k.failed(now, err)
			return
		}
		k.got(now, keys, expiry)
	})
}

// settle ends the attempt with what is learnt from it.
func (k *keeper) settle(learn func(now time.Time)) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.ended = time.Now()
	learn(k.ended)
	close(k.flight)
	k.flight = nil
}

func (k *keeper) got(now time.Time, keys Credentials, expiry time.Time) {
	if !k.failing.IsZero() {
		k.options.logger().Info("credentials are back", "source", keys.Source, "after", now.Sub(k.failing).Round(time.Second))
	}
	k.keys, k.expiry, k.fresh, k.renew = func() Credentials { return keys }, expiry, now, false
	k.err, k.failing = nil, time.Time{}
	k.backoff.reset()
}

func (k *keeper) failed(now time.Time, err error) {
	if k.failing.IsZero() {
		k.failing = now
		k.options.logger().Warn("credentials fail", "reason", err.Error())
	}
	k.err = err
	k.backoff.failed(now)
}

// discard drops the library's object after a failure, but for one that holds what exists nowhere else.
func (k *keeper) discard() {
	if k.source == nil || !k.source.keep {
		k.owned.library = nil
	}
}

// saved hears how it went to write a renewed sign-in into the user's file.
func (k *keeper) saved(err error) {
	k.owned.wrote = err == nil
	if err != nil {
		k.options.logger().Warn("the renewed sign-in cannot be saved", "fix", "make the aliyun CLI's configuration writable")
	}
}

// adopt takes the file as it was written here for the one that the object was built from: the object has the same
// tokens, and a new one would renew them again.
func (k *keeper) adopt() {
	if !k.owned.wrote {
		return
	}
	k.owned.wrote = false
	k.owned.mark = k.options.mark(k.owned.files)
	if s, err := k.find(); err == nil && k.owned.library != nil {
		k.owned.library.print = s.print
	}
}

func (k *keeper) ask() (Credentials, time.Time, error) {
	s, err := k.find()
	if err != nil {
		return Credentials{}, time.Time{}, err
	}
	k.mu.Lock()
	k.source = s
	k.mu.Unlock()
	k.warn(s)
	if !slices.Equal(k.owned.files, s.files) {
		k.owned.files = s.files
		k.owned.mark = k.options.mark(s.files) // or these files would seem to have changed since
	}
	if k.owned.library == nil || k.owned.library.print != s.print {
		provider, err := guarded(s.build)
		if err != nil {
			return Credentials{}, time.Time{}, s.failure(err)
		}
		k.owned.library = newLibrary(provider, s.print)
	}
	model, err := k.owned.library.ask()
	switch {
	case err != nil:
		return Credentials{}, time.Time{}, s.failure(err)
	case model == nil || model.AccessKeyId == "" || model.AccessKeySecret == "":
		return Credentials{}, time.Time{}, badCredentials("%v gave no keys: %v", s.name, s.renew)
	}
	expiry := s.expiry
	if e := k.owned.library.expiry(); !e.IsZero() {
		expiry = e
	}
	return Credentials{
		ID:     model.AccessKeyId,
		Secret: NewSecret(model.AccessKeySecret),
		Token:  NewSecret(model.SecurityToken),
		Source: s.name,
	}, expiry, nil
}

// warn tells once that other users of the machine can read the file with the keys.
func (k *keeper) warn(s *source) {
	if s.path == "" || s.path == k.owned.warned || !readableByOthers(s.path) {
		return
	}
	k.owned.warned = s.path
	k.options.logger().Warn("other users can read the credentials", "file", s.shown, "fix", "chmod 600 "+s.shown)
}

func (o CredentialOptions) logger() *slog.Logger {
	if o.Log == nil {
		return slog.New(slog.DiscardHandler)
	}
	return o.Log
}
