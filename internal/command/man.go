package command

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"

	"acrwatch/internal/files"
	"acrwatch/internal/manpage"
)

// manCommand writes manual pages. It is for packagers, so it stays out of the help.
func manCommand(s *system) *cobra.Command {
	return &cobra.Command{
		Use:    "man [DIR]",
		Short:  "write the manual pages",
		Hidden: true,
		Long: "man writes the manual page of acrwatch, and with a folder a page for each command into it: acrwatch.1,\n" +
			"acrwatch-demo.1 and so on.",
		Example: "  acrwatch man | man -l -\n" +
			"  acrwatch man /usr/local/share/man/man1",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return &usageError{fmt.Errorf("man takes one folder, not %d", len(args)), "hint: acrwatch man, or acrwatch man DIR"}
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) == 0 {
				return quietly(manpage.Write(s.out, c.Root(), buildOf()))
			}
			return manPages(args[0], c.Root())
		},
	}
}

// buildOf is what a page says of the build; its date is that of the source, so that the same source gives the same page.
func buildOf() manpage.Build {
	b := manpage.Build{Version: strings.SplitN(version(), ",", 2)[0]}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return b
	}
	for _, setting := range info.Settings {
		if setting.Key == "vcs.time" {
			b.Date, _, _ = strings.Cut(setting.Value, "T")
		}
	}
	return b
}

// manPages writes the page of a command and those of the commands below it.
func manPages(folder string, c *cobra.Command) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return &usageError{fmt.Errorf("%s: %s", folder, reason(err)), "hint: give a folder that can be written to"}
	}
	path := filepath.Join(folder, manpage.Name(c)+".1")
	err := files.Write(path, files.Options{Mode: exportMode, Overwrite: true}, func(w io.Writer) error {
		return manpage.Write(w, c, buildOf())
	})
	if err != nil {
		return &usageError{fmt.Errorf("%s: %s", path, reason(err)), "hint: give a folder that can be written to"}
	}
	for _, below := range c.Commands() {
		if !below.IsAvailableCommand() {
			continue
		}
		if err := manPages(folder, below); err != nil {
			return err
		}
	}
	return nil
}
