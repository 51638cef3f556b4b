package report

import (
	"time"

	"acrwatch/api"
	"acrwatch/internal/gate"
	"acrwatch/poller"
)

// troubleApart is how long calls must go well before what fails then is another trouble.
const troubleApart = 2 * time.Minute

// troubleKey is what the failures of one trouble have in common. Of those that concern a single operation it is part.
type troubleKey struct {
	target int
	class  api.Class
	op     string
}

// troubles are the times in which calls failed.
type troubles struct {
	list []Trouble
	home []int // of list: index of the target
	told int   // how many of list have the name of their target
	open map[troubleKey]int
}

// take takes an answer. That a task is not known is news of the task, not a trouble.
func (s *troubles) take(e *poller.Event) {
	if e.Err == nil {
		s.good(e)
		return
	}
	if e.Err.Class == api.ClassNotFound {
		return
	}
	key := troubleKey{e.Call.Target, e.Err.Class, ""}
	if narrow(e.Err.Class) {
		key.op = e.Err.Operation
	}
	i, known := s.open[key]
	if known && s.list[i].Over && e.At.Sub(s.list[i].To.Time) > troubleApart {
		known = false
	}
	if !known {
		i = len(s.list)
		s.open[key] = i
		s.list = append(s.list, Trouble{Class: e.Err.Class.String(), From: Time{e.At}})
		s.home = append(s.home, e.Call.Target)
	}
	t := &s.list[i]
	t.Operation, t.Code, t.Message, t.RequestID, t.Action = e.Err.Operation, e.Err.Code, e.Err.Message, e.Err.RequestID, e.Err.Action
	t.To, t.Over = Time{e.At}, false
	t.Calls++
}

// narrow says that a failure of a class concerns an operation, not all calls to the target.
func narrow(c api.Class) bool {
	return c == api.ClassDenied || c == api.ClassRejected || c == api.ClassBadAnswer
}

// good ends the troubles that a good answer shows to be over.
func (s *troubles) good(e *poller.Event) {
	for key, i := range s.open {
		if key.target != e.Call.Target || s.list[i].Over || key.op != "" && key.op != operation(e.Call) {
			continue
		}
		s.list[i].To, s.list[i].Over = Time{e.At}, true
	}
}

// operation is the name of the API's operation that a call asks.
func operation(c poller.Call) string {
	switch {
	case c.Op == poller.OpDiscover:
		return "ListInstance"
	case c.Op == poller.OpRules:
		return "ListRepoSyncRule"
	case c.Op == poller.OpTags:
		return "GetArtifactSubscriptionTaskResult"
	case c.Op == poller.OpGet && c.Kind == poller.Subscription:
		return "GetArtifactSubscriptionTask"
	case c.Op == poller.OpGet:
		return "GetRepoSyncTask"
	case c.Kind == poller.Subscription:
		return "ListArtifactSubscriptionTask"
	}
	return "ListRepoSyncTask"
}

// all are the troubles until the end, the last ones with the names of these targets.
func (s *troubles) all(targets []poller.Target, end time.Time) []Trouble {
	s.leave(targets, end)
	return append([]Trouble{}, s.list...)
}

// leave gives the troubles that have none yet the names of their targets. Those that are not over last until end.
func (s *troubles) leave(targets []poller.Target, end time.Time) {
	for i := s.told; i < len(s.list); i++ {
		t := &s.list[i]
		if at := s.home[i]; at < len(targets) {
			t.Target = gate.TargetName(&targets[at])
		}
		if !t.Over {
			t.To = Time{end}
		}
		t.Seconds = seconds(t.To.Sub(t.From.Time))
	}
	s.told = len(s.list)
	clear(s.open)
}

// gaps are the times without news.
type gaps struct {
	last   time.Time // event
	paused time.Time // zero while it is not
	list   []Gap
}

func (g *gaps) take(e *poller.Event) {
	if e.At.Sub(g.last) >= silentAfter {
		kind := "silent"
		if e.What == poller.Woke {
			kind = "suspended"
		}
		g.add(kind, g.last, e.At)
	}
	g.last = e.At
	switch {
	case e.What == poller.Paused && g.paused.IsZero():
		g.paused = e.At
	case e.What == poller.Unpaused && !g.paused.IsZero():
		g.add("paused", g.paused, e.At)
		g.paused = time.Time{}
	}
}

func (g *gaps) add(kind string, from, to time.Time) {
	g.list = append(g.list, Gap{kind, Time{from}, Time{to}, seconds(to.Sub(from))})
}

// told are all gaps; a pause may last to the end.
func (g *gaps) told(end time.Time) []Gap {
	if !g.paused.IsZero() {
		g.add("paused", g.paused, end)
	}
	return append([]Gap{}, g.list...)
}

func seconds(d time.Duration) float64 { return d.Round(time.Second).Seconds() }
