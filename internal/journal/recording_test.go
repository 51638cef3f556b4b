package journal

import (
	"errors"
	"io"
	"math/rand/v2"
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

// comparePlayed plays a recording from its beginning to its end.
func (s *session) comparePlayed(t *testing.T, r *Recording) {
	t.Helper()
	p, look := from(t, r), 0
	for n, want := range s.events {
		for ; look < len(s.looks) && s.looks[look].events == n; look++ {
			shown := s.looks[look].snapshot
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
		if look.events < len(s.events) && !s.events[look.events].At.After(look.snapshot.At) {
			continue // it was made between two events of the same time
		}
		p, err := r.At(look.snapshot.At)
		require.NoError(t, err)
		require.Equal(t, look.snapshot, p.Fold().Snapshot(look.snapshot.At))
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
