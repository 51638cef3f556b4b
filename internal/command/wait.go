package command

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"acrwatch/api"
	"acrwatch/internal/gate"
)

// appearWithin is how long the first task may take to appear, unless the user says otherwise: a push becomes tasks after
// a moment, and a name that nobody knows is asked for again within this time.
const appearWithin = 20 * time.Second

const waitLong = `wait follows tasks until they end, and its exit code says how:

  0  all succeeded; with --any, one did
  1  some failed, or are gone
  2  usage or configuration
  3  some were canceled, and none failed
  4  timed out
  5  stalled for longer than --max-stall
  6  not permitted, or bad credentials
  7  nothing matched
  8  the API stayed unreachable past --timeout
  130, 143  interrupted by SIGINT, SIGTERM

It waits for the tasks with the given ids, of the given batches, or that match the filter; with none of
these, for all that there are. Tasks that had ended before count as well: a filter such as 'age<1h' leaves
old ones out. A task that matched once stays, whatever becomes of it. One that appears while others are
going on is waited for, too. When all have ended, the lists are read once more; what appears after that
is not waited for.

Without --timeout it waits as long as it takes. Errors of the API never end a wait; they are told when
they begin and when they end. A task counts as stalled when it was just asked and has moved no byte for
a minute at least. Keys that were good and are refused for two minutes end a wait with 6.

Progress goes to stderr: a line that is drawn again and again on a terminal, elsewhere a line for each
task that ends and one after 30 s of silence. Its last line says why the wait ended. The last state of
the tasks goes to stdout, also when it is interrupted.`

// waitFlags are those of wait that are no settings.
type waitFlags struct {
	any, failFast          bool
	timeout, stall, appear time.Duration
	output, report         string
}

// waitCommand waits until tasks end.
func waitCommand(s *system) *cobra.Command {
	var f waitFlags
	c := &cobra.Command{
		Use:   "wait [ID ...]",
		Short: "until the tasks end; the exit code says how",
		Long:  waitLong,
		Example: "  acrwatch wait rst-zxjkiv5oil6f --timeout 30m\n" +
			"  acrwatch wait --batch a9434731-c4c9-4a1c-9103-ae79d1ec5a4e --fail-fast --junit report.xml\n" +
			"  acrwatch wait --filter 'to:eu-west-1 age<1h' --max-stall 10m --output json",
		Args: anyIDs,
		RunE: func(c *cobra.Command, args []string) error { return s.wait(c, args, f) },
	}
	f.add(c.Flags())
	addSelectionFlags(c.Flags())
	addTargetFlags(c.Flags())
	addLookFlags(c.Flags())
	addCallFlags(c.Flags())
	addRecordFlags(c.Flags())
	c.Flags().SortFlags = false
	return c
}

func (f *waitFlags) add(flags *pflag.FlagSet) {
	flags.Bool("all", true, "until all tasks have ended")
	flags.BoolVar(&f.any, "any", false, "until one task has succeeded, or all have ended")
	flags.BoolVar(&f.failFast, "fail-fast", false, "end with the first task that fails or is canceled")
	flags.DurationVar(&f.timeout, "timeout", 0, "end after this `time`, such as 90m; without it there is no limit")
	flags.DurationVar(&f.stall, "max-stall", 0, "end when a task stands still for this `time`, 1m or more")
	flags.DurationVar(&f.appear, "appear", appearWithin, "`time` that the first task may take to appear")
	flags.StringVarP(&f.output, "output", "o", tableOutput, "`form` of the last state: "+strings.Join(onceOutputs, ", "))
	flags.StringVar(&f.report, "junit", "", "write a JUnit report to this `file`, a case for each task")
}

// leastStall is below what nobody can tell a stall from a pause.
const leastStall = time.Minute

// rule checks the flags together.
func (f *waitFlags) rule(c *cobra.Command, which selection) (gate.Rule, error) {
	var mistakes []error
	mistake := func(wrong bool, format string, args ...any) {
		if wrong {
			mistakes = append(mistakes, fmt.Errorf(format, args...))
		}
	}
	all, _ := c.Flags().GetBool("all")
	mistake(f.any && all && c.Flags().Changed("all"), "--any: with --all it is either; give one of them")
	mistake(!f.any && !all, "--all=false: then for which; give --any")
	mistake(c.Flags().Changed("timeout") && f.timeout <= 0, "--timeout: %v: not above 0; give a time such as 90m, or none for no limit", f.timeout)
	mistake(c.Flags().Changed("max-stall") && f.stall < leastStall, "--max-stall: %v: shorter than 1m, which is no stall; give a time such as 5m", f.stall)
	mistake(f.appear < 0, "--appear: %v: below 0; give a time such as 20s", f.appear)
	mistake(!slices.Contains(onceOutputs, f.output), "--output: %s: not one of %s; give one of them", api.CleanID(f.output), strings.Join(onceOutputs, ", "))
	if f.report != "" {
		folder, err := os.Stat(filepath.Dir(f.report))
		mistake(err != nil || !folder.IsDir(), "--junit: %s: there is no folder %s; make it, or give another file", f.report, filepath.Dir(f.report))
	}
	rule := gate.Rule{Any: f.any, FailFast: f.failFast, MaxStall: f.stall, Appear: f.appear, Kinds: which.filter.Kinds()}
	if len(mistakes) > 0 {
		return rule, &usageError{err: errors.Join(mistakes...)}
	}
	return rule, nil
}

func (s *system) wait(c *cobra.Command, ids []string, f waitFlags) error {
	which, err := selected(c, ids)
	if err != nil {
		return err
	}
	rule, err := f.rule(c, which)
	if err != nil {
		return err
	}
	return s.equip(c, func(e equipment) error {
		w := waiting{system: s, equipment: e, selection: which, rule: rule, timeout: f.timeout, output: f.output, report: f.report}
		return w.run(c.Context())
	})
}
