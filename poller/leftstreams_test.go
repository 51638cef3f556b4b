package poller

import (
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
)

// guess is a time left that was told, beside the one that it became. All are in seconds.
type guess struct{ at, low, high, took float64 }

// off is how far the middle of what was told lies from the truth, as a share of the truth.
func (g guess) off() float64 { return math.Abs((g.low+g.high)/2-g.took) / max(g.took, 1) }

// holds says that the truth lies in the range. One figure stands for a tenth, as wide as a range would be at least.
func (g guess) holds() bool {
	if g.low == g.high {
		return g.off() <= 0.05
	}
	return g.low <= g.took && g.took <= g.high
}

// guesses follows a transfer to its end, and gives what was told of the time left in its second half.
func guesses(t *testing.T, seed uint64, every float64) []guess {
	random := rand.New(rand.NewPCG(seed, 3))
	x := newTransfer(seed, 60+1740*random.Float64())
	if seed%2 == 1 {
		x.pause, x.stall, x.restart = 1.0/200, 1.0/5000, 1.0/5000
	}
	if seed%10 >= 5 {
		x.lag()
	}
	f, p := newFold(), &polls{random: random, every: every}
	var told []guess
	now, grown, moved, rows := 0.0, 0, int64(0), 0
	for !x.done() {
		seconds, _ := p.next()
		for now += seconds; float64(x.second+1) <= now && !x.done(); {
			x.forward()
		}
		f.get(now, x.row())
		flow := f.tasks[0].Flow
		if rows++; rows > 1 && flow.Moved > moved {
			grown++
		}
		moved = flow.Moved
		assertLeft(t, flow, grown)
		if flow.Left.Known() {
			told = append(told, guess{at: now, low: flow.Left.Low.Seconds(), high: flow.Left.High.Seconds()})
		}
	}
	end := float64(x.second)
	for i := range told {
		told[i].took = end - told[i].at
	}
	return slices.DeleteFunc(told, func(g guess) bool { return g.at < end/2 })
}

// assertLeft holds what is told at one time against the rules.
func assertLeft(t *testing.T, flow Flow, grown int) {
	wrong := flow.Rate < 0 || flow.Left.Low < 0 || flow.Left.High < flow.Left.Low
	if flow.Left.Known() {
		wrong = wrong || flow.Stalled || grown < 3 || !flow.RateKnown
	}
	if wrong {
		t.Errorf("after %d samples that grew: %+v", grown, flow)
	}
}

// figures sum up how good a set of guesses is.
func figures(t *testing.T, name string, set []guess) (median, within float64) {
	offs, widths, held := make([]float64, len(set)), make([]float64, len(set)), 0
	for i, g := range set {
		offs[i], widths[i] = g.off(), g.high/max(g.low, 1)
		if g.holds() {
			held++
		}
	}
	slices.Sort(offs)
	slices.Sort(widths)
	last := len(set) - 1
	t.Logf("%-12s %6d told: off by %3.0f %% (median), %4.0f %% (p90); %2.0f %% within the range, whose end is %.2f (median), %.2f (p90) times its start",
		name, len(set), 100*offs[last/2], 100*offs[last*9/10], 100*float64(held)/float64(len(set)), widths[last/2], widths[last*9/10])
	return offs[last/2], float64(held) / float64(len(set))
}

func TestTimeLeftComesTrue(t *testing.T) {
	var all []guess
	kinds := make(map[string][]guess)
	for seed := range uint64(leftStreams) {
		told := guesses(t, seed, []float64{2, 5, 15}[seed%3])
		all = append(all, told...)
		name := bandwidths[seed%uint64(len(bandwidths))].name
		kinds[name] = append(kinds[name], told...)
		if seed%2 == 1 {
			kinds["interrupted"] = append(kinds["interrupted"], told...)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(kinds)) {
		figures(t, name, kinds[name])
	}
	median, within := figures(t, "all", all)
	assert.LessOrEqual(t, median, 0.20, "median error in the second half of a transfer")
	assert.GreaterOrEqual(t, within, 0.60, "how often the truth lay in the range")
}
