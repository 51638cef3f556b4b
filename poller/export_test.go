package poller

// Wake has a poller believe that the machine slept.
func (p *Poller) Wake() { p.passTime(true) }
