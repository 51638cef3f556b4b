package command

import (
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/internal/lastlook"
)

// completed are the words that a shell gets, with their explanations, and what it does with them.
func completed(t *testing.T, environ []string, args ...string) (words []string, directive string) {
	t.Helper()
	got := run(t, environ, append([]string{"__complete"}, args...)...)
	require.Zero(t, got.code, got.err)
	lines := strings.Split(strings.TrimSuffix(got.out, "\n"), "\n")
	return lines[:len(lines)-1], lines[len(lines)-1]
}

func TestColumnsAreThoseOfTheOutput(t *testing.T) {
	for output, want := range map[string]string{"table": "id,left", "csv": "id,left_most_seconds"} {
		words, directive := completed(t, bare(t), "once", "--output", output, "--columns", "id,")
		assert.Contains(t, words, want)
		assert.Equal(t, inAList, directive)
	}
}

const (
	anyFile = ":0"
	noFile  = ":4"
	inAList = ":6" // no file, no blank behind
	inOrder = ":36"
)

func TestCompletion(t *testing.T) {
	environ := withProfile(t, bare(t), `"mode":"AK","access_key_id":"`+canaryID+`","access_key_secret":"`+canarySecret+`"`)
	look := lastlook.Look{
		Instances: []lastlook.Seen{{ID: "cri-one", Text: "prod in cn-one"}, {ID: "cri-two", Text: "in cn-two"}},
		Tasks:     []lastlook.Seen{{ID: "rst-a", Text: "syncing web/shop:1"}, {ID: "crast-b", Text: "done nginx"}},
	}
	state := func(name string) string { return lookup(environ, name) }
	require.NoError(t, lastlook.Save(lastlook.Path(runtime.GOOS, state), look))
	for name, c := range map[string]struct {
		args      []string
		want      []string
		directive string
	}{
		"a command":             {[]string{"doc"}, []string{"doctor\tcheck settings, keys, network, clock, permissions and terminal"}, inOrder},
		"tasks":                 {[]string{"rst-"}, []string{"rst-a\tsyncing web/shop:1"}, inOrder},
		"more tasks":            {[]string{"rst-a", ""}, []string{"crast-b\tdone nginx"}, inOrder},
		"a flag":                {[]string{"doctor", "--pol"}, []string{"--policy\tprint the RAM policy that suffices for the targets, and nothing else"}, noFile},
		"instances":             {[]string{"--instance", ""}, []string{"cri-one\tprod in cn-one", "cri-two\tin cn-two"}, inAList},
		"the rest of a list":    {[]string{"--instance", "cri-two,"}, []string{"cri-two,cri-one\tprod in cn-one"}, inAList},
		"profiles":              {[]string{"config", "--profile", ""}, []string{"p"}, inAList},
		"themes":                {[]string{"--theme", ""}, []string{"auto", "dark", "light", "high-contrast", "colour-blind"}, noFile},
		"formats of doctor":     {[]string{"doctor", "--output", ""}, []string{"text", "json"}, noFile},
		"formats of config":     {[]string{"config", "--output="}, []string{"text", "json", "toml"}, noFile},
		"shells":                {[]string{"completion", ""}, []string{"bash", "zsh", "fish"}, noFile},
		"a file":                {[]string{"--log-file", ""}, []string{}, anyFile},
		"a recording":           {[]string{"replay", ""}, []string{"ndjson", "zst"}, ":8"},
		"a number":              {[]string{"--budget", ""}, []string{}, noFile},
		"nothing behind a word": {[]string{"doctor", ""}, []string{}, noFile},
	} {
		t.Run(name, func(t *testing.T) {
			words, directive := completed(t, environ, c.args...)
			assert.Equal(t, c.want, words)
			assert.Equal(t, c.directive, directive)
			noCanary(t, "the completions", strings.Join(words, "\n"))
		})
	}
	regions, _ := completed(t, environ, "--region", "")
	assert.Contains(t, regions, "eu-central-1")
}

func TestCompletionOfAFilter(t *testing.T) {
	for typed, want := range map[string]string{
		"sta":             "status:\t",
		"status:fai":      "status:failed\t",
		"web status:done": "web status:done\t",
		"web -status:fa":  "web -status:failed\t",
		"训练 siz":          "训练 size>\t",
	} {
		ways, _ := filterTerms(nil, nil, typed)
		require.NotEmpty(t, ways, typed)
		assert.True(t, strings.HasPrefix(ways[0], want), "%q: %q", typed, ways)
	}
	ways, _ := filterTerms(nil, nil, `image:"we`)
	assert.Empty(t, ways)
}

func TestCompletionWithoutAnythingKnown(t *testing.T) {
	words, directive := completed(t, bare(t), "--instance", "")
	assert.Empty(t, words)
	assert.Equal(t, inAList, directive)
}

func TestTheScriptsOfShellsAreSound(t *testing.T) {
	for _, shell := range shells {
		got := run(t, bare(t), "completion", shell)
		assert.Zero(t, got.code, shell)
		assert.Contains(t, got.out, "__complete", shell)
		if _, err := exec.LookPath(shell); err != nil || runtime.GOOS == "windows" {
			continue
		}
		c := exec.CommandContext(t.Context(), shell, "-n", filepath.Clean("/dev/stdin"))
		c.Stdin = strings.NewReader(got.out)
		out, err := c.CombinedOutput()
		assert.NoError(t, err, "%s: %s", shell, out)
	}
}
