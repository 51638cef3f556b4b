package api

import (
	"net/http"
	"sync/atomic"
	"time"
)

const (
	// maxClockOffset bounds what an answer can make us believe of our own clock.
	maxClockOffset = 24 * time.Hour
	// clockStep is the smallest difference that counts: a Date header has whole seconds, and the way takes time too.
	clockStep = 3 * time.Second
)

// clock is how far the service's clock is ahead of this machine's, as the service's answers have taught it. It only
// dates requests; what the screen shows stays on the clock of the machine.
type clock struct {
	offset atomic.Int64 // nanoseconds; 0 when nothing was learnt
}

// ClockOffset is how far the service's clock is ahead of this machine's, in whole seconds: below zero when this
// machine is the one ahead, and 0 when the two are close or nothing was learnt. It is learnt when the service refuses
// the date of a request, and followed from then on.
func (c *Client) ClockOffset() time.Duration { return c.clock.ahead() }

func (k *clock) ahead() time.Duration { return time.Duration(k.offset.Load()) }

// learn takes a measured offset. Small ones count as none, so that a clock that was set right is no longer called off.
func (k *clock) learn(measured time.Duration) {
	if measured.Abs() < clockStep {
		measured = 0
	}
	if (measured-k.ahead()).Abs() >= clockStep || measured == 0 {
		k.offset.Store(int64(measured))
	}
}

// measureClock compares the Date of an answer with the middle of the time that the call took. Only an answer that
// nobody on the way can have written is believed.
func (c *Client) measureClock(h http.Header, sent, received time.Time) (time.Duration, bool) {
	if c.endpoint.Scheme != "https" && !loopback(c.endpoint.Hostname()) {
		return 0, false
	}
	date, err := http.ParseTime(h.Get("Date"))
	if err != nil {
		return 0, false
	}
	const cutOff = time.Second / 2 // by the header, which has no fractions, on average
	middle := received.Add(-received.Sub(sent) / 2)
	offset := date.Add(cutOff).Sub(middle).Round(time.Second)
	return offset, offset.Abs() <= maxClockOffset
}

// hearDate follows the service's clock: from the first date that it refuses, and then with every answer, because this
// machine's clock can be set right at any time.
func (c *call) hearDate(sent time.Time, failure *Error) {
	refused := failure != nil && failure.Class == ClassClock
	if !refused && c.client.clock.ahead() == 0 {
		return
	}
	if offset, ok := c.client.measureClock(c.header, sent, c.received); ok {
		c.client.clock.learn(offset)
	}
}

// redated says that the refused date of this call is not the one that it would have now.
func (c *call) redated(failure *Error) bool {
	return failure.Class == ClassClock && c.client.clock.ahead() != c.ahead
}
