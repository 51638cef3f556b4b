package journal

import (
	"errors"
	"io"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/poller"
)

// opened is a recording that has nothing to note.
func opened(t testing.TB, paths ...string) *Recording {
	t.Helper()
	r, notes, err := Open(paths...)
	require.NoError(t, err)
	require.Empty(t, notes)
	t.Cleanup(func() { require.NoError(t, r.Close()) })
	return r
}

// from is a player of everything from the beginning on.
func from(t testing.TB, r *Recording) *Player {
	t.Helper()
	p, err := r.At(time.Time{})
	require.NoError(t, err)
	t.Cleanup(p.Close)
	return p
}

// A recording shows what the dashboard showed, whether it is played from the start or entered anywhere.
func TestReplayShowsWhatWasShown(t *testing.T) {
	for name, o := range worlds() {
		t.Run(name, func(t *testing.T) {
			s := record(t, o, poller.Options{Keep: 400}, 8*time.Minute, Options{Path: "a.ndjson"}, Options{Path: "b.ndjson.zst"})
			for _, path := range s.paths {
				r := opened(t, path)
				require.Greater(t, len(r.parts[0].segments), 2)
				if path == s.paths[0] { // the compressed ones are played to their end elsewhere
					s.comparePlayed(t, r)
				}
				s.compareEntered(t, r, 6)
			}
		})
	}
}

// A recording of named tasks and batches alone shows those, whatever they are called in it.
func TestNamedTasksAreReplayed(t *testing.T) {
	o := worlds()["migration"]
	only := named(t, record(t, o, poller.Options{}, time.Minute))
	s := record(t, o, poller.Options{Only: only}, 8*time.Minute,
		Options{Path: "a.ndjson"}, Options{Path: "b.ndjson.zst"}, Options{Path: "masked.ndjson", Mask: true})
	asked := map[poller.Op]int{}
	for _, e := range s.events {
		asked[e.Call.Op]++
	}
	require.Positive(t, asked[poller.OpBatch])
	require.Zero(t, asked[poller.OpList])
	shown := s.looks[len(s.looks)-1]
	require.Greater(t, shown.Tasks.Len(), len(only.IDs)+len(only.Batches), "a batch has several tasks")
	for _, path := range s.paths[:2] {
		s.comparePlayed(t, opened(t, path))
		s.compareEntered(t, opened(t, path), 6)
	}
	p, err := opened(t, s.paths[2]).At(shown.At)
	require.NoError(t, err)
	defer p.Close()
	masked := p.Fold().Snapshot(shown.At)
	require.Equal(t, shown.Tasks.Len(), masked.Tasks.Len())
	require.Len(t, masked.Wanted, len(shown.Wanted))
	for i, task := range shown.Tasks.All() {
		assert.NotEqual(t, task.ID, masked.Tasks.At(i).ID)
		assert.Equal(t, task.Status(), masked.Tasks.At(i).Status())
	}
}

// named are some of the tasks that a session met, and batches of several.
func named(t *testing.T, s *session) (only poller.Only) {
	t.Helper()
	sizes := map[string]int{}
	for _, task := range s.looks[len(s.looks)-1].Tasks.All() {
		if task.Sync != nil && task.Sync.BatchID != "" {
			sizes[task.Sync.BatchID]++
		} else if len(only.IDs) < 3 {
			only.IDs = append(only.IDs, task.ID)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(sizes)) {
		if sizes[id] > 2 && len(only.Batches) < 2 {
			only.Batches = append(only.Batches, id)
		}
	}
	require.Len(t, only.Batches, 2)
	return only
}

// comparePlayed plays a recording from its beginning to its end.
func (s *session) comparePlayed(t *testing.T, r *Recording) {
	t.Helper()
	p, look := from(t, r), 0
	for n, want := range s.events {
		for ; look < len(s.looks) && s.looks[look].Events == n; look++ {
			shown := s.looks[look]
			again := p.Fold().Snapshot(shown.At)
			if look%(len(s.looks)/20) == 0 { // to compare all of it takes long
				require.Equal(t, shown, again, "after %d events", n)
			}
		}
		got, err := p.Next()
		require.NoError(t, err)
		require.Equal(t, kept(want), got)
	}
	_, err := p.Next()
	require.ErrorIs(t, err, io.EOF)
	require.Empty(t, p.Notes())
	from, to := r.Span()
	assert.Equal(t, s.events[len(s.events)-1].At, to)
	assert.False(t, from.After(s.events[0].At))
}

// compareEntered goes to moments at which the dashboard showed something.
func (s *session) compareEntered(t *testing.T, r *Recording, times int) {
	t.Helper()
	random := rand.New(rand.NewPCG(1, 2))
	for range times {
		look := s.looks[random.IntN(len(s.looks))]
		if look.Events < len(s.events) && !s.events[look.Events].At.After(look.At) {
			continue // it was made between two events of the same time
		}
		p, err := r.At(look.At)
		require.NoError(t, err)
		require.Equal(t, look, p.Fold().Snapshot(look.At))
		p.Close()
	}
}

func drain(p *Player) (events []poller.Event, err error) {
	for {
		e, err := p.Next()
		if errors.Is(err, io.EOF) {
			return events, nil
		}
		if err != nil {
			return events, err
		}
		events = append(events, e)
	}
}
