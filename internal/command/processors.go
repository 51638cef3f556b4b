package command

import "runtime"

// dividedFrom is how many tasks make a list whose work is worth more than one processor.
const dividedFrom = 5000

// processors are those that the process takes. With more than one, every tick of the renderer wakes a second thread that
// looks for work and finds none, which costs more than the tick.
type processors struct {
	fixed bool // the environment says how many
	one   bool // only one is in use
}

// fit takes as many as a list of so many tasks is worth. It stops all goroutines for a moment when that changes.
func (p *processors) fit(tasks int) {
	one := tasks < dividedFrom
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
