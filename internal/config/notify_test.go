package config_test

import (
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/internal/config"
)

func TestNotify(t *testing.T) {
	got, err := config.Load(input(t, `[notify]
level = "failures"
bell = false
desktop = "osc777"
progress = "off"
quiet = "22:00 - 07:30"
idle = "0s"
`, nil, nil))
	require.NoError(t, err)
	assert.Equal(t, config.Notify{
		Level: "failures", Desktop: "osc777", Progress: "off",
		Quiet: config.Hours{From: 22 * time.Hour, To: 7*time.Hour + 30*time.Minute},
	}, got.Notify)
}

func TestMistakesInNotify(t *testing.T) {
	for file, want := range map[string]string{
		"notify = 3":                            "config.toml:1: notify = 3: not a table",
		"[notify]\nlevel = \"loud\"":            `config.toml:2: notify.level = "loud": not one of all, failures, off`,
		"[notify]\nbell = \"yes\"":              `config.toml:2: notify.bell = "yes": neither true nor false`,
		"[notify]\nquiet = \"22-7\"":            `config.toml:2: notify.quiet = "22-7": not a span of the day`,
		"[notify]\nquiet = \"22:00-24:30\"":     "not a span of the day",
		"[notify]\nquiet = 22":                  "not a span of the day",
		"[notify]\nidle = 5":                    "config.toml:2: notify.idle = 5: not a length of time",
		"[notify]\nidle = \"2s\"":               "shorter than 10s",
		"[notify]\nidle = \"-5m\"":              "shorter than 10s",
		"[notify]\ndesktop = \"growl\"":         "not one of auto, off, osc9, osc777, osc99",
		"[notify]\nprogres = \"on\"":            "unknown key; did you mean progress?",
		"[notify]\nlevel = \"all\"\nx.y = \"\"": "config.toml:3: notify.x",
	} {
		_, err := config.Load(input(t, file, nil, nil))
		require.ErrorContains(t, err, want, file)
	}
}

func TestTheExampleNamesWhatIsNotified(t *testing.T) {
	text, err := os.ReadFile("../../config.example.toml")
	require.NoError(t, err)
	for _, key := range []string{"level", "bell", "desktop", "progress", "quiet", "idle"} {
		assert.Contains(t, string(text), "\n"+key+" = ")
	}
}
