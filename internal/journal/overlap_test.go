package journal

import (
	"path/filepath"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/internal/simulator"
	"acrwatch/poller"
)

// Where a recording begins before another ends, it is what is shown from then on, however one gets there.
func TestTheLaterRecordingTakesOver(t *testing.T) {
	folder := t.TempDir()
	paths := []string{filepath.Join(folder, "a.ndjson"), filepath.Join(folder, "b.ndjson")}
	synctest.Test(t, func(t *testing.T) {
		var both sync.WaitGroup
		for n, path := range paths {
			both.Go(func() {
				time.Sleep(time.Duration(n) * 3 * time.Minute)
				s := &session{specs: simulated(t, simulator.Options{}), forgets: true}
				r, err := Create(Options{Path: path, Specs: s.specs})
				if !assert.NoError(t, err) {
					return
				}
				s.watch(t, poller.Options{Record: r.Record}, 6*time.Minute)
				assert.NoError(t, r.Close())
			})
		}
		both.Wait()
	})
	first, second := opened(t, paths[0]), opened(t, paths[1])
	began, _ := first.Span()
	changed, ended := second.Span()

	r, notes, err := Open(paths[1], paths[0])
	require.NoError(t, err)
	defer r.Close() //nolint:errcheck // it was only read
	assert.Equal(t, []string{paths[1] + ": begins at " + stamp(changed) + ", before " + paths[0] + " ends, and is shown from then on"}, notes)
	start, end := r.Span()
	assert.Equal(t, []time.Time{began, ended}, []time.Time{start, end})
	played, compared := from(t, r), 0
	for at := start; at.Before(end); at = at.Add(37 * time.Second) {
		alone := first
		if !at.Before(changed) {
			alone = second
			compared++
		}
		require.NoError(t, played.PlayTo(at))
		want := shownAt(t, alone, at)
		require.Equal(t, want, played.Fold().Snapshot(at), "played to %s", at)
		require.Equal(t, want, shownAt(t, r, at), "entered at %s", at)
	}
	assert.Greater(t, compared, 5)
}

func shownAt(t *testing.T, r *Recording, at time.Time) *poller.Snapshot {
	t.Helper()
	p, err := r.At(at)
	require.NoError(t, err)
	defer p.Close()
	return p.Fold().Snapshot(at)
}
