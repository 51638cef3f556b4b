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
	Quota    string // targets with the same Quota (account, region and endpoint) share one budget
	API      API
}

// DefaultBudget is the ceiling of calls per second and quota when Options do not say otherwise.
const DefaultBudget = 8.0

// Options are the settings of a Poller. The zero value is good.
type Options struct {
	Budget float64        // ceiling of calls per second and quota, after a first burst of 8; 0: DefaultBudget
	Log    *slog.Logger   // nil: nothing is logged
	Jitter func() float64 // 0 to 1, for back-offs, safe for concurrent use; nil: random
}

// Poller watches targets. Make one with New and run it once.
type Poller struct {
	options Options
	changed chan struct{} // one slot: there is something new to emit
	acted   chan struct{} // one slot: the user did something and waits for its answer

	mu      sync.Mutex // guards all below; it is held only for work in memory
	state   *state
	look    attention
	budgets map[string]*budget
	pokes   []chan struct{} // by target, one slot each: look again at what to ask
}

// New makes a poller. Targets keep the order of specs; the instances that discovery finds beyond the first of a
// spec come after all of them.
func New(specs []Spec, o Options) *Poller {
	if o.Budget <= 0 {
		o.Budget = DefaultBudget
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
		state:   newState(specs),
		budgets: make(map[string]*budget),
	}
	p.equip()
	return p
}

// equip gives every new target its budget and its poke. Callers hold mu, or nobody else knows p yet.
func (p *Poller) equip() {
	for _, t := range p.state.targets[len(p.pokes):] {
		p.pokes = append(p.pokes, make(chan struct{}, 1))
		if p.budgets[t.spec.Quota] == nil {
			p.budgets[t.spec.Quota] = newBudget(p.options.Budget)
		}
	}
}

// Attend says what the user looks at: the open task, whose ID is empty when there is none, and the rows on screen.
// It never waits.
func (p *Poller) Attend(open Key, visible []Key) {
	look := newAttention(open, visible)
	p.mu.Lock()
	opened := open != p.look.open // the rows on screen change by themselves, too
	p.look = look
	p.mu.Unlock()
	p.pokeAll()
	if opened {
		poke(p.acted)
	}
}

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
	p.mu.Lock()
	p.state.paused = paused
	p.mu.Unlock()
	p.pokeAll()
	poke(p.acted)
	poke(p.changed)
}

func (p *Poller) pokeAll() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, c := range p.pokes {
		poke(c)
	}
}

// poke fills a one-slot channel: whoever reads it looks again, once for any number of pokes.
func poke(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// snapshot is what is known now.
func (p *Poller) snapshot(now time.Time) *Snapshot {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.state.snapshot(now)
}

func (s *state) snapshot(now time.Time) *Snapshot {
	s.begin(now)
	s.forgetCalls()
	if s.shared == nil {
		s.shared = append(make([]*Task, 0, len(s.tasks)), s.tasks...)
	}
	snap := &Snapshot{
		At:      s.at,
		Targets: make([]Target, len(s.targets)),
		Tasks:   s.shared,
		Totals:  s.totals(),
		Calls:   float64(len(s.calls)) / callsWindow.Seconds(),
		Paused:  s.paused,
	}
	for i, t := range s.targets {
		snap.Targets[i] = t.Target
	}
	return snap
}
