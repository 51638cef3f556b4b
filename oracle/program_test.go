package oracle

import (
	"bufio"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"acrwatch/internal/simulator"
)

var urlPattern = regexp.MustCompile(`http://127\.0\.0\.1:\d+`)

// startProgram builds the program from this tree, runs its simulate command, and returns the host it answers at.
func startProgram(t *testing.T) string {
	t.Helper()
	binary := filepath.Join(t.TempDir(), "acrwatch.exe") // the ending is for Windows and harms nobody else
	build := exec.CommandContext(t.Context(), "go", "build", "-o", binary, ".")
	build.Dir = ".."
	out, err := build.CombinedOutput()
	require.NoError(t, err, string(out))

	program := exec.Command(binary, "simulate")
	program.Stderr = os.Stderr
	stdout, err := program.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, program.Start())
	t.Cleanup(func() {
		_ = program.Process.Kill()
		_ = program.Wait()
	})
	lines := bufio.NewScanner(stdout)
	for lines.Scan() {
		if url := urlPattern.FindString(lines.Text()); url != "" {
			go func() { _, _ = io.Copy(io.Discard, stdout) }()
			return strings.TrimPrefix(url, "http://")
		}
	}
	require.Fail(t, "the program ended without telling its URL")
	return ""
}

// stats is what the program says of the calls it got.
func stats(t *testing.T, host string) simulator.Stats {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+host+simulator.StatsPath, nil)
	require.NoError(t, err)
	answer, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	defer answer.Body.Close() //nolint:errcheck // read to its end
	var s simulator.Stats
	require.NoError(t, json.NewDecoder(answer.Body).Decode(&s))
	return s
}
