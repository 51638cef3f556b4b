//go:build !windows

package command

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/internal/simulator"
)

// recipe is the code block of the README that holds some words.
func recipe(t *testing.T, language, words string) string {
	t.Helper()
	text, err := os.ReadFile("../../README.md")
	require.NoError(t, err)
	for _, block := range regexp.MustCompile("(?s)```"+language+"\n(.*?)```").FindAllStringSubmatch(string(text), -1) {
		if strings.Contains(block[1], words) {
			return block[1]
		}
	}
	require.FailNow(t, "the README has no such recipe", words)
	return ""
}

// kitchen is where recipes are tried: a folder with what they need, and a registry whose time begins after that was made.
type kitchen struct {
	folder  string
	environ []string
}

func newKitchen(t *testing.T, prepare func(folder string)) kitchen {
	t.Helper()
	k := kitchen{folder: t.TempDir()}
	prepare(k.folder)
	r := newLiveService(t, simulator.Options{Speed: 40, Waves: 1})
	path := strings.Join([]string{k.folder, filepath.Dir(binary), os.Getenv("PATH")}, string(filepath.ListSeparator))
	k.environ = append(r.environ, "PATH="+path, "ACRWATCH_REGION="+r.Region(), "ACRWATCH_ENDPOINT="+r.at[3], "INSTANCE="+r.Instances()[0])
	return k
}

// cook runs a recipe and gives its exit code and what it said.
func (k kitchen) cook(t *testing.T, recipe string, more ...string) (code int, said string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "sh", "-eu", "-c", recipe)
	cmd.Dir, cmd.Env = k.folder, append(k.environ, more...)
	out, _ := cmd.CombinedOutput() // the code says more
	return cmd.ProcessState.ExitCode(), string(out)
}

func TestTheRecipeForBuilds(t *testing.T) {
	t.Parallel()
	k := newKitchen(t, func(folder string) {
		out, err := exec.CommandContext(t.Context(), "go", "build", "-o", filepath.Join(folder, "aliyun"), "./testdata/aliyun").CombinedOutput()
		require.NoError(t, err, string(out))
	})
	code, said := k.cook(t, recipe(t, "sh", "CreateRepoSyncTaskByRule"), "REPO=crr-1", "RULE=crsr-1", "TAG=1.2.0")
	assert.Zero(t, code, said)
	assert.True(t, strings.HasSuffix(said, "acrwatch: exit 0 (succeeded): 1 task: 1 done\n"), said)
	report, err := os.ReadFile(filepath.Join(k.folder, "acrwatch.xml"))
	require.NoError(t, err)
	assert.Contains(t, string(report), `tests="1" failures="0"`)
}

func TestTheRecipeForCron(t *testing.T) {
	t.Parallel()
	k := newKitchen(t, func(folder string) {
		require.NoError(t, os.WriteFile(filepath.Join(folder, "mail"), []byte("#!/bin/sh\ncat >mail.text\n"), 0o700))
	})
	line := regexp.MustCompile(`^(?:[\d*/,-]+ +){5}(.*)\n$`).FindStringSubmatch(recipe(t, "cron", "acrwatch"))
	require.NotNil(t, line, "five fields and a command")
	assert.NotContains(t, line[1], "%", "cron takes it for the end of the line")
	code, said := k.cook(t, line[1])
	assert.Zero(t, code, said)
	assert.Empty(t, said, "cron mails what is said")
	text, err := os.ReadFile(filepath.Join(k.folder, "mail.text"))
	require.NoError(t, err)
	assert.Regexp(t, `(?m)^acrwatch: exit 1 \(some failed\): .* failed with \w+; \d+ tasks: `, string(text))
}
