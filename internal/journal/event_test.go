package journal

import (
	"bytes"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/internal/simulator"
	"acrwatch/poller"
)

// worlds are what the simulator can play, with its quirks.
func worlds() map[string]simulator.Options {
	all := map[string]simulator.Options{}
	for _, s := range simulator.Scenarios() {
		if raced && s.Name != "migration" {
			continue
		}
		all[s.Name] = simulator.Options{Scenario: s.Name, Seed: 3, Tasks: 700, Active: 60, Speed: 2}
	}
	return all
}

// kept is what a recording keeps of an event.
func kept(e poller.Event) poller.Event {
	if e.Err == nil {
		e.Jitter = 0 // chance counts for failures alone
	} else {
		e.Body = nil // and there the body counts for nothing
	}
	return e
}

// Whatever the service answers is read as it was written.
func TestEventsAreReadAsTheyWereWritten(t *testing.T) {
	for name, o := range worlds() {
		t.Run(name, func(t *testing.T) {
			s := record(t, o, poller.Options{}, 4*time.Minute)
			start := s.events[0].At
			writes, reads := newMemory(start), newMemory(start)
			whats := map[poller.What]int{}
			size := 0
			for i := range s.events {
				line := writes.appendEvent(nil, &s.events[i])
				require.True(t, bytes.HasPrefix(line, []byte(`{"t":`)))
				require.Equal(t, 1, bytes.Count(line, []byte("\n")))
				size += len(line)
				got, _, err := reads.readEvent(line)
				require.NoError(t, err, string(line))
				require.Equal(t, kept(s.events[i]), got, string(line))
				whats[got.What]++
			}
			assert.Len(t, whats, 5, "sent, answered, ticked, paused and unpaused: %v", whats)
			t.Logf("%d calls, %d bytes a call", whats[poller.Answered], size/whats[poller.Answered])
		})
	}
}

func TestCallsThatWentOutBeforeAreWrittenByTheirNumbers(t *testing.T) {
	start := time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)
	list, get := poller.Call{Op: poller.OpList, Page: 3}, poller.Call{Op: poller.OpGet, ID: "rst-1"}
	writes, reads := newMemory(start), newMemory(start)
	for _, test := range []struct {
		call poller.Call
		line string
	}{
		{list, `{"t":0,"o":"list","p":3}`}, {get, `{"t":0,"i":"rst-1"}`}, {get, `{"t":0,"n":1}`}, {list, `{"t":0,"n":0}`},
	} {
		e := poller.Event{What: poller.Sent, At: start, Call: test.call}
		line := writes.appendEvent(nil, &e)
		assert.Equal(t, test.line+"\n", string(line))
		got, _, err := reads.readEvent(line)
		require.NoError(t, err)
		assert.Equal(t, e, got)
	}
	for _, line := range []string{`{"t":0,"n":2}`, `{"t":0,"n":-1}`} {
		_, _, err := reads.readEvent([]byte(line))
		assert.ErrorIs(t, err, errShape, line)
	}
}
