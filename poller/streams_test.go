package poller

import (
	"math"
	"math/rand/v2"
	"strconv"

	"acrwatch/api"
)

// transfer is a sync task of several layers on a link whose bandwidth changes. It moves second by second, and is a
// function of its seed alone.
type transfer struct {
	random *rand.Rand
	second int
	speed  func(second int) float64 // bytes/s of the link
	layers []*piecemeal
	lanes  int // layers that move at a time

	pause, stall, restart float64      // chance of one to begin, each second
	idle                  int          // second until which nothing moves
	busy                  []*piecemeal // what moving gave last

	every int   // seconds between two looks of the counters at what was moved
	chunk int64 // bytes that the counters count by
}

// piecemeal is one layer: what it moved, and what its counter says.
type piecemeal struct {
	size, moved    float64
	counted, shown int64 // the counter, and what it was in the last answer
	touched        int   // second when the counter last changed
	changed        int   // the same, of changes that an answer showed: it may fall and be back before the next
}

// newTransfer is a transfer of about that many seconds, which moves steadily until it is given something to run into.
func newTransfer(seed uint64, seconds float64) *transfer {
	random := rand.New(rand.NewPCG(seed, 7))
	base := 100 * 1024 * math.Exp(random.Float64()*math.Log(500))
	x := &transfer{random: random, lanes: 1 + random.IntN(3), every: 1, chunk: 1}
	x.speed = bandwidths[int(seed%uint64(len(bandwidths)))].of(random, &base)
	x.layers = make([]*piecemeal, 1+random.IntN(5))
	for i := range x.layers {
		x.layers[i] = &piecemeal{size: math.Ceil(base * seconds / float64(len(x.layers)) * (0.2 + 1.6*random.Float64()))}
	}
	return x
}

// bandwidth is one way in which a link changes around its base, which it may set.
type bandwidth struct {
	name string
	of   func(random *rand.Rand, base *float64) func(second int) float64
}

var bandwidths = []bandwidth{
	{"steady", func(random *rand.Rand, base *float64) func(int) float64 {
		return func(int) float64 { return *base * (0.7 + 0.6*random.Float64()) }
	}},
	{"random walk", func(random *rand.Rand, base *float64) func(int) float64 {
		drift := 0.0 // each minute changes the bandwidth by about a third
		return func(int) float64 {
			drift = min(max(drift+0.04*random.NormFloat64(), -1.5), 1.5)
			return *base * math.Exp(drift)
		}
	}},
	{"steps", func(random *rand.Rand, base *float64) func(int) float64 {
		level, until := 1.0, 0
		return func(second int) float64 {
			if second >= until {
				level, until = math.Exp(0.5*random.NormFloat64()), second+20+random.IntN(160)
			}
			return *base * level
		}
	}},
	{"waves", func(random *rand.Rand, base *float64) func(int) float64 {
		height, period := 0.2+0.6*random.Float64(), 20+580*random.Float64()
		return func(second int) float64 { return *base * (1 + height*math.Sin(2*math.Pi*float64(second)/period)) }
	}},
	{"crawl", func(random *rand.Rand, base *float64) func(int) float64 {
		*base = 20 * 1024
		return func(int) float64 { return *base * (0.8 + 0.4*random.Float64()) }
	}},
}

// lag gives the counters a way to lag behind: by time, by bytes, or not.
func (x *transfer) lag() {
	switch x.random.IntN(4) {
	case 0:
		x.every = 5
	case 1:
		x.chunk = 8 * mib
	}
}

// forward lets a second go by.
func (x *transfer) forward() {
	x.second++
	x.trouble()
	bytes := x.speed(x.second)
	moving := x.moving()
	for _, l := range moving {
		if x.second >= x.idle {
			l.moved = min(l.moved+bytes/float64(len(moving)), l.size)
		}
		x.count(l)
	}
}

// trouble begins a pause, a stall or a restart now and then.
func (x *transfer) trouble() {
	if x.second < x.idle {
		return
	}
	switch dice := x.random.Float64(); {
	case dice < x.pause:
		x.idle = x.second + 1 + x.random.IntN(55)
	case dice < x.pause+x.stall:
		x.idle = x.second + int(60*math.Exp(x.random.Float64()*math.Log(60)))
	case dice < x.pause+x.stall+x.restart && len(x.moving()) > 0:
		moving := x.moving()
		l := moving[x.random.IntN(len(moving))]
		l.moved *= float64(x.random.IntN(2)) * x.random.Float64()
	}
}

// count brings the counter of a layer up to date, as far as it does not lag.
func (x *transfer) count(l *piecemeal) {
	says := int64(l.moved) / x.chunk * x.chunk
	if l.moved >= l.size {
		says = int64(l.size)
	} else if x.second%x.every != 0 {
		return
	}
	if says != l.counted {
		l.counted, l.touched = says, x.second
	}
}

// moving are the first layers that are not complete; those behind them wait.
func (x *transfer) moving() []*piecemeal {
	x.busy = x.busy[:0]
	for _, l := range x.layers {
		if l.moved < l.size && len(x.busy) < x.lanes {
			x.busy = append(x.busy, l)
		}
	}
	return x.busy
}

func (x *transfer) done() bool { return len(x.moving()) == 0 }

// changed is when the last counter changed that an answer showed.
func (x *transfer) changed() int {
	last := 0
	for _, l := range x.layers {
		last = max(last, l.changed)
	}
	return last
}

// row is the answer of the service now.
func (x *transfer) row() api.SyncTask {
	row := running1("a", make([]api.Layer, len(x.layers))...)
	lane := 0
	for i, l := range x.layers {
		status := api.Status("PENDING")
		if l.moved >= l.size {
			status = "SUCCESS"
		} else if lane++; lane <= x.lanes {
			status = "SYNCHRONIZING"
		}
		if l.counted != l.shown {
			l.shown, l.changed = l.counted, l.touched
		}
		id := strconv.Itoa(i)
		row.Layers[i] = layer(id, id, status, l.counted, int64(l.size))
	}
	if x.done() {
		row.Status = "SUCCESS"
	}
	return row
}

// polls are the times at which a task is asked: about every so many seconds, with silences in between, by a clock
// that jumps now and then.
type polls struct {
	random        *rand.Rand
	every         float64 // seconds
	silence, jump float64 // chance of each, at every poll
}

// next is how many seconds go by until the next answer, and how many the clock says that went by.
func (p *polls) next() (seconds, clock float64) {
	seconds = p.every * (0.8 + 0.4*p.random.Float64())
	dice := p.random.Float64()
	if dice < p.silence {
		seconds += 10 * math.Exp(p.random.Float64()*math.Log(90))
	}
	clock = seconds
	if p.silence <= dice && dice < p.silence+p.jump {
		// Forward by up to an hour, or back, but never behind the answer before: answers come in order.
		clock += []float64{3600 * p.random.Float64(), -0.9 * seconds}[p.random.IntN(2)]
	}
	return seconds, clock
}
