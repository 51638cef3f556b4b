package journal

import (
	"context"
	"path/filepath"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"acrwatch/internal/simulator"
	"acrwatch/internal/simulator/inprocess"
	"acrwatch/poller"
)

// simulated is a target of the simulator, asked with the real client.
func simulated(t testing.TB, o simulator.Options) []poller.Spec {
	t.Helper()
	key := inprocess.Key()
	key.Source = "profile acme of the aliyun CLI"
	service, client, err := inprocess.New(o, key)
	require.NoError(t, err)
	return []poller.Spec{{Region: service.Region(), API: client, Endpoint: client.Endpoint(), Profile: "acme", Quota: "acme " + service.Region()}}
}

// session is what a poller did for a while, with a user who pauses and looks at tasks.
type session struct {
	specs []poller.Spec
	paths []string // of the recordings

	mu     sync.Mutex
	events []poller.Event
	looks  []*poller.Snapshot // shown by the poller

	forgets bool // no events and looks are kept
	calls   int  // that were answered
}

// record runs a poller against the simulator in virtual time, and records it in each of these ways. Their paths are file
// names.
func record(t *testing.T, o simulator.Options, p poller.Options, d time.Duration, ways ...Options) *session {
	t.Helper()
	s := &session{}
	s.run(t, o, p, d, t.TempDir(), ways...)
	require.NotEmpty(t, s.events)
	return s
}

func (s *session) run(t *testing.T, o simulator.Options, p poller.Options, d time.Duration, folder string, ways ...Options) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		s.specs = simulated(t, o)
		recorders := make([]*Recorder, len(ways))
		for i, way := range ways {
			way.Path = filepath.Join(folder, way.Path)
			way.Specs, way.Keep, way.Only = s.specs, p.Keep, p.Only
			way.Trouble = func(text string, _ bool) { t.Error(text) }
			var err error
			recorders[i], err = Create(way)
			require.NoError(t, err)
			s.paths = append(s.paths, recorders[i].Path())
		}
		p.Record = func(e poller.Event) {
			s.note(e)
			for _, r := range recorders {
				r.Record(e)
			}
		}
		s.watch(t, p, d)
		for _, r := range recorders {
			require.NoError(t, r.Close())
		}
	})
}

func (s *session) note(e poller.Event) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if e.What == poller.Answered {
		s.calls++
	}
	if !s.forgets {
		s.events = append(s.events, e)
	}
}

func (s *session) look(snapshot *poller.Snapshot) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.forgets {
		s.looks = append(s.looks, snapshot)
	}
}

func (s *session) watch(t *testing.T, p poller.Options, d time.Duration) {
	ctx, stop := context.WithTimeout(t.Context(), d)
	defer stop()
	watched := poller.New(s.specs, p)
	if !s.forgets {
		go s.visit(ctx, watched, d)
	}
	require.NoError(t, watched.Run(ctx, func(snapshot *poller.Snapshot) {
		s.look(snapshot)
		watched.Attend(firstActive(snapshot), nil)
	}))
}

// visit is a user who pauses for a while.
func (s *session) visit(ctx context.Context, p *poller.Poller, d time.Duration) {
	for _, paused := range []bool{true, false} {
		select {
		case <-ctx.Done():
			return
		case <-time.After(d / 3):
			p.Pause(paused)
		}
	}
}

func firstActive(s *poller.Snapshot) poller.Key {
	for _, task := range s.Tasks.All() {
		if task.Active() {
			return task.Key
		}
	}
	return poller.Key{}
}
