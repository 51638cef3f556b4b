package command

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"acrwatch/api"
	"acrwatch/internal/config"
)

// text is a flag that keeps what was written: the config checks flags, variables and file in one place, so that all
// mistakes are told at once.
type text struct {
	values []string
	kind   string
}

func (t *text) String() string { return strings.Join(t.values, ",") }
func (t *text) Type() string   { return t.kind }

func (t *text) Set(value string) error {
	t.values = append(t.values, value)
	return nil
}

func addText(flags *pflag.FlagSet, name, help string) {
	flags.Var(&text{kind: "text"}, name, help)
}

const insecureHTTP = "insecure-http"

// addScreenFlags adds what every command that has a screen takes.
func addScreenFlags(flags *pflag.FlagSet) {
	addLookFlags(flags)
	flags.VarPF(&text{kind: "bool"}, "no-mouse", "", "leave clicks and the wheel to the terminal").NoOptDefVal = "true"
	addCallFlags(flags)
}

// addLookFlags adds how things look.
func addLookFlags(flags *pflag.FlagSet) {
	addText(flags, "theme", "`name` of the colours: auto, dark, light, high-contrast or colour-blind")
	addText(flags, "lang", "`language` of the dashboard: auto, en or zh")
	addText(flags, "color", "`when` to colour: auto, always or never")
	addASCIIFlag(flags)
}

func addASCIIFlag(flags *pflag.FlagSet) {
	flags.VarPF(&text{kind: "bool"}, "ascii", "", "plain ASCII in place of every glyph").NoOptDefVal = "true"
}

// addCallFlags adds how the service is asked, and where that is logged.
func addCallFlags(flags *pflag.FlagSet) {
	addText(flags, "budget", "most API `calls` per second (default 8)")
	addText(flags, "budget-floor", "API `calls` per second left when the service refuses (default 0.2)")
	addFileFlags(flags)
}

// addFileFlags adds the files that a command reads and writes beside its own.
func addFileFlags(flags *pflag.FlagSet) {
	addText(flags, "log-file", "log every call to this `file`")
	addText(flags, "config", "read settings from this `file`")
}

func addTargetFlags(flags *pflag.FlagSet) {
	addText(flags, "region", "`region` to watch, such as cn-hangzhou; a list has commas")
	addText(flags, "instance", "`instance` to watch, such as cri-sgedpenzw80e; a list has commas")
	addText(flags, "profile", "`profile` of the aliyun CLI; a list has commas")
	addText(flags, "endpoint", "`network` of the endpoint, public or vpc, or its URL (default public)")
	flags.Bool(insecureHTTP, false, "allow endpoints elsewhere without TLS, open to anybody on the way")
}

// settings loads the config with the flags of a command, and says where it came from.
func (s *system) settings(c *cobra.Command, noTargets bool) (config.Config, config.Input, error) {
	settings, in, err := s.read(c, noTargets)
	if err != nil {
		return settings, in, &usageError{err: err}
	}
	return settings, in, nil
}

// read is settings for whoever goes on in spite of mistakes: what is right is there beside them.
func (s *system) read(c *cobra.Command, noTargets bool) (config.Config, config.Input, error) {
	in := config.Input{Flags: map[string][]string{}, Env: s.env, NoTargets: noTargets}
	in.InsecureHTTP, _ = c.Flags().GetBool(insecureHTTP) // false for commands without the flag
	c.Flags().Visit(func(f *pflag.Flag) {
		if t, ok := f.Value.(*text); ok {
			in.Flags[f.Name] = t.values
		}
	})
	settings, err := config.Load(in)
	return settings, in, err
}

// wrongFlag is a mistake in the flags of a command: one that there is none of, or one without a value that it can take.
func wrongFlag(c *cobra.Command, err error) error {
	var wrong *pflag.InvalidValueError
	if errors.As(err, &wrong) {
		err = fmt.Errorf("--%s: %s: %s", wrong.GetFlag().Name, api.CleanID(wrong.GetValue()), wants(wrong.GetFlag().Value.Type()))
	}
	return &usageError{err, "hint: " + c.CommandPath() + " --help shows the flags"}
}

// wants says what a flag of a type takes, to somebody who gave it something else.
func wants(kind string) string {
	switch kind {
	case "int", "int64":
		return "not a whole number; give one such as 20"
	case "float64":
		return "not a number; give one such as 20 or 0.5"
	case "duration":
		return "not a time; give one such as 90s, 5m or 1h30m"
	case "bool":
		return "neither true nor false; give the flag alone, or =false"
	}
	return "it cannot be read"
}

// noArguments refuses words that are neither a command nor a flag, and points at the command that was meant.
func noArguments(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	hint := "hint: " + c.CommandPath() + " --help shows what there is"
	if near := c.SuggestionsFor(args[0]); len(near) > 0 {
		hint = "hint: did you mean " + c.CommandPath() + " " + near[0] + "?"
	}
	return &usageError{unknownWord(args[0]), hint}
}
