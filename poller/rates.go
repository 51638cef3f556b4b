package poller

// historyLength is how many measured rates are kept.
const historyLength = 32

// Rates are the last measured rates. They never change.
type Rates struct {
	list []float32 // has no room for more: most tasks are over after a few answers
}

// RatesOf are the last 32 of a list.
func RatesOf(list []float32) *Rates {
	list = list[max(0, len(list)-historyLength):]
	return &Rates{append(make([]float32, 0, len(list)), list...)}
}

// List is the rates in bytes per second, the oldest first, 32 at most. It is not to be written to.
func (r *Rates) List() []float32 {
	if r == nil {
		return nil
	}
	return r.list
}

// with is the rates with one more.
func (r *Rates) with(rate float64) *Rates {
	list := r.List()
	list = list[max(0, len(list)-historyLength+1):]
	return &Rates{append(append(make([]float32, 0, len(list)+1), list...), float32(rate))}
}
