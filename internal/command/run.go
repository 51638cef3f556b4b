// Package command is the command line: flags, wiring and exit codes, one file for each command.
package command

import (
	"context"
	"io"
	"log"
	"os"
	"slices"
	"time"

	"github.com/spf13/cobra"
)

// endWithin is how long a command gets after a signal. It is the last of the guards, above those of the screen: a
// process that does not go is worse than one that goes untidily.
const endWithin = 4500 * time.Millisecond

// system is what a command knows of the world outside: nothing is taken from globals.
type system struct {
	environ []string
	in      io.Reader
	out     io.Writer
	err     io.Writer
}

func (s *system) env(name string) string { return lookup(s.environ, name) }

// Run does what args say and gives the exit code. Results go to stdout, all else to stderr.
func Run(ctx context.Context, args, environ []string, stdin io.Reader, stdout, stderr io.Writer) int {
	s := &system{environ: slices.Clone(environ), in: stdin, out: stdout, err: stderr}
	root := newRoot(s)
	if completing(args) {
		s.completes(root)
	}
	root.SetArgs(args)
	return execute(ctx, stdout, stderr, root.ExecuteContext)
}

// execute does the work of a command under everything that watches over a process: signals, panics, libraries that
// print, and an end that does not come.
func execute(ctx context.Context, stdout, stderr io.Writer, work func(context.Context) error) int {
	ctx, stop := onSignal(ctx)
	defer stop()
	defer silence(stdout, stderr)()
	ended := make(chan error, 1)
	go func() { ended <- guard(func() error { return work(ctx) }) }()
	err := waitFor(ctx, ended)
	explain(stderr, err)
	return exitCode(err)
}

func waitFor(ctx context.Context, ended <-chan error) error {
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	select {
	case err := <-ended:
		return err
	case <-time.After(endWithin):
		return context.Cause(ctx)
	}
}

// silence takes the process's own streams away from libraries: a line that one of them prints would tear the screen or
// end up among the results, and some print what they should not. What is printed through s still arrives.
func silence(stdout, stderr io.Writer) (restore func()) {
	if stdout != os.Stdout || stderr != os.Stderr {
		return func() {} // not a process of our own
	}
	sink, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		return func() {}
	}
	realOut, realErr := os.Stdout, os.Stderr
	os.Stdout, os.Stderr = sink, sink
	log.SetOutput(io.Discard)
	return func() {
		os.Stdout, os.Stderr = realOut, realErr
		log.SetOutput(realErr)
	}
}

func newRoot(s *system) *cobra.Command {
	root := dashboardCommand(s)
	root.AddCommand(
		demoCommand(s), onceCommand(s), watchCommand(s), waitCommand(s), replayCommand(s), reportCommand(s), simulateCommand(s),
		doctorCommand(s), configCommand(s), completionCommand(s), manCommand(s),
	)
	root.SetOut(s.out)
	root.SetErr(s.err)
	root.SetIn(s.in)
	root.CompletionOptions.DisableDefaultCmd = true
	root.SetHelpCommand(&cobra.Command{Hidden: true})
	root.SuggestionsMinimumDistance = 2
	root.SilenceErrors, root.SilenceUsage = true, true
	root.SetUsageTemplate(usage)
	fillHelp(root)
	root.SetFlagErrorFunc(wrongFlag)
	return root
}
