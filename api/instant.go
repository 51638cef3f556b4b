package api

import "time"

// Instant is a time in a third of the room: nanoseconds since 1970. Zero is no time.
type Instant int64

// InstantOf is an instant that says the same as t.
func InstantOf(t time.Time) Instant {
	if t.IsZero() {
		return 0
	}
	return Instant(t.UnixNano())
}

// Time is the instant in UTC; zero when there is none.
func (i Instant) Time() time.Time {
	if i == 0 {
		return time.Time{}
	}
	return time.Unix(0, int64(i)).UTC()
}

// IsZero says that there is no time.
func (i Instant) IsZero() bool { return i == 0 }
