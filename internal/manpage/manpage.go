// Package manpage writes the manual page of a command, in the man macros that every system reads.
package manpage

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// Build is what the foot of a page says. Date may be empty: then the page has none.
type Build struct{ Version, Date string }

// Name is the name of a command's page: acrwatch-demo for acrwatch demo.
func Name(c *cobra.Command) string { return strings.ReplaceAll(c.CommandPath(), " ", "-") }

// Write writes the page of c, section 1.
func Write(w io.Writer, c *cobra.Command, build Build) error {
	p := &page{}
	p.macro("TH", strings.ToUpper(Name(c)), "1", build.Date, c.Root().Name()+" "+build.Version, c.Root().Name())
	p.macro("SH", "NAME")
	p.text(Name(c) + " - " + c.Short)
	p.macro("SH", "SYNOPSIS")
	p.line(bold(c.UseLine()))
	p.macro("SH", "DESCRIPTION")
	p.paragraphs(description(c))
	p.commands(c)
	p.flags(c.NonInheritedFlags())
	p.examples(c.Example)
	p.related(c)
	_, err := io.WriteString(w, p.String())
	return err
}

func description(c *cobra.Command) string {
	if c.Long != "" {
		return c.Long
	}
	return c.Short
}

type page struct{ strings.Builder }

// macro writes a request with its arguments.
func (p *page) macro(name string, args ...string) {
	p.WriteString("." + name)
	for _, a := range args {
		p.WriteString(` "` + strings.ReplaceAll(escape(a), `"`, `\(dq`) + `"`)
	}
	p.WriteByte('\n')
}

// line writes a line that is marked up already.
func (p *page) line(text string) { p.WriteString(text + "\n") }

// text writes a line as it is: what begins like a request is none.
func (p *page) text(text string) {
	text = escape(text)
	if strings.HasPrefix(text, ".") || strings.HasPrefix(text, "'") {
		text = `\&` + text
	}
	p.line(text)
}

// paragraphs writes a text whose paragraphs stand apart by empty lines. Its lines are filled anew, but for those that begin
// with a blank, such as those of a table: they stay lines of their own.
func (p *page) paragraphs(text string) {
	for i, paragraph := range strings.Split(text, "\n\n") {
		if i > 0 {
			p.macro("PP")
		}
		table := false
		for line := range strings.SplitSeq(paragraph, "\n") {
			table = p.table(table, strings.HasPrefix(line, " "))
			p.text(strings.TrimSpace(line))
		}
		p.table(table, false)
	}
}

// table begins or ends lines that are not filled, and says whether the next one is in them.
func (p *page) table(before, now bool) bool {
	switch {
	case now && !before:
		p.macro("nf")
	case before && !now:
		p.macro("fi")
	}
	return now
}

func (p *page) commands(c *cobra.Command) {
	if !c.HasAvailableSubCommands() {
		return
	}
	p.macro("SH", "COMMANDS")
	for _, below := range c.Commands() {
		if below.IsAvailableCommand() {
			p.macro("TP")
			p.line(bold(below.Name()))
			p.text(below.Short)
		}
	}
}

func (p *page) flags(flags *pflag.FlagSet) {
	if !flags.HasAvailableFlags() {
		return
	}
	p.macro("SH", "OPTIONS")
	flags.VisitAll(func(f *pflag.Flag) {
		if f.Hidden {
			return
		}
		kind, usage := pflag.UnquoteUsage(f)
		name := bold("--" + f.Name)
		if f.Shorthand != "" {
			name = bold("-"+f.Shorthand) + ", " + name
		}
		if kind != "" && f.NoOptDefVal == "" {
			name += ` \fI` + escape(kind) + `\fR`
		}
		p.macro("TP")
		p.line(name)
		p.text(strings.ReplaceAll(usage, "\n", " ") + byDefault(f))
	})
}

// byDefault tells of a default that is worth telling.
func byDefault(f *pflag.Flag) string {
	switch f.DefValue {
	case "", "false", "0", "0s", "[]":
		return ""
	}
	return fmt.Sprintf(" (default %s)", f.DefValue)
}

func (p *page) examples(text string) {
	if text == "" {
		return
	}
	p.macro("SH", "EXAMPLES")
	p.macro("nf")
	for line := range strings.SplitSeq(text, "\n") {
		p.text(strings.TrimPrefix(line, "  "))
	}
	p.macro("fi")
}

// related points from a command to the program, and from the program to its commands.
func (p *page) related(c *cobra.Command) {
	var pages []string
	if c.HasParent() {
		pages = append(pages, bold(Name(c.Parent()))+"(1)")
	}
	for _, below := range c.Commands() {
		if below.IsAvailableCommand() {
			pages = append(pages, bold(Name(below))+"(1)")
		}
	}
	if len(pages) > 0 {
		p.macro("SH", "SEE ALSO")
		p.line(strings.Join(pages, ",\n"))
	}
}

func bold(text string) string { return `\fB` + escape(text) + `\fR` }

var letters = strings.NewReplacer(`\`, `\e`, "-", `\-`, "→", `\(->`, "–", `\(en`, "…", "...")

// escape makes a text safe: a hyphen is one that can be searched for and copied.
func escape(text string) string { return letters.Replace(text) }
