package query

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/api"
	"acrwatch/poller"
)

func stalledTask() *poller.Task {
	return &poller.Task{
		Key: poller.Key{Kind: poller.Sync, ID: "rst-Zx1"}, Phase: api.PhaseRunning, RuleName: "nightly-eu", Flow: poller.Flow{Stalled: true},
		Sync: &api.SyncTask{
			ID: "rst-Zx1", BatchID: "a9434731", From: api.Image{Namespace: "Web", Repo: "search", Tag: "1.4", RegionID: "cn-shanghai"},
			To: api.Image{RegionID: "eu-west-1"},
		},
	}
}

func TestMatch(t *testing.T) {
	cases := map[string]bool{
		"": true, "  ": true, "web/search:1.4": true, "WEB eu-west": true, "web us-east": false, "rst-zx": true, "a9434731": true,
		"nightly": true, "-web": false, "-api": true, `"shanghai → eu"`: true, `"shanghai eu"`: false, "status:stalled": true,
		"status:syncing": true, "status:active": true, "status:finished": false, "status:done,stalled": true, "-status:stalled": false,
		"STATUS:Stalled": true, "web:search": false, "-": true,
	}
	for text, want := range cases {
		q, err := Parse(text)
		require.NoError(t, err, text)
		assert.Equal(t, want, q.Match(About(stalledTask())), text)
	}
}

func TestStatusOfEveryPhase(t *testing.T) {
	cases := map[api.Phase]Status{
		api.PhaseUnknown: Unknown, api.PhaseQueued: Queued, api.PhaseRunning: Syncing, api.PhaseDone: Done,
		api.PhaseFailed: Failed, api.PhaseCanceled: Canceled,
	}
	for phase, want := range cases {
		assert.Equal(t, want, StatusOf(&poller.Task{Phase: phase}))
	}
	assert.Equal(t, Pulling, StatusOf(&poller.Task{Key: poller.Key{Kind: poller.Subscription}, Phase: api.PhaseRunning}))
	assert.Equal(t, Done|Odd, StatusOf(&poller.Task{Phase: api.PhaseDone, Odd: []poller.Oddity{poller.OddShortDone}}))
	assert.Zero(t, active&finished, "nothing is both")
}

func TestMistakesNameTheirPlace(t *testing.T) {
	cases := map[string]string{
		"status:":            "column 8: no status; known are",
		"web status:foo":     `column 12: unknown status "foo"; known are active, canceled, done`,
		"status:done,foo":    `column 13: unknown status "foo"`,
		"-status:x":          `column 9: unknown status "x"`,
		`训练 "web`:            "column 4: the quote is not closed",
		"status:done,failed": "",
	}
	for text, want := range cases {
		_, err := Parse(text)
		if want == "" {
			require.NoError(t, err)
			continue
		}
		var e *Error
		require.True(t, errors.As(err, &e), text)
		assert.Contains(t, err.Error(), want)
	}
}

func FuzzParse(f *testing.F) {
	seeds := []string{"", `a "b c" -d status:done`, `"`, "status:,", "-status:stalled", "\x1b[31m"}
	require.NotEmpty(f, seeds)
	for _, s := range seeds {
		f.Add(s)
	}
	subject := About(stalledTask())
	f.Fuzz(func(t *testing.T, text string) {
		q, err := Parse(text)
		if err != nil {
			assert.True(t, q.Empty())
			return
		}
		q.Match(subject)
	})
}
