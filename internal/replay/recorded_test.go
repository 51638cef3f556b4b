package replay_test

import (
	"context"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/stretchr/testify/require"

	"acrwatch/internal/journal"
	"acrwatch/internal/past"
	"acrwatch/internal/replay"
	"acrwatch/internal/simulator"
	"acrwatch/internal/simulator/inprocess"
	"acrwatch/keymap"
	"acrwatch/poller"
	"acrwatch/ui"
)

// session is what a live dashboard was shown, and the recording of it.
type session struct {
	shown []*poller.Snapshot
	path  string
}

// record runs a poller against the simulator in virtual time.
func record(t testing.TB, o simulator.Options, d time.Duration) *session {
	t.Helper()
	s := &session{path: filepath.Join(t.TempDir(), "sync.ndjson")}
	run := func(t *testing.T) {
		service, client, err := inprocess.New(o, inprocess.Key())
		require.NoError(t, err)
		specs := []poller.Spec{{Region: service.Region(), API: client, Endpoint: client.Endpoint()}}
		recorder, err := journal.Create(journal.Options{Path: s.path, Specs: specs})
		require.NoError(t, err)
		ctx, stop := context.WithTimeout(t.Context(), d)
		defer stop()
		p := poller.New(specs, poller.Options{Record: recorder.Record})
		require.NoError(t, p.Run(ctx, func(shown *poller.Snapshot) { s.shown = append(s.shown, shown) }))
		require.NoError(t, recorder.Close())
	}
	synctest.Test(t.(*testing.T), run)
	require.NotEmpty(t, s.shown)
	return s
}

func (s *session) open(t testing.TB) *journal.Recording {
	t.Helper()
	r, notes, err := journal.Open(s.path)
	require.NoError(t, err)
	require.Empty(t, notes)
	t.Cleanup(func() { require.NoError(t, r.Close()) })
	return r
}

// played is a player at work, whose moments can be waited for.
type played struct {
	*replay.Player
	t       testing.TB
	moments chan past.Moment
}

func play(t testing.TB, r *journal.Recording) *played {
	t.Helper()
	p := &played{replay.New(r, replay.Options{}), t, make(chan past.Moment)}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		ended <- p.Run(ctx, func(m past.Moment) {
			select {
			case p.moments <- m:
			case <-ctx.Done():
			}
		})
	}()
	t.Cleanup(func() {
		stop()
		require.NoError(t, <-ended)
	})
	return p
}

// until waits for a moment of which something is true.
func (p *played) until(is func(past.Moment) bool) past.Moment {
	p.t.Helper()
	limit := time.After(time.Minute)
	for {
		select {
		case m := <-p.moments:
			if is(m) {
				return m
			}
		case <-limit:
			require.FailNow(p.t, "no such moment comes")
		}
	}
}

// at goes to an instant.
func (p *played) at(to time.Time) past.Moment {
	p.t.Helper()
	p.Seek(to)
	return p.until(func(m past.Moment) bool { return m.Snapshot.At.Equal(to) })
}

// still stands in for a player whose moments a test feeds itself.
type still struct{}

func (still) Play(bool)      {}
func (still) Pace(float64)   {}
func (still) Seek(time.Time) {}

func dashboard(recorded bool, width, height int) *ui.Model {
	o := ui.Options{Keys: keymap.Default(), Theme: "dark", Location: time.UTC}
	if recorded {
		o.Player = still{}
	}
	return feed(ui.New(o), tea.WindowSizeMsg{Width: width, Height: height})
}

func feed(m *ui.Model, msgs ...tea.Msg) *ui.Model {
	for _, msg := range msgs {
		m.Update(msg)
	}
	return m
}

func press(keys string) []tea.Msg {
	var msgs []tea.Msg
	for _, r := range keys {
		key := tea.KeyPressMsg{Code: r, Text: string(r)}
		if r == '\r' {
			key = tea.KeyPressMsg{Code: tea.KeyEnter}
		}
		msgs = append(msgs, key)
	}
	return msgs
}
