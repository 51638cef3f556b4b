package api

import "time"

// CredentialState is how the keys are doing, for the header of the screen.
type CredentialState struct {
	Source       string    // where the keys are from; empty before the first attempt
	File         string    // the path of the file that holds them; empty when none does
	Refreshed    time.Time // when the keys in use were last confirmed; zero when there were none yet
	FailingSince time.Time // when refreshing began to fail; zero while it works
	Reason       string    // why it fails and what to do, in one line of our own words; empty while it works
	Expiry       time.Time // when the keys in use end; zero for lasting ones, and when nobody knows
}

// Failing says that refreshing fails at present. The keys in use may still be good.
func (s CredentialState) Failing() bool { return !s.FailingSince.IsZero() }

// credentialWatcher is a provider that knows how its keys are doing.
type credentialWatcher interface{ State() CredentialState }

// CredentialState tells how the client's keys are doing. It never waits, and is zero when the provider does not know.
func (c *Client) CredentialState() CredentialState {
	if w, ok := c.credentials.(credentialWatcher); ok {
		return w.State()
	}
	return CredentialState{}
}

// State tells where the keys come from; they never fail.
func (p staticProvider) State() CredentialState { return CredentialState{Source: Clean(p().Source)} }

// State tells how the keys are doing, without waiting.
func (k *keeper) State() CredentialState {
	k.mu.Lock()
	defer k.mu.Unlock()
	state := CredentialState{Refreshed: k.fresh, FailingSince: k.failing, Expiry: k.expiry}
	if k.source != nil {
		state.Source, state.File = k.source.name, k.source.path
	}
	if k.err != nil {
		state.Reason = k.err.Error()
	}
	if k.flight != nil && time.Since(k.began) >= fetchLimit {
		state.Reason = k.slow().Error()
		if !state.Failing() {
			state.FailingSince = k.began
		}
	}
	return state
}
