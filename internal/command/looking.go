package command

import (
	"context"
	"errors"
	"fmt"
	"syscall"
	"time"

	"acrwatch/poller"
)

// looking is one run of once.
type looking struct {
	equipment
	system    *system
	selection selection
	flags     onceFlags
	troubles  troubles
	pages     *pages // nil where the tasks are written at the end, in order

	poller *poller.Poller
	last   *poller.Snapshot
	asked  map[poller.Key]tries
	picked []int // places of the tasks that are to be asked for themselves; nil before the lists are known
}

var (
	errLooked   = errors.New("all that was asked for is known")
	errTimeOver = errors.New("the time is over")
)

// run looks until all is known, the time is over or ctx ends, and writes what is known by then.
func (l *looking) run(ctx context.Context) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	timer := time.AfterFunc(l.flags.timeout, func() { stop(errTimeOver) })
	defer timer.Stop()
	l.last, l.asked = &poller.Snapshot{At: time.Now()}, map[poller.Key]tries{}
	o := pollerOptions(l.settings, l.selection, l.log)
	if l.pages != nil {
		o.Keep, o.Record = pagesKeep, l.pages.record
	}
	l.poller = poller.New(l.specs, o)
	polled := startPolling(ctx, l.poller, l.see, stop)
	<-ctx.Done()
	if cause := context.Cause(ctx); !done(polled, pollerWithin) || !l.writes(cause) {
		noteCrash(l.log, cause)
		return cause
	}
	return l.end(context.Cause(ctx))
}

// writes says that after such an end there is something to write.
func (l *looking) writes(cause error) bool {
	var signal *interrupted
	return errors.Is(cause, errLooked) || errors.Is(cause, errTimeOver) || errors.As(cause, &signal)
}

// see takes in a snapshot. It gives errLooked when it is the last that is needed, and has what is missing asked for.
func (l *looking) see(s *poller.Snapshot) error {
	l.last = s
	for _, n := range l.troubles.news(s) {
		l.say(n.String())
	}
	if err := l.passOn(s); err != nil || !known(s) {
		return err
	}
	if l.picked == nil {
		l.picked = l.pick(s)
	}
	open, ask, wait := l.unasked(s)
	if open == 0 {
		return errLooked
	}
	for _, key := range ask {
		l.asked[key] = tries{l.asked[key].times + 1, s.At}
	}
	if len(ask) > 0 { // without keys it would be the lists
		l.poller.Refresh(ask...)
	}
	l.poller.Attend(poller.Key{}, wait)
	return nil
}

// say writes a line beside the results. Nobody is told of a failure to tell.
func (l *looking) say(line string) {
	_, _ = fmt.Fprintln(l.system.err, row{ascii: l.settings.ASCII}.plain(line))
}

// passOn writes what need not be kept. A reader who has left ends the look.
func (l *looking) passOn(s *poller.Snapshot) error {
	if l.pages == nil {
		return nil
	}
	err := l.flow(s, false)
	switch {
	case errors.Is(err, syscall.EPIPE):
		return errEnded
	case err != nil:
		return fmt.Errorf("write the tasks: %w", err)
	}
	return nil
}

// known says that all lists are known as far as they can be, or that every name was looked for.
func known(s *poller.Snapshot) bool {
	if s.Known() {
		return true
	}
	for i := range s.Targets {
		if !toldAll(&s.Targets[i]) {
			return false
		}
	}
	return len(s.Targets) > 0
}

// toldAll says that a target has told all that it can, without somebody who mends something.
func toldAll(t *poller.Target) bool {
	if hopeless(t) || nobodyThere(t) {
		return true
	}
	for k := range t.Lists {
		if l := &t.Lists[k]; !l.Complete && l.Denied == nil {
			return false
		}
	}
	return true
}

// hopeless says that asking a target again changes nothing.
func hopeless(t *poller.Target) bool { return t.Err != nil && !t.Err.Temporary() }

// nobodyThere says that no instance runs in the region of a target.
func nobodyThere(t *poller.Target) bool {
	return t.Instance == "" && t.Err == nil && !t.LastOK.IsZero() && !t.RetryAt.IsZero()
}

const (
	// askMost is how many tasks are asked for at once; the next ones follow while these are on their way.
	askMost = 100
	// askAgain is when one is asked for again that has told nothing: its answer may have been overtaken by a later one.
	askAgain = 30 * time.Second
	// askTimes is how often that is done. A task that never tells must not hold the look for ever.
	askTimes = 3
)

// end writes what is known, tells what is missing, and says so in the exit code.
func (l *looking) end(cause error) error {
	l.system.keepLook(l.last, l.log)
	tasks := l.matching(l.last)
	missing := l.missing()
	write := func() error { return l.write(tasks, missing) }
	if l.pages != nil && l.read() {
		write = func() error { return l.flow(l.last, true) }
	}
	switch err := write(); {
	case errors.Is(err, syscall.EPIPE):
		return nil
	case err != nil:
		return fmt.Errorf("write the tasks: %w", err)
	}
	for _, m := range missing {
		if !m.told {
			l.say("acrwatch: " + m.text)
		}
	}
	return l.outcome(cause, len(tasks))
}
