package api

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aliyun/credentials-go/credentials/providers"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func someKeys(id string) (*providers.Credentials, error) {
	return &providers.Credentials{AccessKeyId: id, AccessKeySecret: "s"}, nil
}

func idOf(t *testing.T, k *keeper) string {
	t.Helper()
	keys, err := k.Credentials(t.Context())
	require.NoError(t, err)
	return keys.ID
}

// An attempt that hangs lets its callers go after 20 s and is not joined by a second one; what it brings in the end is
// taken.
func TestHangingLibraryIsAskedOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		calls, release := 0, make(chan struct{})
		k := keeperOf(fakeProvider(func() (*providers.Credentials, error) {
			calls++
			<-release
			return someKeys("late")
		}))
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err := k.Credentials(ctx)
		require.ErrorIs(t, err, context.DeadlineExceeded, "a caller's own limit comes first")
		assert.Zero(t, k.State().FailingSince)

		began := time.Now()
		_, err = k.Credentials(t.Context())
		require.EqualError(t, err, "fake gave no keys within 20s: mend it")
		assert.Equal(t, 19*time.Second, time.Since(began))
		time.Sleep(10 * time.Minute)
		began = time.Now()
		_, err = k.Credentials(t.Context())
		require.Error(t, err)
		assert.Zero(t, time.Since(began), "nobody waits for it any more")
		assert.Equal(t, CredentialState{Source: "fake", FailingSince: k.began, Reason: err.Error()}, k.State())

		close(release)
		synctest.Wait()
		assert.Equal(t, "late", idOf(t, k))
		assert.Equal(t, 1, calls, "callers that gave up do not start it again")
		assert.False(t, k.State().Failing())
	})
}

// A file that the keys depend on is watched from the first attempt on, which is no reason for a second one.
func TestAFileOfTheKeysIsNoChangeByItself(t *testing.T) {
	token := filepath.Join(t.TempDir(), "token")
	require.NoError(t, os.WriteFile(token, []byte("one"), 0o600))
	synctest.Test(t, func(t *testing.T) {
		calls := 0
		k := keeperOf(fakeProvider(func() (*providers.Credentials, error) {
			calls++
			return someKeys("id")
		}))
		find := k.find
		k.find = func() (*source, error) {
			s, err := find()
			s.files = []string{token}
			return s, err
		}
		ask := func() int {
			idOf(t, k)
			synctest.Wait()
			time.Sleep(fetchPause)
			return calls
		}
		assert.Equal(t, 1, ask())
		assert.Equal(t, 1, ask(), "nothing has changed")
		require.NoError(t, os.WriteFile(token, []byte("another"), 0o600))
		assert.Equal(t, 2, ask())
		assert.Equal(t, 2, ask())
	})
}

// However many callers there are and however long it fails, attempts are apart: each costs the library a connection
// pool that lingers for 90 s.
func TestFailingAttemptsAreApart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var at []time.Time
		k := keeperOf(fakeProvider(func() (*providers.Credentials, error) {
			at = append(at, time.Now())
			return nil, errors.New("x")
		}))
		for end := time.Now().Add(2 * time.Hour); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
			_, err := k.Credentials(t.Context())
			require.Error(t, err)
		}
		synctest.Wait()
		assert.Less(t, len(at), 2*7200/int(maxBackoff.Seconds())*2, "the pauses grow")
		assert.Greater(t, len(at), 7200/70)
		for i := range at[1:] {
			gap := at[i+1].Sub(at[i])
			assert.GreaterOrEqual(t, gap, fetchPause)
			assert.LessOrEqual(t, gap, maxBackoff+fetchPause+time.Second)
		}
	})
}

func TestPausesGrowToAMinute(t *testing.T) {
	for failures, want := range map[int]time.Duration{1: 5, 2: 10, 3: 20, 4: 40, 5: 60, 9: 60, 1 << 30: 60} {
		assert.Equal(t, fetchPause, pauseAfter(failures, 0))
		assert.InDelta(t, want*time.Second, pauseAfter(failures, 0.999999), float64(time.Millisecond))
	}
}

