package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"syscall"
	"time"

	"acrwatch/internal/files"
	"acrwatch/internal/gate"
	"acrwatch/internal/junit"
	"acrwatch/poller"
	"acrwatch/ui"
)

// waiting is one run of wait.
type waiting struct {
	equipment
	system    *system
	selection selection
	rule      gate.Rule
	timeout   time.Duration // 0: none
	report    string        // path of a JUnit report; may be empty
	output    string        // form of the last state, as of once

	began    time.Time
	poller   *poller.Poller
	progress *progress
	troubles troubles
	roll     gate.Roll
	over     map[poller.Key]bool // tasks whose end was told
	last     *poller.Snapshot
}

// decided is the end of a wait by its rule.
type decided struct{ gate.Verdict }

func (d *decided) Error() string { return d.String() }

var errTimeout = errors.New("timed out")

// run waits until the rule says that it is over, the time has run out or ctx ends, and then tells how things stand.
func (w *waiting) run(ctx context.Context) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	w.began = time.Now()
	if w.timeout > 0 {
		timer := time.AfterFunc(w.timeout, func() { stop(errTimeout) })
		defer timer.Stop()
	}
	w.progress = newProgress(w.system.err, w.system.environ, w.settings.ASCII)
	w.troubles = newTroubles()
	w.last = &poller.Snapshot{At: w.began}
	options := pollerOptions(w.settings, w.selection, w.log)
	recorded, err := startRecording(w.settings, w.specs, &options, w.progress)
	if err != nil {
		return err
	}
	defer recorded.end(w.progress)
	w.poller = poller.New(w.specs, options)
	polled := startPolling(ctx, w.poller, w.see, stop)
	<-ctx.Done()
	cause := context.Cause(ctx)
	if !done(polled, pollerWithin) { // somebody does not read what we write; what is known may still change
		return cause
	}
	return w.end(cause)
}

// see takes in a snapshot, and gives the verdict when the wait is over.
func (w *waiting) see(s *poller.Snapshot) error {
	before := w.last
	w.last = s
	m := momentOf(s)
	w.roll.Update(s, w.selection.filter.Timed(), func(t *poller.Task) bool { return w.selection.matches(t, m) })
	for _, n := range w.troubles.news(s) {
		w.progress.say(n.String())
	}
	for _, t := range s.Tasks.Changed(before.Tasks) {
		w.tellEnd(t, s.At)
	}
	w.progress.show(s, &w.roll)
	w.attend()
	if v, over := w.rule.Decide(w.look()); over {
		return &decided{v}
	}
	return nil
}

func (w *waiting) look() *gate.Look {
	return &gate.Look{Snapshot: w.last, Roll: &w.roll, Began: w.began}
}

// tellEnd tells of a task that has ended since we look. What was over before is in the last state.
func (w *waiting) tellEnd(t *poller.Task, at time.Time) {
	if t.Active() || t.Finished.IsZero() && !t.Gone || w.over[t.Key] || !w.roll.Has(t.Key) {
		return
	}
	if w.over == nil {
		w.over = map[poller.Key]bool{}
	}
	w.over[t.Key] = true
	w.progress.ended(t, at)
}

// attendMost is how many tasks are asked for as if they were on a screen; more would starve the lists.
const attendMost = 300

// attend has the budget spent on what is waited for. What was asked for by name has all of it anyway.
func (w *waiting) attend() {
	if w.selection.named() {
		return
	}
	var keys []poller.Key
	w.roll.Running(func(t *poller.Task) {
		if len(keys) < attendMost {
			keys = append(keys, t.Key)
		}
	})
	w.poller.Attend(poller.Key{}, keys)
}

// end tells the last state, and why the wait ended.
func (w *waiting) end(cause error) error {
	w.progress.clear()
	w.system.keepLook(w.last, w.log)
	var d *decided
	var signal *interrupted
	var v gate.Verdict
	switch {
	case errors.As(cause, &d):
		v = d.Verdict
	case errors.Is(cause, errTimeout):
		late := *w.last
		late.At = time.Now()
		w.last = &late
		v = w.rule.AfterTimeout(w.look())
	case errors.As(cause, &signal):
		v = gate.Verdict{Code: gate.Code(exitCode(cause)), Why: w.roll.Summary()}
	default:
		noteCrash(w.log, cause)
		return cause
	}
	if err := w.deliver(v); err != nil && v.Code == gate.Succeeded {
		v = gate.Verdict{Code: gate.Usage, Why: err.Error() + "; " + v.Why}
	} else if err != nil {
		w.progress.say("acrwatch: " + err.Error())
	}
	return &outcome{int(v.Code), w.progress.row.plain(v.String())}
}

// deliver writes the last state and the report. A reader who has left needs neither.
func (w *waiting) deliver(v gate.Verdict) error {
	tasks := w.roll.Tasks()
	err := w.write(slices.Clone(tasks))
	if errors.Is(err, syscall.EPIPE) {
		err = nil
	}
	if err != nil {
		err = fmt.Errorf("write the last state: %w", err)
	}
	if w.report == "" {
		return err
	}
	report := junit.Report{Name: "acrwatch wait", Began: w.began, At: w.last.At, Verdict: v.String(), Tasks: tasks}
	if failed := files.Write(w.report, files.Options{Mode: 0o644, Overwrite: true}, func(to io.Writer) error {
		return junit.Write(to, report)
	}); failed != nil {
		err = errors.Join(err, fmt.Errorf("--junit: %s: %s", w.report, reason(failed)))
	}
	return err
}

// write writes the last state as a look has it.
func (w *waiting) write(tasks []*poller.Task) error {
	l := looking{system: w.system, equipment: w.equipment, selection: w.selection, last: w.last, flags: onceFlags{output: w.output}}
	ui.SortTasks(tasks, "status", false, w.last.At)
	return l.write(tasks, l.missing())
}
