package poller

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"

	"acrwatch/api"
)

// unwell is a client that says how it is doing.
type unwell struct {
	*fake
	clock time.Duration
	keys  api.CredentialState
}

func (u *unwell) ClockOffset() time.Duration           { return u.clock }
func (u *unwell) CredentialState() api.CredentialState { return u.keys }

func TestTargetsTellHowTheirClientIsDoing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		keys := api.CredentialState{Source: "profile prod", FailingSince: wall(time.Now()), Reason: "no answer"}
		w := run(t, Options{},
			Spec{Instance: "cri-1", API: &unwell{&fake{}, 7 * time.Minute, keys}},
			Spec{Instance: "cri-2", API: &fake{}, Quota: "other"})
		after(5 * time.Second)
		first, second := w.last().Targets[0], w.last().Targets[1]
		assert.Equal(t, 7*time.Minute, first.ClockOff)
		assert.Equal(t, keys, first.Keys)
		assert.Zero(t, second.ClockOff)
		assert.False(t, second.Keys.Failing())
	})
}
