package doctor

import (
	"testing"

	"github.com/charmbracelet/colorprofile"
	"github.com/stretchr/testify/assert"
)

// found are the results of a group by name; a fix is there exactly where something is not as it should be.
func found(t *testing.T, checks []Check) map[string]Result {
	t.Helper()
	results := map[string]Result{}
	for _, c := range checks {
		results[c.Name] = c.Result
		assert.NotEmpty(t, c.Fact, c.Name)
		assert.Equal(t, c.Result != OK, c.Fix != "", "%s: %q", c.Name, c.Fix)
	}
	return results
}

func environment(pairs ...string) func(string) string {
	return func(name string) string {
		for i := 0; i+1 < len(pairs); i += 2 {
			if pairs[i] == name {
				return pairs[i+1]
			}
		}
		return ""
	}
}

func TestAGoodTerminal(t *testing.T) {
	terminal := Terminal{
		Env:   environment("TERM", "xterm-kitty", "LANG", "de_DE.utf8"),
		Width: 160, Height: 45, Colors: colorprofile.TrueColor, Answers: ReadAnswers([]byte(kitty)),
	}
	assert.Equal(t, map[string]Result{
		"terminal": OK, "locale": OK, "colours": OK, "size": OK, "widths": OK, "clipboard": OK, "focus": OK,
		"steady frames": OK, "notifications": OK,
	}, found(t, terminal.Check().Checks))
}

func TestWhatATerminalLacks(t *testing.T) {
	good := ReadAnswers([]byte(kitty))
	wide := ReadAnswers([]byte("\x1b[1;5R\x1b[1;11R\x1b[1;7R\x1b[1;7R\x1b[1;5R\x1b[?1;2c"))
	for name, c := range map[string]struct {
		terminal Terminal
		check    string
		want     string // the fact
	}{
		"no TERM":         {Terminal{Env: environment(), Width: 80}, "terminal", "TERM is not set"},
		"a dumb one":      {Terminal{Env: environment("TERM", "dumb"), Width: 80}, "terminal", `TERM is "dumb", which cannot place a cursor: acrwatch writes lines`},
		"no locale":       {Terminal{Env: environment()}, "locale", "LANG is not set: tmux and others may show glyphs as _ or ?"},
		"another locale":  {Terminal{Env: environment("LC_ALL", "POSIX", "LANG", "C.UTF-8")}, "locale", `LC_ALL is "POSIX", which is not UTF-8: tmux and others may show glyphs as _ or ?`},
		"no colours":      {Terminal{Env: environment(), Width: 80, Colors: colorprofile.ASCII}, "colours", "none"},
		"small":           {Terminal{Env: environment(), Width: 60, Height: 40}, "size", "60 columns, 40 rows: one compact list is all that fits"},
		"silent":          {Terminal{Env: environment(), Width: 80, Height: 24}, "answers", "the terminal answers no questions: what it can do is not known"},
		"wide glyphs":     {Terminal{Env: environment(), Width: 80, Answers: wide}, "widths", `lines "━─" take 4 cells, not 2; marks "●○◌✓✗" take 10 cells, not 5; sparklines "▁▅█" take 6 cells, not 3; arrows and dashes "→–…" take 6 cells, not 3`},
		"no cursor place": {Terminal{Env: environment(), Width: 80, Answers: ReadAnswers([]byte("\x1b[?1;2c"))}, "widths", "the terminal does not tell where its cursor is, so widths cannot be measured"},
		"no clipboard":    {Terminal{Env: environment("TERM_PROGRAM", "Apple_Terminal"), Width: 80, Answers: wide}, "clipboard", "Apple's Terminal does not take OSC 52, by which y copies"},
		"unsteady":        {Terminal{Env: environment(), Width: 80, Answers: wide}, "steady frames", "synchronized output is not known: large changes may flicker"},
		"no focus": {
			Terminal{Env: environment(), Width: 80, Answers: ReadAnswers([]byte("\x1b[?1004;0$y\x1b[?1;2c"))},
			"focus", "the terminal does not tell when it is looked at: acrwatch goes by the keys",
		},
		"tmux that does not answer": {Terminal{Env: environment(), Width: 80, Answers: good, Tmux: &Tmux{}}, "tmux", "it does not answer"},
	} {
		t.Run(name, func(t *testing.T) {
			checks := c.terminal.Check().Checks
			assert.Equal(t, Warn, found(t, checks)[c.check])
			for _, check := range checks {
				if check.Name == c.check {
					assert.Equal(t, c.want, check.Fact)
				}
			}
		})
	}
}

func TestColoursThatAreNotWanted(t *testing.T) {
	refused := Terminal{Env: environment("TERM", "xterm"), Width: 80, Colors: colorprofile.ASCII, Refused: true}
	assert.Equal(t, OK, found(t, refused.Check().Checks)["colours"])
	piped := Terminal{Env: environment("TERM", "xterm"), Colors: colorprofile.NoTTY}
	assert.Equal(t, map[string]Result{"terminal": OK, "locale": Warn, "colours": OK, "notifications": OK}, found(t, piped.Check().Checks))
}

func TestSettingsOfTmux(t *testing.T) {
	for name, c := range map[string]struct {
		out  string
		want map[string]Result
	}{
		"as it comes": {
			"3.3a\n0\n0\nexternal\n500\n\nterminal-features[0] xterm*:clipboard:ccolour\nterminal-overrides[0] linux*:AX@\n",
			map[string]Result{"tmux": OK, "focus-events": Warn, "allow-passthrough": Warn, "set-clipboard": OK, "tmux colours": Warn, "escape-time": Warn},
		},
		"as it should be": {
			"3.5\n1\n1\non\n10\n256,RGB,clipboard\n",
			map[string]Result{"tmux": OK, "focus-events": OK, "allow-passthrough": OK, "set-clipboard": OK, "tmux colours": OK, "escape-time": OK},
		},
		"with words for truths, and Tc": {
			"3.6\non\nall\noff\n0\n\nterminal-overrides[0] *:Tc\n",
			map[string]Result{"tmux": OK, "focus-events": OK, "allow-passthrough": OK, "set-clipboard": Warn, "tmux colours": OK, "escape-time": OK},
		},
		"before passthrough could be switched off": {
			"3.1\n1\n\nexternal\n0\n256,RGB\n",
			map[string]Result{"tmux": OK, "focus-events": OK, "allow-passthrough": OK, "set-clipboard": OK, "tmux colours": OK, "escape-time": OK},
		},
	} {
		t.Run(name, func(t *testing.T) {
			var l checks
			readTmux(c.out).check(&l)
			assert.Equal(t, c.want, found(t, l))
		})
	}
	assert.Nil(t, AskTmux(t.Context(), nil, environment()))
}
