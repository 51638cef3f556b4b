package poller_test

import (
	"context"
	"math/rand/v2"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"acrwatch/api"
	"acrwatch/internal/simulator"
	"acrwatch/internal/simulator/inprocess"
	"acrwatch/poller"
)

// tape is what a poller recorded while it ran against the simulator, and what it showed.
type tape struct {
	specs  []poller.Spec
	keep   int
	events []poller.Event
	snaps  []*poller.Snapshot
}

// reel is one run that is worth taping.
type reel struct {
	name  string
	world simulator.Options
	keep  int
	lasts time.Duration
}

var reels = []reel{
	{"migration", simulator.Options{}, 0, 4 * time.Minute},
	{"storm", simulator.Options{Scenario: "storm"}, 0, 2 * time.Minute},
	{"outage", simulator.Options{Scenario: "outage"}, 0, 2 * time.Minute},
	{"drift", simulator.Options{Scenario: "drift"}, 0, 2 * time.Minute},
	{"expiry", simulator.Options{Scenario: "expiry"}, 0, 2 * time.Minute},
	{"hostile", simulator.Options{Scenario: "hostile"}, 0, time.Minute},
	{"more than is kept", simulator.Options{Scenario: "huge", Tasks: 1500, Active: 60, Lasts: time.Minute}, 400, 4 * time.Minute},
	{"denied", simulator.Options{Deny: []string{"GetRepoSyncTask", "GetArtifactSubscriptionTaskResult"}}, 0, time.Minute},
}

// slowly takes its time for every answer, so that several calls are on their way and answers overtake each other.
type slowly struct {
	service http.RoundTripper
	mu      sync.Mutex
	random  *rand.Rand
}

func (s *slowly) RoundTrip(r *http.Request) (*http.Response, error) {
	s.mu.Lock()
	latency := time.Duration(s.random.ExpFloat64() * float64(300*time.Millisecond))
	s.mu.Unlock()
	select {
	case <-r.Context().Done():
		return nil, r.Context().Err()
	case <-time.After(latency):
	}
	return s.service.RoundTrip(r)
}

// record runs a poller in virtual time. Somebody looks at it, asks for things, and stops it for a while.
func record(t *testing.T, of reel, seed int64) *tape {
	t.Helper()
	return recordWith(t, of, seed, func(*poller.Poller, *poller.Snapshot) {})
}

// recordWith has somebody look at every snapshot beside.
func recordWith(t *testing.T, of reel, seed int64, look func(*poller.Poller, *poller.Snapshot)) (on *tape) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		of.world.Seed = seed
		service, err := simulator.New(of.world)
		require.NoError(t, err)
		client, err := api.NewClient(api.Options{
			Region: service.Region(), Endpoint: "http://127.0.0.1:1",
			Transport:   &slowly{service: inprocess.Transport{Handler: service}, random: rand.New(rand.NewPCG(uint64(seed), 1))},
			Credentials: api.StaticCredentials(inprocess.Key()),
		})
		require.NoError(t, err)
		on = &tape{specs: []poller.Spec{{Region: service.Region()}}, keep: of.keep}
		live := poller.Spec{Region: service.Region(), API: client}
		p := poller.New([]poller.Spec{live}, poller.Options{
			Keep: of.keep, Record: func(e poller.Event) { on.events = append(on.events, e) },
		})
		ctx, cancel := context.WithTimeout(t.Context(), of.lasts)
		defer cancel()
		go meddle(ctx, p)
		require.NoError(t, p.Run(ctx, func(s *poller.Snapshot) {
			on.snaps = append(on.snaps, s)
			look(p, s)
			if n := s.Tasks.Len(); n > 0 {
				key := s.Tasks.At(len(on.snaps) % n).Key
				p.Attend(key, []poller.Key{key, s.Tasks.At(n - 1).Key})
			}
		}))
	})
	return on
}

// meddle does what a user does that becomes an event.
func meddle(ctx context.Context, p *poller.Poller) {
	for after := 10 * time.Second; ; after = 17 * time.Second {
		select {
		case <-ctx.Done():
			return
		case <-time.After(after):
		}
		p.Refresh()
		p.Pause(true)
		select {
		case <-ctx.Done():
			return
		case <-time.After(2 * time.Second):
		}
		p.Wake()
		p.Pause(false)
	}
}
