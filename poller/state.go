package poller

import (
	"time"

	"acrwatch/api"
)

// state is all that is known, of every target. Tasks in it are values that may be in a snapshot already: a change
// makes a new one and puts it in place with replace.
type state struct {
	at       time.Time // of the latest event
	taken    int       // events
	paused   bool
	targets  []*target
	tasks    []*Task
	records  []*record
	index    index
	chunks   chunks // what the last snapshot shares with the next
	holders  holders
	calls    []time.Time // when the calls of the last callsWindow were sent
	flying   map[Call]struct{}
	woke     time.Time // when the last suspend ended; zero before the first
	ended    bool      // a task ended since this was last looked at
	sums     sums
	keep     int      // tasks, as long as enough of them are over
	quests   []*quest // what alone is watched; empty when everything is
	readings []*batchReading
	ages     ages // of the tasks that are over; used from the time on when there are as many tasks as are to be kept
}

// target is one instance, with what the scheduler needs to know beside what is shown.
type target struct {
	Target
	spec     Spec
	failures int       // straight failures of the whole target
	failedAt time.Time // when the last of them came
	flying   int       // calls on their way
	found    []running // instances that discovery has found, until its last page is read
	page     int       // of discovery, from 1
	barren   int       // straight discoveries that found nothing
	lists    [Kinds]listing
	rules    ruleReading
	tagsAt   time.Time // tag results may be asked for from then on
	polled   []int     // tasks that are asked without being looked at: active ones, and those to be confirmed
	active   int       // how many of all its tasks are active

	wanted    []Key // tasks that the user asked for
	wantLists [Kinds]bool
}

// running is an instance that discovery found.
type running struct{ id, name string }

// ruleReading is where reading the rule names stands.
type ruleReading struct {
	page  int // to read next, from 1
	at    time.Time
	names map[string]string // by rule id
}

// record is what is kept of a task beside what is shown. There is one for each task that is kept: what few tasks
// have stands behind a pointer, and times are short.
type record struct {
	first   Instant       // when it was first seen
	asked   Instant       // when its get was last sent
	shown   Instant       // when the answer that is shown was asked for
	seen    Instant       // when that answer came
	gap     time.Duration // between its last two good gets
	meters  *meters       // nil unless active
	tags    *tagReading   // subscriptions only
	tagsErr *api.Error    // why the tags are missing
	page    int32         // of the list on which it was last seen; 0 when on none
	slot    int32         // place in target.polled, -1 when not there
	age     int32         // place in state.ages, -1 when not there
	reading int32         // of its list that last met it
	wave    int32         // the last work in hand that it was part of; 0 when it was part of none
	spread  float32       // 0 to 1, for good: keeps tasks of the same age from being asked in one burst
	confirm bool          // finished while watched: one more get is due
	lost    uint8         // times that the service did not know it
	absent  uint8         // whole readings of its list, one after the other, that it was missing from
}

// tagReading is where reading the tags of one subscription task stands.
type tagReading struct {
	page  int                 // to read next, from 1; 0 when nothing is due
	pages int                 // that there were the last time
	at    time.Time           // when the tags were last read to their end
	count api.Optional[int64] // TagSubscribed when they were read
	rows  []api.TagResult

	retryAt time.Time // not before, after a failure
}

func newState(specs []Spec, keep int, only Only) *state {
	if keep <= 0 {
		keep = DefaultKeep
	}
	s := &state{holders: newHolders(0), flying: make(map[Call]struct{}), keep: keep, quests: newQuests(only)}
	s.ages.of = s
	for _, spec := range specs {
		s.addTarget(spec)
	}
	return s
}

func (s *state) addTarget(spec Spec) {
	t := &target{spec: spec, page: 1}
	t.Target = Target{Name: spec.Name, Region: spec.Region, Instance: spec.Instance, Profile: spec.Profile, Endpoint: spec.Endpoint}
	if t.Name == "" {
		t.Name = either(spec.Instance, spec.Region)
	}
	t.rules.page = 1
	s.targets = append(s.targets, t)
}

// add makes room for a task seen for the first time and gives its index.
func (s *state) add(key Key, at time.Time) int {
	i := len(s.tasks)
	s.tasks = append(s.tasks, nil)
	s.records = append(s.records, nil)
	s.occupy(i, key, at)
	return i
}

// replace puts the new value of a task in place and brings every sum up to date.
func (s *state) replace(i int, t *Task) {
	old, r, home := s.tasks[i], s.records[i], s.targets[t.Target]
	t.tighten()
	s.tasks[i] = t
	s.chunks.touch(i)
	s.holders.change(old, t)
	if was, is := old.Active(), t.Active(); was != is {
		s.activate(home, is)
		s.ended = s.ended || was
	}
	if !t.Active() {
		r.meters = nil
	}
	home.poll(s.records, i, !t.Gone && (!t.Phase.Finished() || r.confirm || r.tagsDue()))
	s.sums.count(old, -1)
	s.sums.count(t, 1)
	s.sums.weigh(r, old, t)
	s.ages.follow(i)
}

// tagsDue says that a reading of the tags was begun.
func (r *record) tagsDue() bool { return r.tags != nil && r.tags.page > 0 }

// activate counts the active tasks; the first one after none begins a new wave of work.
func (s *state) activate(home *target, active bool) {
	if !active {
		home.active--
		s.sums.active--
		return
	}
	if s.sums.idle {
		s.sums.idle = false
		s.sums.newWave()
	}
	home.active++
	s.sums.active++
}

// poll puts task i on the list of those to be asked, or takes it off.
func (t *target) poll(records []*record, i int, on bool) {
	r := records[i]
	switch {
	case on && r.slot < 0:
		r.slot = int32(len(t.polled))
		t.polled = append(t.polled, i)
	case !on && r.slot >= 0:
		last := t.polled[len(t.polled)-1]
		t.polled[r.slot] = last
		records[last].slot = r.slot
		t.polled = t.polled[:len(t.polled)-1]
		r.slot = -1
	}
}
