package notify

import "time"

const (
	// settle is how long the first notice waits for others, so that what breaks together is told together.
	settle = 2 * time.Second
	// leastGap is between two messages. It doubles while there is more and more to tell, up to mostGap.
	leastGap = 15 * time.Second
	mostGap  = 10 * time.Minute
)

// Hours is a span of the day, from and to in time since midnight. To may be the smaller one: then it goes past
// midnight. When both are the same it holds no time at all.
type Hours struct{ From, To time.Duration }

// Hold says that the time of day at is within the hours. at is taken as it reads in its own location.
func (h Hours) Hold(at time.Time) bool {
	hour, minute, second := at.Clock()
	now := time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute + time.Duration(second)*time.Second
	if h.From <= h.To {
		return h.From <= now && now < h.To
	}
	return h.From <= now || now < h.To
}

// Summary is one message. Notices is how many notices it stands for; when it is one, Only is that, and otherwise the
// counts say what they were about.
type Summary struct {
	Notices int
	Only    Notice

	Failed, Stalled, Done   int // tasks
	BatchesDone, BatchesBad int // batches that ended well, and not so
}

func (s *Summary) add(n Notice) {
	s.Notices++
	s.Only = n
	switch {
	case n.Kind == TasksFailed:
		s.Failed += n.Tasks
	case n.Kind == TasksStalled:
		s.Stalled += n.Tasks
	case n.Kind == TaskEnded:
		s.Done++
	case n.Bad():
		s.BatchesBad++
	default:
		s.BatchesDone++
	}
}

// Desk holds notices back so that a storm of them is one message with counts. Its memory does not grow with them.
type Desk struct {
	Level Level
	Quiet Hours

	waiting Summary
	since   time.Time // when the first that waits came
	last    time.Time // when something was told last
	gap     time.Duration
}

// Add takes the notices of an instant; at is a local time. What the level leaves out, or what comes in the quiet hours,
// is dropped.
func (d *Desk) Add(notices []Notice, at time.Time) {
	if d.Level == Off || d.Quiet.Hold(at) {
		return
	}
	for _, n := range notices {
		if d.Level == Failures && !n.Bad() {
			continue
		}
		if d.waiting.Notices == 0 {
			d.since = at
		}
		d.waiting.add(n)
	}
}

// Due is the message to send now, and whether there is one. at is a local time.
func (d *Desk) Due(at time.Time) (Summary, bool) {
	if d.waiting.Notices == 0 || at.Sub(d.since) < settle || at.Sub(d.last) < d.gap {
		return Summary{}, false
	}
	if d.Quiet.Hold(at) {
		d.Clear()
		return Summary{}, false
	}
	d.widen(at)
	s := d.waiting
	d.Clear()
	return s, true
}

// widen keeps the next message farther away while they follow each other closely.
func (d *Desk) widen(at time.Time) {
	if d.gap == 0 || at.Sub(d.last) > 2*d.gap {
		d.gap = leastGap
	} else {
		d.gap = min(2*d.gap, mostGap)
	}
	d.last = at
}

// Clear forgets what waits, since somebody looks by now.
func (d *Desk) Clear() { d.waiting = Summary{} }
