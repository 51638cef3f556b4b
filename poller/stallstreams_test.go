package poller

import (
	"fmt"
	"math"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"

	"acrwatch/api"
)

// silence is how long a counter has really stood still, which is what a told stall is held against. All times are
// seconds by the clock of the answers.
type silence struct {
	heard   bool
	changed int     // second of the transfer in which the counter last changed
	clock   float64 // at the last answer
	began   float64 // when the counter last changed
	known   float64 // from when on the silence could be known
	quiet   int     // answers that showed no change
	fifth   float64 // when the fifth of those came
}

// listen takes an answer of second now that came so long after the one before.
func (s *silence) listen(now, after float64, changed int) {
	clock := s.clock + after
	if s.heard && changed == s.changed {
		s.clock = clock
		if s.quiet++; s.quiet == 5 {
			s.fifth = clock
		}
		return
	}
	age := now - float64(changed)
	known := clock - age
	if !s.heard || age > 20 { // nobody can tell when it happened in a long while without answers
		known = clock
	}
	*s = silence{heard: true, changed: changed, clock: clock, began: clock - age, known: known}
}

// late is for how long a stall could have been told, below zero as long as it could not.
func (s *silence) late() float64 {
	if s.quiet < 5 {
		return -1
	}
	return s.clock - max(s.known+60, s.fifth)
}

// fault is what is wrong with having told a stall, or not; empty when nothing is.
func (s *silence) fault(told bool) string {
	switch {
	case told && (s.quiet < 5 || s.clock < s.began+60):
		return fmt.Sprintf("false stall: silent for %.1f s and %d answers", s.clock-s.began, s.quiet)
	case !told && s.late() >= 20:
		return fmt.Sprintf("missed stall: silent for %.1f s and %d answers", s.clock-s.began, s.quiet)
	}
	return ""
}

// listener follows a transfer by asking, and holds what is told of it against what is true.
type listener struct {
	fold
	x       *transfer
	polls   *polls
	now     float64    // second of the transfer
	clock   float64    // of the answers
	gaps    [2]float64 // by the clock, before the last answer and before the one before it
	whole   silence
	parts   []silence
	stalled bool
	stalls  int     // told
	latest  float64 // seconds that one of them was told late, at most, by answers of 20 s and less apart
	wrong   string  // the first fault
}

func newListener(seed uint64) *listener {
	random := rand.New(rand.NewPCG(seed, 11))
	x := newTransfer(seed, 60*math.Exp(random.Float64()*math.Log(60)))
	x.pause, x.stall, x.restart = 1.0/120, 1.0/400, 1.0/400
	x.lag()
	p := &polls{random: random, every: 2 * math.Exp(random.Float64()*math.Log(30)), silence: 0.03, jump: 0.01}
	return &listener{fold: newFold(), x: x, polls: p, parts: make([]silence, len(x.layers)), gaps: [2]float64{math.Inf(1), math.Inf(1)}}
}

// ask follows the transfer to the next answer, and checks what is told until then and at that time.
func (l *listener) ask() {
	seconds, clock := l.polls.next()
	if l.now > 0 {
		l.wait(clock)
		l.gaps = [2]float64{clock, l.gaps[0]}
	}
	for l.now += seconds; float64(l.x.second+1) <= l.now; {
		l.x.forward()
	}
	l.clock += clock
	l.get(l.clock, l.x.row())
	if l.x.done() {
		l.note(claimsStall(l.tasks[0]), "stalled, though done")
		return
	}
	l.compare(clock)
}

// compare holds the task and its layers against what is true of them.
func (l *listener) compare(clock float64) {
	task := l.tasks[0]
	l.whole.listen(l.now, clock, l.x.changed())
	fault := l.whole.fault(task.Flow.Stalled)
	l.note(fault != "", fault)
	if task.Flow.Stalled && !l.stalled {
		l.stalls++
		if clock <= 20 { // or else the answer alone is late
			l.latest = max(l.latest, l.whole.late())
		}
	}
	l.stalled = task.Flow.Stalled
	for i := range l.parts {
		if task.Parts()[i].Phase != api.PhaseRunning {
			l.parts[i] = silence{}
			l.note(task.Parts()[i].Flow.Stalled, "a layer that does not move is stalled")
			continue
		}
		l.parts[i].listen(l.now, clock, l.x.layers[i].changed)
		fault := l.parts[i].fault(task.Parts()[i].Flow.Stalled)
		l.note(fault != "", "layer: "+fault)
	}
}

// wait lets the time until the next answer go by, in which nothing is answered or calls fail.
func (l *listener) wait(clock float64) {
	for after := 20.0; after < clock; after += 20 {
		at := second(l.clock + after)
		if after == 40 {
			l.take(Event{What: Answered, Call: Call{Op: OpGet, ID: "a"}, Asked: at, At: at, Err: &api.Error{Class: api.ClassNetwork}})
		}
		l.tick(at)
		if after > max(60, 6*min(l.gaps[0], l.gaps[1])) {
			l.note(claimsStall(l.tasks[0]), fmt.Sprintf("stalled, though not asked for %.0f s", after))
		}
	}
}

func (l *listener) note(wrong bool, what string) {
	if wrong && l.wrong == "" {
		l.wrong = fmt.Sprintf("at %.1f s, asked every %.1f s: %s", l.clock, l.polls.every, what)
	}
}

func TestStallsAreToldWhenTheyAre(t *testing.T) {
	const streams, shares = stallStreams, 4
	var group sync.WaitGroup
	var answers, stalls, faults atomic.Int64
	var latest [shares]float64
	for share := range shares {
		group.Go(func() {
			for seed := share; seed < streams; seed += shares {
				l := newListener(uint64(seed))
				for n := 0; n < 50 && !l.x.done() && l.wrong == ""; n++ {
					l.ask()
					answers.Add(1)
				}
				stalls.Add(int64(l.stalls))
				latest[share] = max(latest[share], l.latest)
				if l.wrong != "" && faults.Add(1) <= 10 {
					t.Errorf("seed %d: %s", seed, l.wrong)
				}
			}
		})
	}
	group.Wait()
	t.Logf("%d streams, %d answers, %d stalls told, the latest %.1f s late", streams, answers.Load(), stalls.Load(), max(latest[0], latest[1], latest[2], latest[3]))
	assert.Zero(t, faults.Load(), "streams with a fault")
	assert.Greater(t, stalls.Load(), int64(streams/10), "there was something to tell")
}
