package command

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"acrwatch/api"
	"acrwatch/internal/files"
	"acrwatch/internal/journal"
	"acrwatch/internal/report"
)

const reportLong = `report makes a hand-over report of recordings that --record wrote: what moved when and on which route, failures with
their ids and request ids and whether a retry can help, stalls, the slowest layers, what was still open at the end, gaps in
the recording and troubles with the API. It needs no account and asks nothing.

md is Markdown for a ticket, html one file with a picture of the time that opens offline and prints well, and json is for
programs: docs/report.md describes it, and docs/report.schema.json is its JSON Schema. With --to, the ending of the name
says which, unless --output does. Times are those of the place where it was recorded; in json they are UTC.

The later parts of a recording are found beside the first one. What cannot be read is told on stderr and in the report.`

// reportCommand makes a report of a recording.
func reportCommand(s *system) *cobra.Command {
	var output, to string
	c := &cobra.Command{
		Use:   "report FILE ...",
		Short: "a hand-over report of a recording: Markdown, HTML or json",
		Long:  reportLong,
		Example: "  acrwatch report sync.ndjson\n" +
			"  acrwatch report sync.ndjson --to report.html\n" +
			"  acrwatch report 'sync*.ndjson.zst' --output json | jq .summary",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return &usageError{errors.New("report needs a recording"), "hint: acrwatch report FILE, one that --record wrote"}
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error { return s.handOver(args, output, to) },
	}
	c.Flags().StringVarP(&output, "output", "o", "", "`form` of the report: "+strings.Join(formatNames(), ", ")+" (default md)")
	c.Flags().StringVar(&to, "to", "", "write to this new `file` instead of stdout")
	c.Flags().SortFlags = false
	return c
}

func formatNames() []string {
	names := make([]string, len(report.Formats))
	for i, f := range report.Formats {
		names[i] = string(f)
	}
	return names
}

func (s *system) handOver(paths []string, output, to string) error {
	format, err := reportFormat(output, to)
	if err != nil {
		return err
	}
	recording, notes, err := journal.Open(paths...)
	if err != nil {
		return &usageError{err: err}
	}
	defer recording.Close() //nolint:errcheck // it was only read
	r, err := report.Read(recording)
	if err != nil {
		return err
	}
	r.Notes = append(append([]string{}, notes...), r.Notes...)
	for _, note := range r.Notes {
		_, _ = fmt.Fprintf(s.err, "acrwatch: %s\n", note)
	}
	if to == "" {
		return quietly(r.Write(s.out, format))
	}
	return reportTo(to, func(w io.Writer) error { return r.Write(w, format) })
}

// reportFormat is what --output says, or else the ending of --to.
func reportFormat(output, to string) (report.Format, error) {
	if output == "" {
		return report.FormatOf(to), nil
	}
	if format := report.Format(output); slices.Contains(report.Formats, format) {
		return format, nil
	}
	return "", &usageError{err: fmt.Errorf("--output: %s: not one of %s; give one of them", api.CleanID(output), strings.Join(formatNames(), ", "))}
}

// reportTo writes a new file.
func reportTo(path string, write func(io.Writer) error) error {
	err := files.Write(path, files.Options{Mode: exportMode}, write)
	switch {
	case errors.Is(err, fs.ErrExist):
		return &usageError{err: fmt.Errorf("--to: %s exists already; give another name", path)}
	case err != nil:
		return &usageError{err: fmt.Errorf("--to: %s: %s; give a file that can be written", path, reason(err))}
	}
	return nil
}
