package poller

import (
	"strings"
	"time"

	"acrwatch/api"
)

// Only names the tasks to watch where that is not all of them. They are asked for by name, and no list is read whole for
// them. The zero value names none: then everything is watched. A name that is there twice counts once.
type Only struct {
	IDs     []string // of tasks of both kinds
	Batches []string // what sync tasks call SyncBatchTaskId
}

// Wanted is how far the search for one name of Options.Only has come. While none of the three is set, it goes on.
type Wanted struct {
	Name    string
	Batch   bool       // Name is that of a batch
	Found   bool       // a task of it is in the snapshot
	Unknown bool       // every target was asked and none knows it; it is asked for again now and then
	Err     *api.Error // a target refused to tell, and no other knows it
}

// Over says that the search has come to an end, good or not.
func (w *Wanted) Over() bool { return w.Found || w.Unknown || w.Err != nil }

// quest is the search for one task or batch.
type quest struct {
	name  string
	batch bool
	kinds []Kind // that it can be of
	home  int    // the target that knows it; none while no target does
	told  map[trail]verdict
}

// none is the home of what no target knows.
const none = -1

// trail is one way to ask for a name.
type trail struct {
	target int
	kind   Kind
}

// verdict is what came of asking: the name is not known there, or err says why that cannot be told.
type verdict struct {
	err   *api.Error
	again time.Time // when to ask once more
}

// unknownEvery is between two questions about a name that a target does not know: it may be that of a task just made.
const unknownEvery = farEvery

// newQuests begins a search for each name. A second one for the same name would never be answered: an answer ends the
// first search that asks for it.
func newQuests(o Only) []*quest {
	quests := make([]*quest, 0, len(o.IDs)+len(o.Batches))
	add := func(names []string, batch bool) {
		begun := make(map[string]struct{}, len(names))
		for _, name := range names {
			if _, twice := begun[name]; twice {
				continue
			}
			begun[name] = struct{}{}
			quests = append(quests, &quest{name: name, batch: batch, kinds: questKinds(name, batch), home: none, told: map[trail]verdict{}})
		}
	}
	add(o.IDs, false)
	add(o.Batches, true)
	return quests
}

// questKinds is what a task can be by its id; only sync tasks come in batches. The service's ids are known from samples
// alone, so that any other one is asked for as both.
func questKinds(id string, batch bool) []Kind {
	switch {
	case batch, strings.HasPrefix(id, "rst-"):
		return []Kind{Sync}
	case strings.HasPrefix(id, "crast-"):
		return []Kind{Subscription}
	}
	return []Kind{Sync, Subscription}
}

// narrowed says that only some tasks are watched.
func (s *state) narrowed() bool { return len(s.quests) > 0 }

// quest finds the search that a call is part of; nil when it is part of none.
func (s *state) quest(c Call) *quest {
	if c.Op != OpGet && c.Op != OpBatch {
		return nil
	}
	for _, q := range s.quests {
		if q.name == c.ID && q.batch == (c.Op == OpBatch) {
			return q
		}
	}
	return nil
}

// knownElsewhere says that another target gives the tasks of a quest: one task can be seen from two instances, and
// whoever names it means one.
func (q *quest) knownElsewhere(target int) bool {
	return q != nil && q.home != none && q.home != target
}

// heed notes what an answer means for the search.
func (s *state) heed(e *Event) {
	if q := s.quest(e.Call); q != nil && !q.knownElsewhere(e.Call.Target) {
		s.follow(q, e)
	}
	for i := range s.targets {
		s.measureSearch(i)
	}
}

func (s *state) follow(q *quest, e *Event) {
	way := trail{e.Call.Target, e.Call.Kind}
	switch {
	case e.Err == nil && (!q.batch || s.holdsBatch(way.target, q.name)):
		q.home = way.target
	case e.Err == nil || e.Err.Class == api.ClassNotFound:
		q.told[way] = verdict{again: e.At.Add(unknownEvery)}
	case e.Err.Class == api.ClassDenied || e.Err.Class == api.ClassRejected:
		q.told[way] = verdict{err: e.Err, again: e.At.Add(unknownEvery)}
	}
}

// measureSearch notes of a target's lists whether all that was asked for of them is known.
func (s *state) measureSearch(target int) {
	t := s.targets[target]
	for k := range t.Lists {
		t.Lists[k].Complete = t.Instance != "" && !s.seeks(target, Kind(k))
	}
}

// seeks says that some name is still to be asked for, or to be answered.
func (s *state) seeks(target int, kind Kind) bool {
	for _, q := range s.quests {
		if q.home != none {
			continue
		}
		for _, k := range q.kinds {
			if _, told := q.told[trail{target, k}]; k == kind && !told {
				return true
			}
		}
	}
	return false
}

// seekAgain has all that was named asked for anew, and gives the tasks that are known.
func (s *state) seekAgain() []Key {
	for _, q := range s.quests {
		for way := range q.told {
			v := q.told[way]
			v.again = s.at
			q.told[way] = v
		}
	}
	for _, r := range s.readings {
		r.due = s.at
	}
	keys := make([]Key, len(s.tasks))
	for i, t := range s.tasks {
		keys[i] = t.Key
	}
	return keys
}

// wanted is how far each search has come.
func (s *state) wanted() []Wanted {
	if !s.narrowed() {
		return nil
	}
	all := make([]Wanted, len(s.quests))
	for i, q := range s.quests {
		all[i] = s.outcome(q)
	}
	return all
}

func (s *state) outcome(q *quest) Wanted {
	w := Wanted{Name: q.name, Batch: q.batch, Found: q.home != none, Unknown: q.home == none}
	if w.Found {
		return w
	}
	var refused *api.Error
	for i, t := range s.targets {
		for _, k := range q.kinds {
			v, told := q.told[trail{i, k}]
			if t.Instance == "" {
				v, told = t.nowhere()
			}
			w.Unknown = w.Unknown && told
			if v.err != nil && (refused == nil || v.err.Class == api.ClassDenied) {
				refused = v.err
			}
		}
	}
	if w.Unknown && refused != nil {
		w.Unknown, w.Err = false, refused
	}
	return w
}

// nowhere is what can be said of every task at a target that has no instance.
func (t *target) nowhere() (v verdict, told bool) {
	if t.Err != nil && t.Err.Class == api.ClassDenied {
		return verdict{err: t.Err}, true
	}
	return verdict{}, t.barren > 0
}
