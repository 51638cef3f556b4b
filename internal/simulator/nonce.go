package simulator

import "time"

// maxNonce is the longest nonce, in bytes. Clients send 32 to 36.
const maxNonce = 128

// nonces remembers which were used, for as long as a request that holds one could still be accepted: a date may be
// a window ahead and is good until it is a window behind. Two generations do, so memory follows the rate of calls.
type nonces struct {
	window     time.Duration // of dates, either way
	fresh, old map[string]struct{}
	since      time.Time
}

// use says whether a nonce is new, and notes it.
func (n *nonces) use(nonce string, now time.Time) bool {
	if passed := now.Sub(n.since); n.fresh == nil || passed >= 2*n.window {
		n.old = n.fresh
		if passed >= 4*n.window {
			n.old = nil
		}
		n.fresh, n.since = map[string]struct{}{}, now
	}
	if _, used := n.fresh[nonce]; used {
		return false
	}
	if _, used := n.old[nonce]; used {
		return false
	}
	n.fresh[nonce] = struct{}{}
	return true
}
