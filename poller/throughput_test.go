package poller

import (
	"math"
	"testing"

	"acrwatch/api"
	"acrwatch/internal/codec"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Bytes count in the minute in which they move, or not at all.
func TestThroughput(t *testing.T) {
	all := &tally{moving: 10, followed: 7, again: 7}
	at := func(seconds float64) Instant { return InstantOf(second(seconds)) }
	moving := func(answered Instant, moved int64) *Task {
		return &Task{Phase: api.PhaseRunning, Answered: answered, Flow: Flow{Moved: moved, Size: 9 * mib, SizeKnown: true}}
	}
	started := func() *throughput {
		p := &throughput{}
		for s := 0.0; s <= 180; s += 2 {
			p.note(at(s), all)
		}
		return p
	}
	tell := func(p *throughput, seconds float64) any {
		if rate, known := p.rate(at(seconds)); known {
			return rate
		}
		return "unknown"
	}
	t.Run("counts what moves", func(t *testing.T) {
		p := started()
		p.add(moving(at(170), mib), moving(at(175), 4*mib))
		assert.InDelta(t, 3*mib/178.0, tell(p, 180), 1)
	})
	t.Run("counts the rest of a task that is done", func(t *testing.T) {
		p := started()
		done := moving(at(170), mib)
		done.Phase = api.PhaseDone
		p.add(moving(at(170), mib), done)
		assert.InDelta(t, 8*mib/178.0, tell(p, 180), 1)
	})
	t.Run("bytes that fall are no movement", func(t *testing.T) {
		p := started()
		p.add(moving(at(170), 4*mib), moving(at(175), mib))
		assert.Zero(t, tell(p, 180))
	})
	t.Run("no figure is too large", func(t *testing.T) {
		p := started()
		for range 3 {
			p.add(moving(at(170), math.MinInt64), moving(at(175), math.MaxInt64))
		}
		assert.EqualValues(t, 3*weightMost, p.bytes)
	})
	t.Run("nobody knows when bytes moved that were there before", func(t *testing.T) {
		p := started()
		p.add(moving(0, 0), moving(at(175), 4*mib))
		p.add(moving(at(-1), 0), moving(at(175), 4*mib))
		assert.Zero(t, tell(p, 180))
	})
	t.Run("it takes minutes", func(t *testing.T) {
		p := &throughput{}
		for s := 0.0; s <= 120; s += 2 {
			p.note(at(s), all)
		}
		assert.Equal(t, "unknown", tell(p, 120))
		p.note(at(122), all)
		assert.Zero(t, tell(p, 122))
	})
	t.Run("most tasks must be counted", func(t *testing.T) {
		p := started()
		p.note(at(182), &tally{moving: 10, followed: 6, again: 10})
		assert.Equal(t, "unknown", tell(p, 182))
		for s := 184.0; s <= 600; s += 2 {
			p.note(at(s), &tally{moving: 10, followed: 10, again: 6})
		}
		assert.Equal(t, "unknown", tell(p, 600), "and asked again")
	})
	t.Run("silence ends it", func(t *testing.T) {
		p := started()
		assert.NotEqual(t, "unknown", tell(p, 240))
		assert.Equal(t, "unknown", tell(p, 241))
		p.note(at(241), all)
		assert.Equal(t, "unknown", tell(p, 241))
		p.add(moving(at(170), mib), moving(at(241), 4*mib))
		assert.Zero(t, p.bytes, "what moved meanwhile")
	})
	t.Run("it remembers some minutes", func(t *testing.T) {
		p := started()
		p.add(moving(at(170), mib), moving(at(175), 4*mib))
		for s := 182.0; s <= 3600; s += 2 {
			p.note(at(s), all)
		}
		assert.LessOrEqual(t, len(p.marks), int(throughputMost/throughputStep)+1)
		assert.Zero(t, tell(p, 3600))
	})
	t.Run("it is saved", func(t *testing.T) {
		p := started()
		p.add(moving(at(170), mib), moving(at(175), 4*mib))
		for s := 182.0; s <= 240; s += 2 {
			p.note(at(s), all)
		}
		var again throughput
		require.NoError(t, new(codec.Reader).Read(codec.Append(nil, p.describe), again.describe))
		assert.Equal(t, *p, again)
	})
}
