package command

import (
	"bytes"
	"testing"

	"github.com/charmbracelet/colorprofile"
	"github.com/stretchr/testify/assert"
)

func TestColors(t *testing.T) {
	cases := map[string]struct {
		mode    string
		environ []string
		want    colorprofile.Profile
	}{
		"as the terminal is":    {"auto", []string{"CLICOLOR_FORCE=1", "TERM=xterm-256color"}, colorprofile.ANSI256},
		"NO_COLOR, any value":   {"auto", []string{"NO_COLOR=yes", "TERM=xterm-256color", "COLORTERM=truecolor"}, colorprofile.ASCII},
		"NO_COLOR, empty":       {"auto", []string{"NO_COLOR=", "CLICOLOR_FORCE=1", "TERM=xterm-256color"}, colorprofile.ANSI256},
		"CLICOLOR=0":            {"auto", []string{"CLICOLOR=0", "TERM=xterm-256color"}, colorprofile.ASCII},
		"the last one counts":   {"auto", []string{"CLICOLOR=0", "CLICOLOR=1", "CLICOLOR_FORCE=1", "TERM=xterm-256color"}, colorprofile.ANSI256},
		"never":                 {"never", []string{"CLICOLOR_FORCE=1", "TERM=xterm-256color"}, colorprofile.ASCII},
		"always, over NO_COLOR": {"always", []string{"NO_COLOR=1", "TERM=xterm"}, colorprofile.ANSI},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, c.want, colors(c.mode, &bytes.Buffer{}, c.environ))
		})
	}
}
