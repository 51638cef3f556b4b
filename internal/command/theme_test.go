package command

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/internal/config"
	"acrwatch/ui"
)

func TestTheConfigTakesEveryThemeOfTheScreen(t *testing.T) {
	load := func(name string) string {
		c, err := config.Load(config.Input{Flags: map[string][]string{"theme": {name}}, Env: func(string) string { return "" }, NoTargets: true})
		require.NoError(t, err)
		return c.Theme
	}
	for _, name := range ui.Themes() {
		assert.Equal(t, name, load(name))
	}
	assert.Equal(t, config.ColourBlind, load("color-blind"))
}
