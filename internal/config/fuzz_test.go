package config

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// FuzzFile holds that no file, however broken, does more than fill the list of mistakes, each in one line.
func FuzzFile(f *testing.F) {
	example, err := os.ReadFile("../../config.example.toml")
	require.NoError(f, err)
	seeds := []string{
		string(example), "budget = \"fast\"", "[target]", "[[target]]\n[target.x]", "target = [{region = 3}, 4]",
		"keys = {up = [\"j\"]}", "a.b.c = 1\n[a.b]\nd = 2", "[[keys]]", "log-file = '''\n\x1b'''", "x = 1979-05-27", "\"\" = 1", "\xff",
	}
	for _, s := range seeds {
		f.Add([]byte(s))
	}
	require.NotEmpty(f, seeds)
	f.Fuzz(func(t *testing.T, data []byte) {
		c := Default()
		read := file{name: "config.toml", c: &c}
		read.read(data)
		for _, each := range read.found {
			require.False(t, strings.ContainsAny(each.Error(), "\n\r\x1b"), "%q", each.Error())
		}
		require.True(t, c.Keep >= MinKeep && c.Keep <= MaxKeep)
		require.True(t, c.Budget >= MinBudget && c.Budget <= MaxBudget)
	})
}
