package command

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"acrwatch/internal/query"
	"acrwatch/poller"
)

// selection is which tasks a command is about. The zero value is all of them.
type selection struct {
	filter query.Query
	text   string // of the filter, as it was written
	given  bool   // somebody chose, be it all
	only   poller.Only
}

// named says that tasks or batches were asked for by name.
func (s *selection) named() bool { return len(s.only.IDs)+len(s.only.Batches) > 0 }

// matches says whether the filter lets a task of a snapshot through.
func (s *selection) matches(t *poller.Task, m *query.Moment) bool {
	return s.filter.Empty() || s.filter.Match(t, m)
}

// momentOf is what tasks of a snapshot are matched with.
func momentOf(s *poller.Snapshot) *query.Moment { return &query.Moment{Now: s.At, Targets: s.Targets} }

const (
	filterFlag = "filter"
	batchFlag  = "batch"
)

// addFilterFlag adds the filter of the language that the screen has.
func addFilterFlag(flags *pflag.FlagSet) {
	flags.StringArray(filterFlag, nil, "only tasks that match this `filter`, such as 'status:failed to:eu'")
}

// addSelectionFlags adds what chooses tasks beside their ids.
func addSelectionFlags(flags *pflag.FlagSet) {
	addFilterFlag(flags)
	flags.StringSlice(batchFlag, nil, "only tasks of this `batch`, a SyncBatchTaskId; a list has commas")
}

// selected reads the selection of a command: its flags, and the ids among its arguments.
func selected(c *cobra.Command, ids []string) (selection, error) {
	filters, _ := c.Flags().GetStringArray(filterFlag)
	batches, _ := c.Flags().GetStringSlice(batchFlag) // none for commands without the flag
	s := selection{text: strings.TrimSpace(strings.Join(filters, " "))}
	for _, text := range filters {
		if _, err := query.Parse(text); err != nil {
			return s, &usageError{err: fmt.Errorf("--%s %q: %w", filterFlag, text, err)}
		}
	}
	s.filter, _ = query.Parse(s.text)
	if slices.ContainsFunc(ids, blank) {
		return s, &usageError{err: errors.New("an id is empty; give one such as rst-zxjkiv5oil6f, or none for all tasks")}
	}
	// A script whose variable is empty must not wait for all tasks.
	if slices.ContainsFunc(batches, blank) || len(batches) == 0 && c.Flags().Changed(batchFlag) {
		return s, &usageError{err: fmt.Errorf("--%s: an id is empty; give a SyncBatchTaskId, or leave the flag out for all tasks", batchFlag)}
	}
	s.only = poller.Only{IDs: distinct(ids), Batches: distinct(batches)}
	s.given = s.named() || c.Flags().Changed(filterFlag)
	return s, nil
}

func blank(name string) bool { return strings.TrimSpace(name) == "" }

// distinct is the names without blanks around them and without doubles, in their order.
func distinct(names []string) []string {
	var out []string
	for _, name := range names {
		if name = strings.TrimSpace(name); !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}

// taskIDs takes any words for ids of tasks, since the service's own are known from samples alone. One that nearly is a
// command is taken for that, with a slip in it.
func taskIDs(c *cobra.Command, args []string) error {
	for _, word := range args {
		if len(c.SuggestionsFor(word)) > 0 {
			return noArguments(c, []string{word})
		}
	}
	return nil
}
