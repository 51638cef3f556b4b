package command

import (
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/spf13/cobra"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var scripts = filepath.Join("testdata", "script")

// TestScripts runs each scenario of testdata/script with the built binary on its PATH and nothing of this machine's
// user around it.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: scripts,
		Setup: func(e *testscript.Env) error {
			e.Setenv("PATH", filepath.Dir(binary)+string(filepath.ListSeparator)+os.Getenv("PATH"))
			e.Setenv("HOME", e.WorkDir)
			e.Setenv("USERPROFILE", e.WorkDir)
			e.Setenv("TERM", "xterm-256color")
			e.Setenv("LANG", "C.UTF-8")
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"exits": exits},
	})
}

// exits is a command of scenarios: "exits 2 acrwatch ..." runs a program that must end with this code.
func exits(ts *testscript.TestScript, negated bool, args []string) {
	if negated || len(args) < 2 {
		ts.Fatalf("usage: exits CODE PROGRAM [ARG ...]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	var exit *exec.ExitError
	switch err := ts.Exec(args[1], args[2:]...); {
	case errors.As(err, &exit):
		got = exit.ExitCode()
	case err != nil:
		ts.Fatalf("%v", err)
	}
	if got != want {
		ts.Fatalf("exit code %d, not %d", got, want)
	}
}

// commands are all that can be typed: the program itself, and every command below it.
func commands(c *cobra.Command) []*cobra.Command {
	all := []*cobra.Command{c}
	for _, below := range c.Commands() {
		if below.Runnable() {
			all = append(all, commands(below)...)
		}
	}
	return all
}

// TestEveryCommandHasAScenario wants for "acrwatch demo" a demo.txtar that reads its help and makes a mistake.
func TestEveryCommandHasAScenario(t *testing.T) {
	all := commands(newRoot(&system{in: strings.NewReader(""), out: io.Discard, err: io.Discard}))
	require.Greater(t, len(all), 5)
	for _, c := range all {
		words := strings.Fields(c.CommandPath())
		name := strings.Join(words[min(1, len(words)-1):], "-") + ".txtar"
		text, err := os.ReadFile(filepath.Join(scripts, name))
		if !assert.NoError(t, err, "%s has no scenario", c.CommandPath()) {
			continue
		}
		assert.Contains(t, string(text), "exec "+c.CommandPath()+" --help\n", "%s: its help", name)
		assert.Contains(t, string(text), "exits 2 "+c.CommandPath()+" ", "%s: a mistake", name)
	}
}
