package api_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"acrwatch/api"
)

func TestEveryClassSaysWhatToDo(t *testing.T) {
	words, hints := map[string]bool{}, map[string]bool{}
	for class := api.ClassRejected; class <= api.ClassBadAnswer; class++ {
		e := &api.Error{Class: class, Action: "cr:X", Resource: "acs:cr:*"}
		words[class.String()], hints[e.Hint()] = true, true
		assert.Equal(t, e.Hint(), strings.ToLower(e.Hint()[:1])+e.Hint()[1:], "one line in lower case")
		assert.NotContains(t, e.Hint(), "\n")
		wantsPatience := class == api.ClassThrottled || class == api.ClassServer || class == api.ClassNetwork || class == api.ClassBadAnswer
		assert.Equal(t, wantsPatience, e.Temporary(), class.String())
	}
	assert.Len(t, words, int(api.ClassBadAnswer)+1)
	assert.Len(t, hints, int(api.ClassBadAnswer)+1)
}

func TestPhases(t *testing.T) {
	for status, want := range map[api.Status]api.Phase{
		"PENDING": api.PhaseQueued, "SYNCHRONIZING": api.PhaseRunning, "success": api.PhaseDone, "ERROR": api.PhaseFailed,
		"CANCELED": api.PhaseCanceled, "CANCELLED": api.PhaseCanceled, "": api.PhaseUnknown, "VERIFYING": api.PhaseUnknown,
	} {
		assert.Equal(t, want, api.SyncPhase(status), "%q", status)
	}
	tests := []struct {
		status api.Status
		result string
		want   api.Phase
	}{
		{"RUNNING", "SUCCESS", api.PhaseRunning},
		{"COMPLETED", "SUCCESS", api.PhaseDone},
		{"COMPLETED", "FAILED", api.PhaseFailed},
		{"COMPLETED", "", api.PhaseFailed},
		{"COMPLETED", "CANCELED", api.PhaseCanceled},
		{"CANCELED", "SUCCESS", api.PhaseCanceled},
		{"PENDING", "", api.PhaseQueued},
		{"", "SUCCESS", api.PhaseUnknown},
	}
	for _, tt := range tests {
		assert.Equal(t, tt.want, api.SubscriptionPhase(tt.status, tt.result), "%s %s", tt.status, tt.result)
	}
	assert.False(t, api.PhaseUnknown.Finished(), "what nobody knows is never finished")
}

func TestImageNames(t *testing.T) {
	assert.Equal(t, "n/r:t", api.Image{Namespace: "n", Repo: "r", Tag: "t"}.Name())
	assert.Equal(t, "r", api.Image{Repo: "r"}.Name())
	assert.Equal(t, 7, api.Optional[int]{}.Or(7))
	assert.Equal(t, 1, api.Some(1).Or(7))
}