// A failure while good keys are at hand is told beside them; the API itself decides when they are of no use.
func TestLastGoodKeysStay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var broken atomic.Bool
		var log bytes.Buffer
		k := keeperOf(fakeProvider(func() (*providers.Credentials, error) {
			if broken.Load() {
				return nil, errors.New("read canary-secret: connection refused")
			}
			return someKeys("good")
		}))
		k.options.Log = slog.New(slog.NewTextHandler(&log, nil))
		start := time.Now()
		assert.Equal(t, CredentialState{}, k.State())
		assert.Equal(t, "good", idOf(t, k))
		assert.Equal(t, CredentialState{Source: "fake", Refreshed: start}, k.State())

		broken.Store(true)
		for range 40 { // 200 s
			time.Sleep(5 * time.Second)
			assert.Equal(t, "good", idOf(t, k))
			synctest.Wait()
		}
		state := k.State()
		assert.Equal(t, start, state.Refreshed)
		assert.Equal(t, start.Add(30*time.Second), state.FailingSince)
		assert.Equal(t, "fake could not be reached: mend it", state.Reason)

		broken.Store(false)
		time.Sleep(maxBackoff + fetchPause)
		assert.Equal(t, "good", idOf(t, k))
		synctest.Wait()
		assert.False(t, k.State().Failing())
		assert.Empty(t, k.State().Reason)
		assert.Equal(t, time.Now(), k.State().Refreshed)
		assert.Equal(t, 1, strings.Count(log.String(), "credentials fail"), "told once")
		assert.Equal(t, 1, strings.Count(log.String(), "credentials are back"))
		assert.NotContains(t, log.String(), "canary")
	})
}

// Refused keys are not sent again while there is hope for better ones, and the error says what to do.
func TestRefusedKeys(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		answers := make(chan func() (*providers.Credentials, error), 10)
		k := keeperOf(fakeProvider(func() (*providers.Credentials, error) { return (<-answers)() }))
		give := func(id string) { answers <- func() (*providers.Credentials, error) { return someKeys(id) } }
		give("old")
		assert.Equal(t, "old", idOf(t, k))
		k.refused("another")
		assert.Equal(t, "old", idOf(t, k))
		k.refused("old")
		assert.Equal(t, "old", idOf(t, k), "the last attempt was just now")

		time.Sleep(fetchPause)
		answers <- func() (*providers.Credentials, error) { return nil, errors.New("token expired") }
		_, err := k.Credentials(t.Context())
		require.EqualError(t, err, "fake has expired: mend it")
		assert.True(t, k.State().Failing())

		time.Sleep(fetchPause)
		give("new")
		assert.Equal(t, "new", idOf(t, k))
		assert.False(t, k.State().Failing())
	})
}

// Every failure and every refusal costs the object: it sticks to what it tried last.
func TestObjectsAreReplaced(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		builds, asked, broken, keep := 0, 0, false, false
		k := keeperOf(nil)
		k.find = func() (*source, error) {
			return &source{name: "fake", print: "same", renew: "mend it", keep: keep, build: func() (providers.CredentialsProvider, error) {
				builds++
				return fakeProvider(func() (*providers.Credentials, error) {
					asked++
					if broken {
						return nil, errors.New("x")
					}
					return someKeys("i")
				}), nil
			}}, nil
		}
		next := func() {
			time.Sleep(time.Minute + fetchPause)
			_, _ = k.Credentials(t.Context())
			synctest.Wait()
		}
		next()
		next()
		assert.Equal(t, []int{1, 2}, []int{builds, asked}, "one that works is kept")
		broken = true
		next()
		next()
		assert.Equal(t, []int{2, 4}, []int{builds, asked}, "one that failed is not")
		broken = false
		next()
		k.refused("i")
		next()
		assert.Equal(t, []int{4, 6}, []int{builds, asked})
		broken, keep = true, true
		next()
		next()
		assert.Equal(t, []int{4, 8}, []int{builds, asked}, "what it holds may exist nowhere else")
	})
}

// The race detector looks on: the library's objects are not safe to share.
func TestManyCallersOneOwner(t *testing.T) {
	inside, unguarded := atomic.Int32{}, 0
	k := keeperOf(fakeProvider(func() (*providers.Credentials, error) {
		defer inside.Add(-1)
		if inside.Add(1) > 1 {
			t.Error("two at once")
		}
		unguarded++
		return someKeys("i")
	}))
	var callers sync.WaitGroup
	for range 16 {
		callers.Go(func() {
			for range 200 {
				_, err := k.Credentials(t.Context())
				assert.NoError(t, err)
				k.refused("i")
				k.State()
				k.mu.Lock()
				k.ended = time.Time{} // as if 5 s had passed
				k.mu.Unlock()
			}
		})
	}
	callers.Wait()
	k.refused("i")
	idOf(t, k)
}
