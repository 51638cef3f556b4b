package poller

import "time"

const (
	// StaleAfter is three of the longest intervals between two questions about an active task.
	StaleAfter = 45 * time.Second
	// FailingAfter lets a single lost answer pass without a word.
	FailingAfter = 3 * time.Second
)

// Freshness is why what is known of an active task is old.
type Freshness uint8

const (
	Fresh        Freshness = iota
	NotPermitted           // tasks of its kind may not be listed or read
	CallsFail              // the calls of its target have been failing for more than FailingAfter
	NeverHeard             // the service has said nothing of it yet
	NotHeard               // the service has said nothing of it for more than StaleAfter
)

// Freshness says whether a task's figures are old, and for how long where that is known. Finished tasks do not age.
func (t *Task) Freshness(home *Target, now time.Time) (Freshness, time.Duration) {
	if !t.Active() {
		return Fresh, 0
	}
	if home.Lists[t.Kind].Denied != nil {
		return NotPermitted, 0
	}
	if since := home.Failing(now); since > FailingAfter {
		return CallsFail, since
	}
	last := t.Heard()
	if last.IsZero() {
		return NeverHeard, 0
	}
	if age := now.Sub(last); age > StaleAfter {
		return NotHeard, age
	}
	return Fresh, 0
}

// Heard is when the service last said something about a task, and something new once the task is over; zero before it did.
func (t *Task) Heard() time.Time {
	return max(t.Listed, t.Answered).Time()
}

// Failing is for how long a target's calls have been failing, 0 while they are not.
func (t *Target) Failing(now time.Time) time.Duration {
	if t.Err == nil || t.FailingSince.IsZero() {
		return 0
	}
	return now.Sub(t.FailingSince)
}
