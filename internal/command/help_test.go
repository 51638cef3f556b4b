package command

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/assert"
)

func TestHelpIsFilled(t *testing.T) {
	long := "One two three four five six seven eight nine ten eleven twelve thirteen fourteen\nfifteen."
	want := "One two three four five six seven eight nine ten eleven twelve thirteen fourteen\nfifteen.\n\n  a table\n  stays\n\nend"
	assert.Equal(t, want, filled(long+"\n\n  a table\n  stays\n\nend"))
	assert.Equal(t, "", filled(""))
}

// Examples are lines for a shell, which are copied whole.
func TestHelpFitsATerminal(t *testing.T) {
	root := newRoot(&system{})
	for _, c := range append(root.Commands(), root) {
		help := strings.ReplaceAll(c.Long+"\n"+c.UsageString(), c.Example, "")
		for line := range strings.SplitSeq(help, "\n") {
			assert.LessOrEqual(t, ansi.StringWidth(line), helpWidth, "%s: %s", c.Name(), line)
		}
	}
}
