package command

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// binary is the program under test, built once.
var binary string

// crashVariable makes the test binary run crashing instead of the tests, where there are terminals to test it on.
const crashVariable = "ACRWATCH_TEST_CRASH"

var crashing = func(string) int { return 1 }

func TestMain(m *testing.M) {
	if which := os.Getenv(crashVariable); which != "" {
		os.Exit(crashing(which))
	}
	// Nearly all the tests wait for programs that wait. What the command line says stands over it: it is read later.
	if err := flag.Set("test.parallel", "8"); err != nil {
		panic(err)
	}
	os.Exit(withBinary(m))
}

func withBinary(m *testing.M) int {
	folder, err := os.MkdirTemp("", "acrwatch")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(folder) //nolint:errcheck // the system clears its folder
	binary = filepath.Join(folder, "acrwatch")
	if runtime.GOOS == "windows" {
		binary += ".exe"
	}
	if out, err := exec.Command("go", "build", raceFlag, "-o", binary, "acrwatch").CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "build: %v\n%s", err, out)
		return 1
	}
	return m.Run()
}

// bare is an environment in which nothing of the machine's user is found.
func bare(t *testing.T, more ...string) []string {
	t.Helper()
	home := t.TempDir()
	return append([]string{
		"HOME=" + home, "USERPROFILE=" + home, "PATH=" + os.Getenv("PATH"), "TERM=xterm-256color", "LANG=C.UTF-8",
		"SYSTEMROOT=" + os.Getenv("SYSTEMROOT"), "TMPDIR=" + os.Getenv("TMPDIR"),
	}, more...)
}

// result is a run in this process.
type result struct {
	code     int
	out, err string
}

func run(t *testing.T, environ []string, args ...string) result {
	t.Helper()
	var out, err bytes.Buffer
	code := Run(t.Context(), args, environ, strings.NewReader(""), &out, &err)
	return result{code, out.String(), err.String()}
}
