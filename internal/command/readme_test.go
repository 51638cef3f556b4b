package command

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/keymap"
)

// keyTable is the README's table, made from the keys as they are.
func keyTable() string {
	var b strings.Builder
	b.WriteString("| | key | does | name in the settings |\n|---|---|---|---|\n")
	keys := keymap.Default()
	for _, group := range keymap.Groups {
		for i, action := range group.Actions {
			title := ""
			if i == 0 {
				title = group.Title
			}
			binding := keys.Binding(action)
			b.WriteString("| " + title + " | `" + strings.Join(binding.Keys(), "` `") + "` | " + binding.Help().Desc + " | `" + string(action) + "` |\n")
		}
	}
	return b.String()
}

func TestTheReadmeHasTheKeys(t *testing.T) {
	text, err := os.ReadFile("../../README.md")
	require.NoError(t, err)
	require.NotEmpty(t, keymap.Groups)
	assert.True(t, strings.Contains(string(text), "\n\n"+keyTable()+"\n"), "write this table into README.md:\n%s", keyTable())
	assert.Less(t, strings.Count(string(text), "\n"), 250)
}

// TestTheReadmeNamesRealFlags keeps the README from promising flags that are not there.
func TestTheReadmeNamesRealFlags(t *testing.T) {
	text, err := os.ReadFile("../../README.md")
	require.NoError(t, err)
	help := ""
	for _, c := range commands(newRoot(&system{})) {
		help += run(t, bare(t), append(strings.Fields(c.CommandPath())[1:], "--help")...).out
	}
	flags := regexp.MustCompile(`--[a-z][a-z-]+`).FindAllString(string(text), -1)
	require.NotEmpty(t, flags)
	for _, flag := range flags {
		assert.Contains(t, help, flag+" ", flag)
	}
}
