package command

import (
	"runtime"
	"sync"
	"time"
)

const (
	// dividedFrom is how many tasks make a list whose work is worth more than one processor.
	dividedFrom = 5000
	// inUseFor is how long after a key the next one is expected, which must not wait for the work of others.
	inUseFor = 10 * time.Second
)

// processors are those that the process takes. With more than one, every tick of the renderer wakes a second thread that
// looks for work and finds none, which costs more than the tick. A change stops all goroutines for a moment.
type processors struct {
	fixed bool // the environment says how many

	mu  sync.Mutex
	one bool      // only one is in use
	key time.Time // the last one
}

// fit takes as many as a list of so many tasks is worth.
func (p *processors) fit(tasks int, now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.take(tasks < dividedFrom && now.Sub(p.key) >= inUseFor)
}

// typed takes all of them for a while.
func (p *processors) typed(now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.key = now
	p.take(false)
}

func (p *processors) take(one bool) {
	if p.fixed || one == p.one {
		return
	}
	p.one = one
	if one {
		runtime.GOMAXPROCS(1)
		return
	}
	runtime.SetDefaultGOMAXPROCS()
}
