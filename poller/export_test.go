package poller

import "time"

// Wake has a poller believe that the machine slept.
func (p *Poller) Wake() { p.passTime(true) }

// Sleep has a poller's clock go on by d while its timers stand still, as they do while a machine sleeps.
func (p *Poller) Sleep(d time.Duration) {
	p.clock.mu.Lock()
	p.clock.ahead += d
	p.clock.mu.Unlock()
	p.passTime(true)
}
