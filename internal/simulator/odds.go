package simulator

import "time"

// odds are how many of a hundred tasks fail, are canceled, lose the bytes of one layer for a while, or all of them.
type odds struct {
	fails, cancels, stalls, freezes int
	even                            bool // every issue is as likely as the others
}

// fate is what befalls a pushed task.
func (d *dice) fate(o odds) fate {
	at := d.between(2*time.Second, 30*time.Second)
	f := fate{relative: true, at: at, until: at + d.between(70*time.Second, 100*time.Second)}
	switch roll := d.intn(100); {
	case roll < o.fails:
		f.kind, f.issue = fails, o.issue(d)
	case roll < o.fails+o.cancels:
		f.kind = isCanceled
	case roll < o.fails+o.cancels+o.stalls:
		f.kind = stalls
	case roll < o.fails+o.cancels+o.stalls+o.freezes:
		f.kind = freezes
		f.until += d.between(time.Minute, 5*time.Minute)
	}
	return f
}

// issue is why a task failed: the network more often than all the rest, unless the odds are even.
func (o odds) issue(d *dice) string {
	if !o.even && d.intn(2) == 0 {
		return issues[0]
	}
	return issues[d.intn(len(issues))]
}
