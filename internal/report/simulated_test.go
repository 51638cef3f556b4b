package report

import (
	"context"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/internal/journal"
	"acrwatch/internal/simulator"
	"acrwatch/internal/simulator/inprocess"
	"acrwatch/poller"
)

// simulated records a poller that watches the simulator in virtual time, and hands over the recording, the last that the
// poller showed, and the simulator as it was then.
func simulated(t *testing.T, o simulator.Options, d time.Duration, check func(*Report, *poller.Snapshot, *simulator.Simulator)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		service, client, err := inprocess.New(o, inprocess.Key())
		require.NoError(t, err)
		specs := []poller.Spec{{Region: service.Region(), API: client}}
		path := filepath.Join(t.TempDir(), "a.ndjson")
		recorder, err := journal.Create(journal.Options{Path: path, Specs: specs, Trouble: func(text string, _ bool) { t.Error(text) }})
		require.NoError(t, err)
		watched := poller.New(specs, poller.Options{Record: recorder.Record})
		ctx, stop := context.WithTimeout(t.Context(), d)
		defer stop()
		var last *poller.Snapshot
		require.NoError(t, watched.Run(ctx, func(s *poller.Snapshot) { last = s }))
		require.NoError(t, recorder.Close())
		check(read(t, opened(t, path)), last, service)
	})
}

// The report tells what the simulator did, and counts as the head of the dashboard counts.
func TestTheReportIsTheTruth(t *testing.T) {
	for name, o := range map[string]simulator.Options{
		"one wave": {Waves: 1}, "failures": {Scenario: "failures"}, "stall": {Scenario: "stall"}, "throttled": {Scenario: "storm"}, "outage": {Scenario: "outage"},
	} {
		if raced && name != "one wave" {
			continue
		}
		t.Run(name, func(t *testing.T) {
			simulated(t, o, 8*time.Minute, func(r *Report, last *poller.Snapshot, service *simulator.Simulator) {
				sumsAgree(t, r)
				heldAgainst(t, r, service)
				assert.Equal(t, last.Totals.Failed, r.Summary.Failed+r.Summary.Earlier)
				assert.Equal(t, last.Active, r.Summary.Open)
				if name == "one wave" {
					assert.Equal(t, []int64{last.Totals.Moved, last.Totals.Size, last.Totals.Unique}, []int64{r.Summary.Synced, r.Summary.Size, r.Summary.Unique})
				}
				if name == "stall" {
					assert.NotEmpty(t, r.Stalls)
				}
				troubled := map[string]string{"throttled": "throttled", "outage": "service error"}[name]
				if troubled != "" {
					require.NotEmpty(t, r.Troubles)
					assert.Equal(t, troubled, r.Troubles[0].Class)
				}
				wellFormed(t, written(t, r, HTML))
			})
		})
	}
}

// heldAgainst compares ends with those of the simulator. Only lists tell them, to the second; until one has, the end is when
// it was seen, which can be before the time that the service will tell.
func heldAgainst(t *testing.T, r *Report, service *simulator.Simulator) {
	t.Helper()
	ends := map[string]time.Time{}
	for _, g := range r.Failures {
		for _, f := range g.Tasks {
			if f.Kind == "sync" {
				ends[f.ID] = f.At.Time
			}
		}
	}
	require.NotEmpty(t, ends)
	for id, at := range ends {
		truth := time.Time{}
		for _, target := range r.Targets {
			if _, ended, known := service.SyncTaskTimes(target.Instance, id); known {
				truth = ended
			}
		}
		assert.WithinDuration(t, truth, at, 2*time.Second, id)
	}
}
