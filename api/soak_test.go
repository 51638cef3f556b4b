package api_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"acrwatch/api"
)

const (
	soakWorkers = 8
	soakSpell   = 40 // calls under the same fault
)

// soakTime is how long the soak takes: ACRWATCH_SOAK, such as 60s or 4h, or a moment.
func soakTime(t *testing.T) time.Duration {
	t.Helper()
	text := os.Getenv("ACRWATCH_SOAK")
	if text == "" {
		return 2 * time.Second
	}
	d, err := time.ParseDuration(text)
	require.NoError(t, err, "ACRWATCH_SOAK is a duration such as 60s")
	return d
}

// soak is a crowd of callers under changing faults.
type soak struct {
	*faulty
	t                   *testing.T
	calls, good, failed atomic.Int64
}

// Days of calls under faults: what succeeds is the truth, what fails fails as it should, and nothing piles up.
func TestSoak(t *testing.T) {
	before := goleak.IgnoreCurrent()
	long := soakTime(t)
	t.Run("calls", func(t *testing.T) {
		s := &soak{faulty: newFaulty(t), t: t}
		s.run(long / 4)
		early, goroutines := level()
		s.run(long - long/4)
		late, more := level()
		t.Logf("%d calls, %d good, %d failed; heap %d KiB then %d KiB; goroutines %d then %d",
			s.calls.Load(), s.good.Load(), s.failed.Load(), early>>10, late>>10, goroutines, more)
		assert.Positive(t, s.good.Load())
		assert.Positive(t, s.failed.Load())
		assert.Less(t, late, early+early/2+4<<20, "the heap is level")
		assert.Less(t, more, goroutines+60, "a few connections more or less, and no more")
	})
	goleak.VerifyNone(t, before)
}

// level is what is alive: bytes and goroutines.
func level() (heap uint64, goroutines int) {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc, runtime.NumGoroutine()
}

func (s *soak) run(long time.Duration) {
	ctx, cancel := context.WithTimeout(s.t.Context(), long)
	defer cancel()
	var workers sync.WaitGroup
	for i := range soakWorkers {
		workers.Go(func() {
			random := rand.New(rand.NewPCG(uint64(i), 1))
			for ctx.Err() == nil {
				s.step(random)
			}
		})
	}
	workers.Wait()
	s.proxy.set(healthy)
	for i, call := range s.faulty.calls {
		s.expect(s.t, i, call, nil)
	}
}

// patience keeps black holes from taking all the time.
func (s *soak) patience() time.Duration {
	if s.proxy.fault.Load() == int32(blackHole) {
		return 20 * time.Millisecond
	}
	return time.Second
}

func (s *soak) step(random *rand.Rand) {
	switch n := s.calls.Add(1); {
	case n%2000 == 0:
		s.renew(s.t)
	case n%soakSpell == 0:
		s.proxy.set(max(healthy, fault(random.IntN(2*int(faults)))-faults)) // nothing is wrong half of the time
	}
	i := random.IntN(len(s.faulty.calls))
	ctx, cancel := context.WithTimeout(context.Background(), s.patience())
	defer cancel()
	got, err := s.faulty.calls[i](ctx)
	if err == nil {
		s.good.Add(1)
		assert.Equal(s.t, s.truth[i], withoutRequest(got))
		return
	}
	s.failed.Add(1)
	var e *api.Error
	if !assert.ErrorAs(s.t, err, &e) {
		return
	}
	expected := e.Class == api.ClassNetwork || e.Class == api.ClassBadAnswer || e.Code == "SignatureNonceUsed"
	assert.True(s.t, expected, "%v", e)
	assert.False(s.t, errors.Is(err, context.Canceled))
}
