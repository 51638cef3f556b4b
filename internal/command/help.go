package command

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
	"github.com/spf13/cobra"
)

// helpWidth is that of help, in columns: it is read in the narrowest terminals, and side by side with what it is about.
const helpWidth = 80

// fillHelp fills the lines of the help of a command and of those below it.
func fillHelp(c *cobra.Command) {
	c.Long = filled(c.Long)
	for _, below := range c.Commands() {
		fillHelp(below)
	}
}

// filled breaks prose anew, so that its lines are full. Lines that begin with a blank are no prose, and stay.
func filled(text string) string {
	var out, prose []string
	flush := func() {
		if len(prose) > 0 {
			out = append(out, ansi.Wordwrap(strings.Join(prose, " "), helpWidth, ""))
		}
		prose = nil
	}
	for line := range strings.SplitSeq(text, "\n") {
		if line != "" && line[0] != ' ' {
			prose = append(prose, line)
			continue
		}
		flush()
		out = append(out, line)
	}
	flush()
	return strings.Join(out, "\n")
}

const usage = `Usage:
  {{.UseLine}}{{if .HasExample}}

Examples:
{{.Example}}{{end}}{{if .HasAvailableSubCommands}}

Commands:{{range .Commands}}{{if .IsAvailableCommand}}
  {{rpad .Name .NamePadding}} {{.Short}}{{end}}{{end}}{{end}}{{if .HasAvailableLocalFlags}}

Flags:
{{.LocalFlags.FlagUsagesWrapped 80 | trimTrailingWhitespaces}}{{end}}
`
