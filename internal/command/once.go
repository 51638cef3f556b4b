package command

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"acrwatch/api"
	"acrwatch/internal/columns"
	"acrwatch/internal/export"
	"acrwatch/internal/nearest"
)

const onceLong = `once looks once, writes what it sees to stdout, and ends: the tasks with the given ids, of the given batches, or that
match the filter; with none of these, all that there are. It waits until all of that is known: the lists read to their end,
and active tasks asked for their bytes. What is over is asked for its layers and bytes with --layers alone.

A table fits the terminal, and is as wide as its texts anywhere else. json is one object with targets, totals and tasks,
ndjson a task in each line: bytes and seconds are numbers, times RFC 3339, and what is not known is null. docs/output.md
describes them, and docs/output.schema.json is their JSON Schema. What is missing is told on stderr, and in json.
Without --sort, --limit and --layers, ndjson and csv are written as the pages of the lists come.

Rates and time left need several looks: acrwatch watch tells them, and a table has
size and age in their place.

Exit codes:
  0  all that was asked for is there
  2  usage or configuration
  4  --timeout was over before all was known; what is known was written
  6  nothing could be read: not permitted, or bad credentials
  7  nothing is known by the ids or batches that were given
  8  the API was not reached within --timeout
  130, 143  interrupted`

const (
	tableOutput = "table"

	// lookWithin is how long a look may take unless the user says otherwise: at the usual budget it reads the lists of
	// thirty thousand tasks.
	lookWithin = time.Minute
)

var onceOutputs = []string{tableOutput, string(export.JSON), string(export.NDJSON), string(export.CSV)}

// onceFlags are those of once that are no settings.
type onceFlags struct {
	output, sort string
	columns      []string
	limit        int
	parts        bool
	timeout      time.Duration
}

// onceCommand looks once.
func onceCommand(s *system) *cobra.Command {
	var f onceFlags
	c := &cobra.Command{
		Use:   "once [ID ...]",
		Short: "one look: table, json, ndjson or csv on stdout",
		Long:  onceLong,
		Example: "  acrwatch once --filter status:active\n" +
			"  acrwatch once rst-zxjkiv5oil6f --layers\n" +
			"  acrwatch once --sort size --limit 20 --columns image,to,size,status\n" +
			"  acrwatch once --output json | jq -r '.tasks[] | select(.status == \"failed\") | .id'",
		Args: anyIDs,
		RunE: func(c *cobra.Command, args []string) error { return s.once(c, args, f) },
	}
	f.add(c.Flags())
	addSelectionFlags(c.Flags())
	addTargetFlags(c.Flags())
	addLookFlags(c.Flags())
	addCallFlags(c.Flags())
	c.Flags().SortFlags = false
	return c
}

func (f *onceFlags) add(flags *pflag.FlagSet) {
	flags.StringVarP(&f.output, "output", "o", tableOutput, "`form` of what is written: "+strings.Join(onceOutputs, ", "))
	flags.StringSliceVar(&f.columns, "columns", nil, "`columns` of the table, or of csv, in order; a list has commas")
	flags.StringVar(&f.sort, "sort", "status", "`column` of the table to sort by, the largest first; - in front turns it")
	flags.IntVar(&f.limit, "limit", 0, "most `tasks` to write; 0 writes all")
	flags.BoolVar(&f.parts, "layers", false, "with the layers of each sync task and the tags of each subscription")
	flags.DurationVar(&f.timeout, "timeout", lookWithin, "write what is known after this `time`, such as 5m")
	flags.Lookup("timeout").DefValue = asGiven(f.timeout)
}

// check tells all mistakes in the flags together.
func (f *onceFlags) check() error {
	var mistakes []error
	mistake := func(err error) {
		if err != nil {
			mistakes = append(mistakes, err)
		}
	}
	if !slices.Contains(onceOutputs, f.output) {
		mistake(fmt.Errorf("--output: %s: not one of %s; give one of them", api.CleanID(f.output), strings.Join(onceOutputs, ", ")))
	}
	mistake(f.checkColumns())
	mistake(oneName("--sort", strings.TrimPrefix(f.sort, "-"), columns.Known))
	if f.limit < 0 {
		mistake(fmt.Errorf("--limit: %d: below 0; give a number of tasks such as 20, or 0 for all", f.limit))
	}
	if f.timeout <= 0 {
		mistake(fmt.Errorf("--timeout: %v: not above 0; give a time such as 5m", f.timeout))
	}
	if f.parts && f.output == string(export.CSV) {
		mistake(errors.New("--layers: csv has no room for layers; give --output json or ndjson"))
	}
	if len(mistakes) > 0 {
		return &usageError{err: errors.Join(mistakes...)}
	}
	return nil
}

// flows says that tasks can be written as their pages come: a row each, in no order that anybody asked for.
func (f *onceFlags) flows(c *cobra.Command) bool {
	rows := f.output == string(export.NDJSON) || f.output == string(export.CSV)
	return rows && !c.Flags().Changed("sort") && f.limit == 0 && !f.parts
}

// columnsOf are the columns that an output can have, in their usual order.
func columnsOf(output string) []string {
	if output == string(export.CSV) {
		return export.TaskColumns()
	}
	return columns.Known
}

func (f *onceFlags) checkColumns() error {
	known := columnsOf(f.output)
	switch {
	case len(f.columns) == 0:
		return nil
	case f.output != tableOutput && f.output != string(export.CSV):
		return fmt.Errorf("--columns: %s always has every field; give --output table or csv", api.CleanID(f.output))
	}
	for i := range f.columns {
		name := strings.TrimSpace(f.columns[i])
		f.columns[i] = name
		if err := oneName("--columns", name, known); err != nil {
			return err
		}
		if slices.Contains(f.columns[:i], name) {
			return fmt.Errorf("--columns: %s: named twice; name it once", name)
		}
	}
	return nil
}

// oneName refuses a word that is none of the known names.
func oneName(flag, name string, known []string) error {
	if slices.Contains(known, name) {
		return nil
	}
	fix := "known are " + strings.Join(known, ", ")
	if near, ok := nearest.Word(name, known, 2); ok {
		fix = "did you mean " + near + "?"
	}
	return fmt.Errorf("%s: %s: not a column; %s", flag, cmp.Or(api.CleanID(name), "an empty name"), fix)
}

func (s *system) once(c *cobra.Command, ids []string, f onceFlags) error {
	which, err := selected(c, ids)
	if err != nil {
		return err
	}
	if err := f.check(); err != nil {
		return err
	}
	return s.equip(c, func(e equipment) error {
		l := looking{system: s, equipment: e, selection: which, flags: f, troubles: newTroubles()}
		if f.flows(c) && !which.named() {
			l.pages = newPages()
		}
		return l.run(c.Context())
	})
}

// anyIDs takes all words for ids: there are no commands below.
func anyIDs(*cobra.Command, []string) error { return nil }
