package config

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestGives(t *testing.T) {
	path := filepath.Join(t.TempDir(), "config.toml")
	require.NoError(t, os.WriteFile(path, []byte("theme = \"auto\"\n"), 0o600))
	env := map[string]string{"ACRWATCH_ASCII": "true"}
	in := Input{
		Flags: map[string][]string{"config": {path}, "color": {"never"}},
		Env:   func(name string) string { return env[name] },
	}
	for key, want := range map[string]bool{"theme": true, "ascii": true, "color": true, "keep": false} {
		assert.Equal(t, want, in.Gives(key), key)
	}
	require.NoError(t, os.WriteFile(path, []byte("theme ="), 0o600))
	assert.False(t, in.Gives("theme"), "a broken file")
	in.Flags["config"] = []string{path + ".none"}
	assert.False(t, in.Gives("theme"), "no file")
}
