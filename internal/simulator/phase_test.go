package simulator

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// answered is how many of ten calls at an instant are.
func (v *service) answered(at time.Duration) (n int) {
	v.at(at)
	for range 10 {
		if v.do(v.request("POST", "ListInstance")).Code == http.StatusOK {
			n++
		}
	}
	return n
}

func TestPlanChangesTheQuota(t *testing.T) {
	v := serve(t, Options{Scenario: "quiet", Quota: 5, Speed: 10, Plan: []Phase{
		{From: time.Hour, To: 7 * time.Hour, Quota: 1},
		{From: 2 * time.Hour, To: 3 * time.Hour, Quota: 8}, // later entries win
		{From: 4 * time.Hour, To: 5 * time.Hour},
		{From: 6 * time.Hour, To: 7 * time.Hour, Quota: -1},
	}})
	for _, c := range []struct {
		at   time.Duration
		want int
	}{
		{0, 5},
		{time.Hour - 2*time.Second, 5},
		{time.Hour, 1},
		{2 * time.Hour, 8},
		{3 * time.Hour, 1},
		{4 * time.Hour, 10},
		{5 * time.Hour, 1},
		{6 * time.Hour, 0},
		{7 * time.Hour, 5},
	} {
		assert.Equal(t, c.want, v.answered(c.at), "at %v of the protocol clock", c.at)
	}
	w := v.at(6*time.Hour + time.Minute).do(v.request("POST", "ListInstance"))
	assert.Equal(t, "Limit:0,Remain:0,TimeLeft:1000,Reset:1000", w.Header().Get("x-ratelimit-user-api"))
}

func TestPlanHasOutages(t *testing.T) {
	v := serve(t, Options{Scenario: "quiet", Speed: 3, Plan: []Phase{{From: time.Minute, To: 175 * time.Second, Down: true}}})
	assert.Equal(t, ",SystemError,502,cut,SystemError,502,cut,SystemError,502,cut,", runs(v.codes(50*time.Second, 190*time.Second)))
	_, left := v.fault(noon.Add(170 * time.Second))
	assert.Equal(t, 5*time.Second, left, "silence ends with the outage")
	_, left = v.fault(noon.Add(time.Minute + 30*time.Second))
	assert.Equal(t, 10*time.Second, left, "or with its part")
}

func TestBadPlans(t *testing.T) {
	for want, phase := range map[string]Phase{
		"phase 2 goes from -1s to 1m0s; use a From of 0 or more and a later To":                        {From: -time.Second, To: time.Minute},
		"phase 2 goes from 1m0s to 1m0s; use a From of 0 or more and a later To":                       {From: time.Minute, To: time.Minute},
		"quota -2 of phase 2 is below -1; use calls per second, 0 for no limit, or -1 for none at all": {To: time.Minute, Quota: -2},
	} {
		_, err := New(Options{Plan: []Phase{{To: time.Hour}, phase}})
		require.EqualError(t, err, want)
	}
}
