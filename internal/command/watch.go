package command

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"acrwatch/api"
	"acrwatch/poller"
)

// Forms of what watch writes.
const (
	plainOutput  = "plain"
	ndjsonOutput = "ndjson"
)

const watchLong = `watch writes a line for each change to stdout: time, status, image, route, percent or tags, rate, and a
note such as why a task failed. Running tasks get a line at each quarter. What was over before is only
counted, in the line "looked"; the line "ended" is the last.

When nothing is new for 30 s it says so on stderr, so that nobody takes a quiet job for a dead one.
Troubles with the API are told on stderr as well, when they begin and when they end.

With --output ndjson each line of stdout is an event as a JSON object with a sequence number; heartbeats
and troubles are events, too. docs/events.md describes them, docs/events.schema.json is their JSON Schema.

It goes on until it is interrupted, or with --until-done until no task is active. The exit code is 0
then, however they ended: acrwatch wait is the one whose exit code tells.`

// watchCommand writes what happens for logs and pipes.
func watchCommand(s *system) *cobra.Command {
	var untilDone bool
	var output string
	c := &cobra.Command{
		Use:   "watch [ID ...]",
		Short: "a line per change, or ndjson events, for logs and pipes",
		Long:  watchLong,
		Example: "  acrwatch watch >> acrwatch.log\n" +
			"  acrwatch watch --until-done --filter 'to:eu age<1h'\n" +
			"  acrwatch watch --output ndjson | jq -r 'select(.event == \"status\") | .task.image'",
		Args: anyIDs,
		RunE: func(c *cobra.Command, args []string) error { return s.watch(c, args, output, untilDone) },
	}
	c.Flags().StringVarP(&output, "output", "o", plainOutput, "`form` of the lines: plain or ndjson")
	c.Flags().BoolVar(&untilDone, "until-done", false, "end when no task is active")
	addSelectionFlags(c.Flags())
	addTargetFlags(c.Flags())
	addASCIIFlag(c.Flags())
	addCallFlags(c.Flags())
	addRecordFlags(c.Flags())
	c.Flags().SortFlags = false
	return c
}

func (s *system) watch(c *cobra.Command, ids []string, output string, untilDone bool) error {
	if output != plainOutput && output != ndjsonOutput {
		return &usageError{err: fmt.Errorf("--output: %s: not one of plain, ndjson; give one of them", api.CleanID(output))}
	}
	which, err := selected(c, ids)
	if err != nil {
		return err
	}
	return s.equip(c, func(e equipment) error {
		w := stream{system: s, equipment: e, selection: which, settles: untilDone, output: output, remembers: true}
		return w.run(c.Context())
	})
}

// stream is one run that tells what happens without a screen.
type stream struct {
	equipment
	system    *system
	selection selection
	settles   bool // end when no task is active
	output    string
	remembers bool // the ids for the shell's completion
}

// run follows the tasks, and says of a wish to read the settings again that it is in vain.
func (w *stream) run(ctx context.Context) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	onReload(ctx, func() {
		_, _ = fmt.Fprintln(w.system.err, "acrwatch: without the dashboard the settings are read at the start alone")
	})
	return w.follow(ctx)
}

// follow tells what happens until ctx ends, nobody reads any more, or no task is active and that is to be the end. It ends
// with how things stand.
func (w *stream) follow(ctx context.Context) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	w.system.boundGarbage(watchGarbage)
	l := newTeller(w.sink(), w.selection, w.settles)
	options := pollerOptions(w.settings, w.selection, w.log)
	recorded, err := startRecording(w.settings, w.specs, &options, w.system.err)
	if err != nil {
		return err
	}
	defer recorded.end(w.system.err)
	polled := startPolling(ctx, poller.New(w.specs, options), l.show, stop)
	<-ctx.Done()
	err = context.Cause(ctx)
	if done(polled, pollerWithin) {
		_ = l.end() // whoever has left needs no more
		if w.remembers {
			w.system.keepLook(l.last, w.log)
		}
	}
	noteCrash(w.log, err)
	return err
}

func (w *stream) sink() func(*event) error {
	if w.output == ndjsonOutput {
		return (&events{out: w.system.out}).tell
	}
	return (&plain{out: w.system.out, aside: w.system.err, row: row{ascii: w.settings.ASCII}}).tell
}
