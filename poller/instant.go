package poller

import (
	"time"

	"acrwatch/api"
)

// Instant is a time in a third of the room.
type Instant = api.Instant

// InstantOf is an instant that says the same as t.
func InstantOf(t time.Time) Instant { return api.InstantOf(t) }
