package poller

// historyLength is how many measured rates are kept.
const historyLength = 32

// Rates are the last measured rates. They never change.
type Rates struct {
	list   [historyLength]float32
	length uint8
}

// RatesOf are the last 32 of a list.
func RatesOf(list []float32) *Rates {
	r := &Rates{}
	r.length = uint8(copy(r.list[:], list[max(0, len(list)-historyLength):]))
	return r
}

// List is the rates in bytes per second, the oldest first, 32 at most. It is not to be written to.
func (r *Rates) List() []float32 {
	if r == nil {
		return nil
	}
	return r.list[:r.length:r.length]
}

// with is the rates with one more.
func (r *Rates) with(rate float64) *Rates {
	next := &Rates{}
	list := r.List()
	kept := copy(next.list[:], list[max(0, len(list)-historyLength+1):])
	next.list[kept], next.length = float32(rate), uint8(kept+1)
	return next
}
