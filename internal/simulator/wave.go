package simulator

import (
	"math"
	"slices"
	"time"
)

// copied is one destination of a scripted push.
type copied struct {
	to    int
	share float64 // of the bytes that have arrived at the start; 0 waits in the queue, 1 is done
	fate  fate
}

// scripted is a push of the first wave.
type scripted struct {
	namespace, repo string
	ago             time.Duration // before the start
	priority        int
	manual          bool // no rule, so it takes the plain link
	to              []copied
}

// firstWave is what is going on when the simulator starts. Together it shows each thing that can happen: a batch
// about to complete, failures of two kinds, a layer that stalls for nearly two minutes, one that begins again, a
// queue longer than its slots, and a task that somebody cancels.
var firstWave = []scripted{
	{"ml", "训练-resnet", 9*time.Minute + 4*time.Second, 2, false, []copied{{usEast, 0.11, fate{}}}},
	{"web", "search", 8*time.Minute + 20*time.Second, 4, false, []copied{
		{usEast, 1, fate{}},
		{euCentral, 0.48, fate{kind: stalls, at: 0, until: 110 * time.Second}},
	}},
	{"web", "frontend", 7*time.Minute + 31*time.Second, 3, false, []copied{
		{euWest, 0.58, fate{}}, {usEast, 0.27, fate{}}, {apSoutheast, 0, fate{}},
	}},
	{"data", "spark", 6*time.Minute + 12*time.Second, 3, false, []copied{
		{apSoutheast, 0.45, fate{}}, {euWest, 0.30, fate{kind: restarts, at: 44 * time.Second}},
	}},
	{"edge", "agent", 5*time.Minute + 40*time.Second, 3, false, []copied{{usEast, 0.35, fate{}}, {euCentral, 0.12, fate{}}}},
	{"pay", "ledger", 4*time.Minute + 55*time.Second, 5, false, []copied{
		{euWest, 0.55, fate{kind: fails, at: 33 * time.Second, certain: true, issue: "TAG_CONFLICT"}},
		{usEast, 1, fate{}},
		{apSoutheast, 1, fate{}},
	}},
	{"ml", "embed", 4*time.Minute + 10*time.Second, 2, false, []copied{
		{euCentral, 0.07, fate{kind: fails, at: 76 * time.Second, certain: true, issue: "NETWORK_ERROR"}},
	}},
	{"infra", "envoy", 2*time.Minute + 48*time.Second, 4, false, []copied{
		{euWest, 0.48, fate{}}, {usEast, 0.24, fate{}}, {apSoutheast, 1, fate{}},
	}},
	{"web", "api", 2*time.Minute + 20*time.Second, 3, false, []copied{{euWest, 0, fate{}}, {usEast, 0, fate{}}, {apSoutheast, 0, fate{}}}},
	{"pay", "gateway", 95 * time.Second, 5, false, []copied{{euWest, 0, fate{}}, {usEast, 0, fate{}}}},
	{"base", "runtime", 71 * time.Second, 2, false, []copied{{apSoutheast, 0, fate{}}, {usEast, 0, fate{}}}},
	{"data", "flink", 44 * time.Second, 4, true, []copied{{usEast, 0, fate{}}}},
	{"infra", "otel-collector", 20 * time.Second, 1, false, []copied{
		{euCentral, 0, fate{kind: isCanceled, at: 93 * time.Second, certain: true}},
	}},
}

// firstWaveEnds is when the last task of the first wave is wanted to end, at the earliest.
const firstWaveEnds = 166 * time.Second

// startWave makes the tasks of a first wave as they stand at world time 0.
func (f *flow) startWave(wave []scripted) {
	for b, push := range wave {
		r := recipeOf(push.namespace, push.repo)
		for i, c := range push.to {
			o := f.order(r, r.tag(0), int64(b*len(destinations)+i), hash(f.seed, 1, uint64(b)), c.to, push.manual)
			o.created, o.priority = -push.ago, push.priority
			f.add(o.underway(f.seed, c))
		}
	}
}

// order asks for an image at a destination. n numbers the sync tasks of this world, and batch those of one push.
func (f *flow) order(r *recipe, tag string, n int64, batch uint64, to int, manual bool) order {
	from := prod
	if r.namespace == "edge" {
		from = edge
	}
	o := order{
		id: ordinalID(syncPrefix, f.seed, n), batch: uuid(batch), key: hash(f.seed, 2, uint64(n)),
		recipe: r, tag: tag, route: f.routes[routeIndex(from, to, manual)], priority: 3,
	}
	if !manual {
		o.rule = f.rules[ruleKey{r.namespace, to}]
	}
	return o
}

// underway is an order at world time 0, when it has come as far as the script says.
func (o order) underway(seed uint64, c copied) *transfer {
	t := &transfer{order: o, state: pending, layers: o.layersOf(seed), fate: c.fate}
	if c.share == 0 {
		return t
	}
	waited := time.Duration(unit(o.key) * float64(8*time.Second))
	t.state, t.started = synchronizing, o.created+waited
	fill(t.layers, t.lanes(), c.share)
	if c.share >= 1 {
		spent := time.Duration(float64(-t.started) * (0.5 + 0.45*unit(hash(o.key, 9))))
		t.end(t.started+spent, success, "")
	}
	return t
}

// calibrate finds the factor on all links with which the first wave ends when the script wants it to: image sizes
// and weather depend on the seed, the three minutes must not.
func calibrate(seed uint64, endless bool) float64 {
	want := firstWaveEnds + time.Duration(unit(hash(seed, 3))*float64(10*time.Second))
	lo, hi := math.Log(0.6), math.Log(2)
	for range 8 {
		mid := (lo + hi) / 2
		f := migration(seed, math.Exp(mid), endless)
		wave := slices.Concat(f.running, f.waiting)
		if f.ends(wave, 2*want) > want {
			lo = mid
		} else {
			hi = mid
		}
	}
	return math.Exp((lo + hi) / 2)
}

// migration is the first wave and, when endless, the pushes after it.
func migration(seed uint64, factor float64, endless bool) *flow {
	f := newFlow(seed, factor)
	if endless {
		f.pushes = newPushes(seed, &usual)
	}
	f.startWave(usual.wave)
	return f
}

// ends runs the world until all the tasks have ended, at most to limit.
func (f *flow) ends(tasks []*transfer, limit time.Duration) time.Duration {
	for f.clock < limit && slices.ContainsFunc(tasks, func(t *transfer) bool { return !t.over() }) {
		f.step(f.next)
	}
	return f.clock
}
