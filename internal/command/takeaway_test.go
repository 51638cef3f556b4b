//go:build !windows

package command

import (
	"encoding/base64"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestCopyReachesTheTerminal(t *testing.T) {
	t.Parallel()
	s := start(t, setup{environ: bare(t)}, binary, "demo")
	s.sees(`● syncing +\S`)
	s.types("y")
	s.sees(`copied c?ra?st-\w+`)
	sequence := regexp.MustCompile("\x1b\\]52;c;([A-Za-z0-9+/=]+)\x07")
	s.until(func() bool { return sequence.MatchString(s.bytes()) }, "no clipboard sequence")
	id, err := base64.StdEncoding.DecodeString(sequence.FindStringSubmatch(s.bytes())[1])
	require.NoError(t, err)
	assert.Regexp(t, `^(rst|crast)-`, string(id))
	s.types("q")
	s.ends()
}

func TestExportWritesTheList(t *testing.T) {
	t.Parallel()
	environ := bare(t)
	s := start(t, setup{environ: environ}, binary, "demo")
	s.sees(`● syncing +\S`)
	s.types("\x13")
	s.sees(`export +\d+ tasks`)
	s.types("\x15~/tasks.json\r") // ctrl+u empties the line
	s.sees(`wrote \d+ tasks to ~/tasks\.json`)
	text, err := os.ReadFile(filepath.Join(lookup(environ, "HOME"), "tasks.json"))
	require.NoError(t, err)
	var look struct{ Tasks []map[string]any }
	require.NoError(t, json.Unmarshal(text, &look))
	assert.NotEmpty(t, look.Tasks)
	s.types("q")
	s.ends()
}

func TestASignalReadsTheSettingsAgain(t *testing.T) {
	t.Parallel()
	environ := withFile(t, bare(t), configPath, "ascii = false\n")
	s := start(t, setup{environ: environ}, binary, "demo")
	s.sees(`● syncing +\S`)
	withFile(t, environ, configPath, "ascii = tru\n")
	require.NoError(t, s.cmd.Process.Signal(syscall.SIGUSR1))
	s.sees(`the settings stay as they were`)
	withFile(t, environ, configPath, "ascii = true\nbudget = 4\ncolumns = [\"status\", \"id\"]\n")
	require.NoError(t, s.cmd.Process.Signal(syscall.SIGUSR1))
	s.sees(`\* syncing +rst-`)
	s.sees(`settings read again; the next start takes: budget`)
	s.types("q")
	s.ends()
}

func TestTheNextStartHasTheFilterOfTheLast(t *testing.T) {
	t.Parallel()
	server := launch(t, bare(t), "simulate", "--speed", "5")
	told := server.tells(`KEY_ID=(\S+)\n.*SECRET=(\S+)\nacrwatch --region (\S+) --endpoint (\S+)`)
	environ := bare(t, "ALIBABA_CLOUD_ACCESS_KEY_ID="+told[1], "ALIBABA_CLOUD_ACCESS_KEY_SECRET="+told[2])
	again := func() *session {
		s := start(t, setup{environ: environ}, binary, "--region", told[3], "--endpoint", told[4])
		s.sees(`● syncing +\S`)
		return s
	}
	s := again()
	s.types("/status:syncing\rq")
	code, _ := s.ends()
	assert.Zero(t, code)
	s = again()
	s.sees(`/ status:syncing`)
	s.types("\x1b")
	s.until(func() bool { return !strings.Contains(s.text(), "/ status:syncing") }, "esc does not clear the filter")
	require.NoError(t, s.cmd.Process.Signal(syscall.SIGTERM))
	s.ends()
	s = again()
	assert.NotContains(t, s.text(), "/ status:syncing", "a signal ends it in no other way")
	s.types("q")
	s.ends()
	assert.FileExists(t, statePath(environ))
}

func TestTheDemoLeavesNothingBehind(t *testing.T) {
	t.Parallel()
	environ := bare(t)
	s := start(t, setup{environ: environ}, binary, "demo")
	s.sees(`● syncing +\S`)
	s.types("/web\rq")
	s.ends()
	left, err := os.ReadDir(lookup(environ, "HOME"))
	require.NoError(t, err)
	assert.Empty(t, left)
}
