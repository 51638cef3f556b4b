package poller

import (
	"time"

	"acrwatch/api"
)

// health is what a client knows beside its answers. *api.Client has it; a client without it is taken for well.
type health interface {
	ClockOffset() time.Duration
	CredentialState() api.CredentialState
}

// examine adds to an answer how the client is doing.
func examine(client API, e *Event) {
	if h, ok := client.(health); ok {
		e.Clock, e.Keys = h.ClockOffset(), h.CredentialState()
	}
}
