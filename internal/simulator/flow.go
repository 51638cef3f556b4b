package simulator

import (
	"math"
	"slices"
	"time"
)

// never is later than anything that happens.
const never = time.Duration(math.MaxInt64)

// retained is how many sync tasks an instance remembers; older finished ones are forgotten.
const retained = 3000

// flow is a world in which links share their bandwidth. It jumps from event to event: between two events every
// rate is constant, so any instant can be read without changing the state, and the state after an event depends on
// the seed alone, never on who asked or how often.
type flow struct {
	seed   uint64
	factor float64 // scales every link
	routes []*route
	claims []float64 // on each route; only within share
	rules  map[ruleKey]*rule
	pushes *pushes // nil when nothing new comes
	slots  [2]int  // sync tasks at a time, by instance

	tasks   [2][]*transfer // by instance, oldest first
	byID    map[string]*transfer
	waiting []*transfer
	running []*transfer
	subs    subscriptions

	clock, next time.Duration
	worked      time.Duration // that tasks were active until clock, all together
}

// transfer is a sync task of a flow.
type transfer struct {
	order
	state, issue   string
	started, ended time.Duration
	layers         []layer
	fate           fate
	concludes      time.Duration // when the destination accepts the manifest; 0 while layers are missing
}

// fateKind is what befalls a task apart from the usual.
type fateKind uint8

const (
	smooth fateKind = iota
	fails
	isCanceled
	stalls   // its largest layer in flight gets no bytes until fate.until
	freezes  // none of its layers in flight gets any until then
	restarts // its furthest layer in flight begins again
)

type fate struct {
	kind      fateKind
	at, until time.Duration // world time; counted from the start of the task while relative
	relative  bool
	certain   bool // the task cannot succeed before it
	issue     string
}

func newFlow(seed uint64, factor float64) *flow {
	all := routes(seed)
	return &flow{
		seed: seed, factor: factor, routes: all, claims: make([]float64, len(all)), rules: rules(seed),
		byID: map[string]*transfer{}, slots: [2]int{instances[prod].slots, instances[edge].slots},
	}
}

// add makes a task known to its instance.
func (f *flow) add(t *transfer) {
	from := t.route.from
	f.tasks[from] = append(f.tasks[from], t)
	f.byID[t.id] = t
	switch t.state {
	case pending:
		f.waiting = append(f.waiting, t)
	case synchronizing:
		f.running = append(f.running, t)
	}
	for kept := f.tasks[from]; len(kept) > retained && kept[0].ended != 0; kept = f.tasks[from] {
		delete(f.byID, kept[0].id)
		f.tasks[from] = kept[1:]
	}
}

// run lets the world pass until at.
func (f *flow) run(at time.Duration) {
	for f.next <= at {
		f.step(f.next)
	}
}

// step takes the world to the event at t.
func (f *flow) step(t time.Duration) {
	f.move(t)
	f.clock = t
	f.befall(t)
	f.conclude(t)
	if f.pushes != nil {
		f.pushes.arrive(f, t)
	}
	f.start(t)
	f.share(t)
	f.next = f.nextEvent(t)
}

// move brings every layer to t at the rates of the last event.
func (f *flow) move(t time.Duration) {
	f.worked += (t - f.clock) * time.Duration(len(f.running)+len(f.waiting))
	dt := (t - f.clock).Seconds()
	for _, task := range f.running {
		for i := range task.layers {
			l := &task.layers[i]
			if l.state != synchronizing {
				continue
			}
			l.moved += l.rate * dt
			if float64(l.size)-l.moved < 0.5 {
				l.moved, l.rate, l.state = float64(l.size), 0, success
			}
		}
	}
}

// conclude ends the tasks that have all their layers, once the destination has taken the manifest.
func (f *flow) conclude(t time.Duration) {
	for _, task := range f.running {
		if task.over() {
			continue
		}
		if task.concludes == 0 && task.complete() {
			task.concludes = t + 400*time.Millisecond + time.Duration(unit(task.key)*float64(time.Second))
		}
		if task.concludes != 0 && task.concludes <= t && !task.doomed() {
			task.end(t, success, "")
		}
	}
	f.running = slices.DeleteFunc(f.running, (*transfer).over)
	f.waiting = slices.DeleteFunc(f.waiting, (*transfer).over)
}

func (t *transfer) over() bool { return t.ended != 0 }

func (t *transfer) doomed() bool { return t.fate.certain && t.fate.kind != smooth }

func (t *transfer) complete() bool {
	for i := range t.layers {
		if t.layers[i].state != success {
			return false
		}
	}
	return true
}

func (t *transfer) end(at time.Duration, state, issue string) {
	t.state, t.issue, t.ended = state, issue, at
	settle(t.layers, state)
}

// start gives free slots to waiting tasks: higher priority first, equal ones in random order.
func (f *flow) start(t time.Duration) {
	free := f.slots
	for _, task := range f.running {
		free[task.route.from]--
	}
	if len(f.waiting) == 0 || free[prod] <= 0 && free[edge] <= 0 {
		return
	}
	slices.SortStableFunc(f.waiting, func(a, b *transfer) int {
		if a.priority != b.priority {
			return b.priority - a.priority
		}
		if a.key < b.key {
			return -1
		}
		return 1
	})
	f.waiting = slices.DeleteFunc(f.waiting, func(task *transfer) bool {
		if free[task.route.from] <= 0 {
			return false
		}
		free[task.route.from]--
		task.begin(t)
		f.running = append(f.running, task)
		return true
	})
}

func (t *transfer) begin(at time.Duration) {
	t.state, t.started = synchronizing, at
	if t.fate.relative {
		t.fate.at += at
		t.fate.until += at
		t.fate.relative = false
	}
}

// nextEvent is when a rate, a status or a layer changes next.
func (f *flow) nextEvent(t time.Duration) time.Duration {
	next := never
	if f.pushes != nil {
		next = f.pushes.at
	}
	for _, task := range f.waiting {
		next = min(next, task.fate.next(t))
	}
	for _, task := range f.running {
		next = min(next, task.fate.next(t), task.nextChange(t))
	}
	if len(f.running) > 0 {
		next = min(next, (t/weatherStep+1)*weatherStep)
	}
	return max(next, t+1)
}

func (t *transfer) nextChange(now time.Duration) time.Duration {
	next := never
	if t.concludes > now {
		next = t.concludes
	}
	for i := range t.layers {
		l := &t.layers[i]
		if l.held > now {
			next = min(next, l.held)
		}
		if l.state == synchronizing && l.rate > 0 {
			left := (float64(l.size) - l.moved) / l.rate
			next = min(next, now+time.Duration(math.Ceil(left*float64(time.Second))))
		}
	}
	return next
}
