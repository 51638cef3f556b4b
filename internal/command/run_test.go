package command

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestNothingConfiguredIsThreeLines(t *testing.T) {
	got := run(t, bare(t))
	assert.Equal(t, 2, got.code)
	assert.Empty(t, got.out)
	lines := strings.Split(strings.TrimSuffix(got.err, "\n"), "\n")
	require.Len(t, lines, 3)
	assert.Contains(t, lines[0], "acrwatch: no credentials: ")
	assert.Contains(t, lines[0], "ALIBABA_CLOUD_ACCESS_KEY_ID is not set")
	assert.Contains(t, lines[1], "aliyun configure")
	assert.Contains(t, lines[1], "ALIBABA_CLOUD_ACCESS_KEY_SECRET")
	assert.Contains(t, lines[2], "acrwatch demo")
}

var someKey = []string{"ALIBABA_CLOUD_ACCESS_KEY_ID=LTAIexample", "ALIBABA_CLOUD_ACCESS_KEY_SECRET=canary"}

func TestMistakes(t *testing.T) {
	cases := map[string]struct {
		args []string
		want []string // lines of standard error
	}{
		"an unknown command":     {[]string{"dmeo"}, []string{`acrwatch: unknown command "dmeo"`, "hint: did you mean acrwatch demo?"}},
		"a word after a command": {[]string{"demo", "x"}, []string{`acrwatch: unknown command "x"`, "hint: acrwatch demo --help shows what there is"}},
		"an unknown flag":        {[]string{"--pink"}, []string{"acrwatch: unknown flag: --pink", "hint: acrwatch --help shows the flags"}},
		"a flag of another":      {[]string{"demo", "--region", "cn-hangzhou"}, []string{"acrwatch: unknown flag: --region", "hint: acrwatch demo --help shows the flags"}},
		"no region":              {nil, []string{"acrwatch: no region for the default credentials", "hint: give --region cn-hangzhou, set ALIBABA_CLOUD_REGION_ID, or write region in the profile or in config.toml"}},
		"two bad values": {[]string{"--budget", "fast", "--theme", "pink"}, []string{
			"acrwatch: --budget: fast: not a number of calls per second; give a number such as 4",
			`acrwatch: --theme: pink: not one of auto, dark, light, high-contrast, colour-blind; give "auto", the default, or one of the others`,
		}},
		"an unknown profile":  {[]string{"--region", "cn-hangzhou", "--profile", "nobody"}, []string{"nobody", "hint: aliyun configure list shows the profiles"}},
		"an unknown scenario": {[]string{"demo", "--scenario", "x"}, []string{`acrwatch: --scenario "x" is not known`}},
		"no speed":            {[]string{"simulate", "--speed", "-1"}, []string{"acrwatch: --speed -1 is out of range"}},
		"a clock at rest":     {[]string{"demo", "--speed", "0"}, []string{"acrwatch: --speed: 0: time would stand still"}},
		"no tasks":            {[]string{"demo", "--tasks", "0"}, []string{"acrwatch: --tasks: 0: nothing to show"}},
		"nothing active":      {[]string{"simulate", "--active", "0"}, []string{"acrwatch: --active: 0: nothing would move"}},
		"too much active":     {[]string{"demo", "--scenario", "huge", "--active", "2000000"}, []string{"acrwatch: --active 2000000 is out of range; use a number from 1 to 1000000"}},
		"a log in no folder":  {[]string{"demo", "--log-file", filepath.Join("no", "folder")}, []string{"acrwatch: open the log: ", "hint: give a file that can be written"}},
		"the network":         {[]string{"simulate", "--listen", "0.0.0.0:0"}, []string{"acrwatch: --listen: 0.0.0.0:0: not an address of this machine alone", "hint: give one such as 127.0.0.1:0"}},
		"every address":       {[]string{"simulate", "--listen", ":8080"}, []string{"acrwatch: --listen: :8080: not an address of this machine alone", "hint: "}},
		"no address":          {[]string{"simulate", "--listen", "8080"}, []string{"acrwatch: --listen: 8080: not an address with a port", "hint: "}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			got := run(t, bare(t, someKey...), c.args...)
			assert.Equal(t, 2, got.code)
			assert.Empty(t, got.out)
			lines := strings.Split(strings.TrimSuffix(got.err, "\n"), "\n")
			require.Len(t, lines, max(len(c.want), 1), got.err)
			for i, want := range c.want {
				assert.Contains(t, lines[i], want)
			}
			assert.NotContains(t, got.err, "canary")
		})
	}
}

func TestMistakesOfTheFileComeWithTheirLines(t *testing.T) {
	path := filepath.Join(t.TempDir(), "config.toml")
	require.NoError(t, os.WriteFile(path, []byte("budget = \"fast\"\ncolour = 1\n"), 0o600))
	got := run(t, bare(t), "--config", path)
	assert.Equal(t, 2, got.code)
	assert.Equal(t, "acrwatch: "+path+":1: budget = \"fast\": not a number of calls per second; give a number such as 4\n"+
		"acrwatch: "+path+":2: colour = 1: unknown key; did you mean color?\n", got.err)
}

func TestHelpAndVersionGoToStdout(t *testing.T) {
	for _, args := range [][]string{{"--help"}, {"demo", "--help"}, {"simulate", "-h"}, {"--version"}} {
		got := run(t, bare(t), args...)
		assert.Zero(t, got.code, args)
		assert.Empty(t, got.err, args)
		assert.Contains(t, got.out, "acrwatch", args)
	}
	help := run(t, bare(t), "--help").out
	for _, word := range []string{"acrwatch demo", "simulate", "--region", "--instance", "--profile", "--endpoint", "--config", "--theme", "--color", "--ascii", "--log-file", "--budget", "--version"} {
		assert.Contains(t, help, word)
	}
	for _, line := range strings.Split(help, "\n") {
		assert.LessOrEqual(t, len(line), 100, line)
	}
	assert.NotContains(t, help, "  man ", "it is for packagers")
	for _, command := range []string{"demo", "simulate"} {
		help := run(t, bare(t), command, "--help").out
		for _, word := range []string{"--scenario", "--seed", "--speed", "--tasks", "--active"} {
			assert.Contains(t, help, word, command)
		}
	}
}
