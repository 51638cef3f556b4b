package poller

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"sync"
	"time"

	"acrwatch/api"
)

// API is what the poller asks of a client. *api.Client is one. Every error it returns is an *api.Error or that of
// the context.
type API interface {
	GetRepoSyncTask(context.Context, api.GetRepoSyncTaskRequest) (api.SyncTask, error)
	ListRepoSyncTask(context.Context, api.ListRepoSyncTaskRequest) (api.Page[api.SyncTask], error)
	GetArtifactSubscriptionTask(context.Context, api.GetArtifactSubscriptionTaskRequest) (api.SubscriptionTask, error)
	ListArtifactSubscriptionTask(context.Context, api.ListArtifactSubscriptionTaskRequest) (api.Page[api.SubscriptionTask], error)
	GetArtifactSubscriptionTaskResult(context.Context, api.GetArtifactSubscriptionTaskResultRequest) (api.Page[api.TagResult], error)
	ListInstance(context.Context, api.ListInstanceRequest) (api.Page[api.Instance], error)
	ListRepoSyncRule(context.Context, api.ListRepoSyncRuleRequest) (api.Page[api.SyncRule], error)
}

// Spec is a target to watch.
type Spec struct {
	Name     string // shown; empty: the instance
	Region   string
	Instance string // empty: the running instances of the region are found with ListInstance
	Profile  string // credential profile, for those who ask in another way; empty: the default one
	Endpoint string // the URL that is asked, likewise
	Quota    string // targets with the same Quota (account, region and endpoint) share one budget
	API      API
}

// Bounds on the calls per second and quota when Options do not say otherwise.
const (
	DefaultBudget = 8.0
	DefaultFloor  = 0.2
)

// Options are the settings of a Poller. The zero value is good.
type Options struct {
	Budget float64        // ceiling of calls per second and quota, after a first burst of 8; 0: DefaultBudget
	Floor  float64        // calls per second and quota that are left however often the service refuses; 0: DefaultFloor
	Keep   int            // most tasks kept, as long as enough of them are over; 0: DefaultKeep
	Only   Only           // the tasks to watch; the zero value: all
	Log    *slog.Logger   // nil: nothing is logged
	Jitter func() float64 // 0 to 1, for back-offs, safe for concurrent use; nil: random

	// Record is called with everything that changes what is known, in the order in which it does, and never twice at a
	// time. The poller stands still meanwhile: it must not wait for anything, nor call the poller. nil: nobody wants to know.
	Record func(Event)
}

// Poller watches targets. Make one with New and run it once.
type Poller struct {
	options Options
	changed chan struct{} // one slot: there is something new to emit
	acted   chan struct{} // one slot: the user did something and waits for its answer
	told    chan struct{} // one slot: a task ended, which everybody waits for

	clock   clock
	answers answers // of the last gets of open tasks

	mu    sync.Mutex // guards all below; it is held only for work in memory
	state *state
	look  attention
	desks []*desk        // one for each quota
	desk  map[string]int // by quota
	known int            // targets that have a desk
}

// New makes a poller. Targets keep the order of specs; the instances that discovery finds beyond the first of a
// spec come after all of them.
func New(specs []Spec, o Options) *Poller {
	if o.Budget <= 0 {
		o.Budget = DefaultBudget
	}
	if o.Floor <= 0 {
		o.Floor = DefaultFloor
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Jitter == nil {
		o.Jitter = rand.Float64
	}
	p := &Poller{
		options: o,
		changed: make(chan struct{}, 1),
		acted:   make(chan struct{}, 1),
		told:    make(chan struct{}, 1),
		state:   newState(specs, o.Keep, o.Only),
		desk:    make(map[string]int),
	}
	p.equip()
	return p
}

// equip gives every new target to the desk of its quota. Callers hold mu, or nobody else knows p yet.
func (p *Poller) equip() {
	for ; p.known < len(p.state.targets); p.known++ {
		quota := p.state.targets[p.known].spec.Quota
		i, found := p.desk[quota]
		if !found {
			i = len(p.desks)
			p.desk[quota] = i
			p.desks = append(p.desks, newDesk(p))
		}
		p.desks[i].duty.targets = append(p.desks[i].duty.targets, p.known)
	}
}

// addressee is whom to ask, and whether the call is about the open task.
func (p *Poller) addressee(k Call) (client API, instance string, open bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	t := p.state.targets[k.Target]
	return t.spec.API, t.Instance, k.Op == OpGet && k.key() == p.look.open
}

// Attend says what the user looks at: the open task, whose ID is empty when there is none, and the rows on screen.
// It never waits.
func (p *Poller) Attend(open Key, visible []Key) {
	look := newAttention(open, visible)
	p.answers.hold(open)
	p.mu.Lock()
	look.away = p.look.away
	opened := open != p.look.open // the rows on screen change by themselves, too
	p.look = look
	p.mu.Unlock()
	p.pokeAll()
	if opened {
		poke(p.acted)
	}
}

// Focus says whether anybody seems to look: without the focus of the terminal, everything is asked more rarely. It never
// waits.
func (p *Poller) Focus(focused bool) {
	p.mu.Lock()
	p.look.away = !focused
	p.mu.Unlock()
	p.pokeAll()
}

// Answer is what the service last answered when it was asked for a task alone, and whether that is kept. It is for the
// open task and a few others that were asked last. It never waits.
func (p *Poller) Answer(k Key) (Answer, bool) { return p.answers.of(k) }

// Refresh asks for these tasks before anything else, finished and unknown ones too; without keys, for the lists of
// every target. It is done within the budget, after a back-off has ended, and while paused as well. It never waits.
func (p *Poller) Refresh(keys ...Key) {
	p.mu.Lock()
	p.state.want(keys)
	p.mu.Unlock()
	p.pokeAll()
	poke(p.acted)
	poke(p.changed)
}

// Pause stops asking, or goes on. It never waits.
func (p *Poller) Pause(paused bool) {
	what := Unpaused
	if paused {
		what = Paused
	}
	p.mu.Lock()
	p.take(Event{What: what, At: p.clock.now()})
	p.mu.Unlock()
	p.pokeAll()
	poke(p.acted)
	poke(p.changed)
}

func (p *Poller) pokeAll() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, d := range p.desks {
		poke(d.poked)
	}
}

// poke fills a one-slot channel: whoever reads it looks again, once for any number of pokes.
func poke(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// take folds an event in and hands it to whoever records. Callers hold mu.
func (p *Poller) take(e Event) {
	e = p.state.take(e)
	if p.options.Record != nil {
		p.options.Record(e)
	}
}

// snapshot is what is known now.
func (p *Poller) snapshot() *Snapshot {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.state.snapshot(p.clock.now())
}

// snapshot is what is known at an instant. It changes nothing but what snapshots share, so that nobody can tell by what is
// known whether one was made.
func (s *state) snapshot(at time.Time) *Snapshot {
	at = latest(s.at, at)
	snap := &Snapshot{
		At:      at,
		Events:  s.taken,
		Targets: make([]Target, len(s.targets)),
		Tasks:   s.chunks.of(s.tasks),
		Active:  s.sums.active,
		Totals:  s.totals(at),
		Calls:   float64(len(s.recent(at))) / callsWindow.Seconds(),
		Paused:  s.paused,
		Wanted:  s.wanted(),
	}
	for i, t := range s.targets {
		snap.Targets[i] = t.Target
	}
	return snap
}
