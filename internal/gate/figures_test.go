package gate

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"acrwatch/api"
	"acrwatch/poller"
)

func TestBytesAreWeighedByWhatBecameOfATask(t *testing.T) {
	halfWay := poller.Flow{Moved: 50, Size: 100, SizeKnown: true}
	for name, c := range map[string]struct {
		phase api.Phase
		flow  poller.Flow
		want  Figures
	}{
		"running":               {api.PhaseRunning, halfWay, Figures{Moved: 50, Size: 100}},
		"running, of no size":   {api.PhaseRunning, poller.Flow{Moved: 50}, Figures{Unsized: 1}},
		"more than its size":    {api.PhaseRunning, poller.Flow{Moved: 120, Size: 100, SizeKnown: true}, Figures{Moved: 100, Size: 100}},
		"failed":                {api.PhaseFailed, halfWay, Figures{Moved: 50, Size: 50}},
		"canceled":              {api.PhaseCanceled, halfWay, Figures{Moved: 50, Size: 50}},
		"done, not asked since": {api.PhaseDone, halfWay, Figures{Moved: 100, Size: 100}},
		"done, of no size":      {api.PhaseDone, poller.Flow{Moved: 50}, Figures{Moved: 50, Size: 50}},
	} {
		weighed := task("a", c.phase)
		weighed.Flow, weighed.Watched = c.flow, true
		s := &poller.Snapshot{Tasks: poller.TasksOf(weighed), Totals: poller.Totals{Rate: 3, RateKnown: true}}
		if weighed.Active() {
			s.Active = 1
		}
		c.want.Rate, c.want.RateKnown = 3, true
		var roll Roll
		roll.Update(s, false, func(*poller.Task) bool { return true })
		assert.Equal(t, c.want, roll.Figures(s), name)
	}
}
