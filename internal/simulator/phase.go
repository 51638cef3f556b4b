package simulator

import (
	"fmt"
	"time"
)

// Phase is a while in which the service is not as usual. Its times are of the protocol clock, from Start on.
type Phase struct {
	From, To time.Duration // To itself is after it
	Quota    int           // calls answered in a second, in place of Options.Quota; 0: all, -1: none
	Down     bool          // nothing is answered: 500s, then 502 pages, then cut or silent connections, again and again
}

func checkPlan(plan []Phase) error {
	for i, p := range plan {
		switch {
		case p.From < 0 || p.To <= p.From:
			return fmt.Errorf("phase %d goes from %v to %v; use a From of 0 or more and a later To", i+1, p.From, p.To)
		case p.Quota < noCalls:
			return fmt.Errorf("quota %d of phase %d is below -1; use calls per second, 0 for no limit, or -1 for none at all", p.Quota, i+1)
		}
	}
	return nil
}

// downs is what an outage of the plan is made of: that of the scenario outage, without a pause.
var downs = []spell{
	{0, 13 * time.Second, systemError},
	{13 * time.Second, 26 * time.Second, badGateway},
	{26 * time.Second, 40 * time.Second, broken},
}

// phase is the one in force, the last of them when there are several. Outside of all it has the quota of the options.
func (s *Simulator) phase(now time.Time) Phase {
	since := now.Sub(s.start)
	for i := len(s.plan) - 1; i >= 0; i-- {
		if p := s.plan[i]; p.From <= since && since < p.To {
			return p
		}
	}
	return Phase{Quota: s.limit}
}

// fault is what befalls a call, and how much of that is left on the protocol clock.
func (s *Simulator) fault(now time.Time) (fault, time.Duration) {
	p := s.phase(now)
	if !p.Down {
		f, left := s.cycle.at(s.seed, s.worldTime(now))
		return f, s.inProtocol(left)
	}
	since := now.Sub(s.start)
	within := (since - p.From) % downs[len(downs)-1].to
	for _, d := range downs {
		if within < d.to {
			return d.fault, min(d.to-within, p.To-since)
		}
	}
	return well, 0
}
