package command

import (
	"bufio"
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/internal/simulator"
)

const notATerminal = "acrwatch: stdout is not a terminal: a line per change instead of the dashboard\n"

var lineForm = regexp.MustCompile(`^\d\d:\d\d:\d\d  (looked   |queued   |syncing  |pulling  |stalled  |done     |failed   |canceled |ended    )  \S`)

func TestThePipedDemoEndsByItself(t *testing.T) {
	t.Parallel()
	var out, errors bytes.Buffer
	log := filepath.Join(t.TempDir(), "acrwatch.log")
	cmd := exec.CommandContext(t.Context(), binary, "demo", "--speed", "20", "--log-file", log)
	cmd.Env, cmd.Stdout, cmd.Stderr = bare(t), &out, &errors
	require.NoError(t, cmd.Run())
	assert.Equal(t, notATerminal, errors.String())
	lines := strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
	looked := 0
	for _, line := range lines {
		assert.Regexp(t, lineForm, line)
		assert.NotContains(t, line, "\x1b")
		if strings.Contains(line, "  looked  ") {
			looked++
		}
	}
	assert.Equal(t, 1, looked, "the first look is summed up once")
	assert.Regexp(t, `  ended      \d+ tasks: \d+ failed, \d+ canceled, \d+ done$`, lines[len(lines)-1])
	assert.Regexp(t, `(?m)^\S+  failed .* [A-Z_]+$`, out.String())
	assert.Regexp(t, `(?m)^\S+  done .* 100%`, out.String())
	assert.Regexp(t, `(?m)^\S+  syncing .* \d+%`, out.String())
	assert.Regexp(t, `(?m)^\S+  pulling .* \d/\d`, out.String())
	assert.Less(t, len(lines), 250, "a line per change, not per answer")

	info, err := os.Stat(log)
	require.NoError(t, err)
	if runtime.GOOS != "windows" {
		assert.Equal(t, os.FileMode(0o600), info.Mode().Perm())
	}
	text, err := os.ReadFile(log)
	require.NoError(t, err)
	assert.Contains(t, string(text), "ListRepoSyncTask")
	assert.NotContains(t, string(text), simulator.AccessKeySecret)
}

// program is a running binary whose streams are read line by line.
type program struct {
	t        *testing.T
	cmd      *exec.Cmd
	exited   chan error
	mu       sync.Mutex
	out, err bytes.Buffer
}

// Write takes standard error.
func (p *program) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.err.Write(b)
}

func (p *program) text() (out, err string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.out.String(), p.err.String()
}

func launch(t *testing.T, environ []string, args ...string) *program {
	t.Helper()
	p := &program{t: t, cmd: exec.Command(binary, args...), exited: make(chan error, 1)}
	p.cmd.Env, p.cmd.Stderr = environ, p
	pipe, err := p.cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, p.cmd.Start())
	t.Cleanup(func() { _ = p.cmd.Process.Kill() })
	go func() {
		for s := bufio.NewScanner(pipe); s.Scan(); {
			p.mu.Lock()
			p.out.WriteString(s.Text() + "\n")
			p.mu.Unlock()
		}
		p.exited <- p.cmd.Wait()
	}()
	return p
}

func (p *program) tells(form string) []string {
	p.t.Helper()
	re := regexp.MustCompile(form)
	var found []string
	require.Eventually(p.t, func() bool {
		out, err := p.text()
		found = re.FindStringSubmatch(out + err)
		return found != nil
	}, soon, 20*time.Millisecond, "%s is never told: %s", form, &p.err)
	return found
}

func (p *program) endsBy(s syscall.Signal) int {
	p.t.Helper()
	require.NoError(p.t, p.cmd.Process.Signal(s))
	select {
	case <-p.exited:
	case <-time.After(soon):
		require.FailNow(p.t, "it does not end")
	}
	return p.cmd.ProcessState.ExitCode()
}

func TestSimulateIsARegistryForTheDashboard(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no signals to end it with")
	}
	t.Parallel()
	server := launch(t, bare(t), "simulate", "--speed", "5")
	told := server.tells(`(?s)(http://127\.0\.0\.1:\d+).*ACCESS_KEY_ID=(\S+).*ACCESS_KEY_SECRET=(\S+).*acrwatch --region (\S+) --endpoint (http://\S+)\n`)
	url, id, secret, region := told[1], told[2], told[3], told[4]
	assert.Equal(t, url, told[5])

	sim, err := simulator.New(simulator.Options{})
	require.NoError(t, err)
	at := []string{"--region", region, "--instance", sim.Instances()[0], "--endpoint", url}
	key := func(secret string) []string {
		return bare(t, "ALIBABA_CLOUD_ACCESS_KEY_ID="+id, "ALIBABA_CLOUD_ACCESS_KEY_SECRET="+secret)
	}
	right := launch(t, key(secret), at...)
	right.tells(`(?m)^\S+  syncing `)
	right.tells(`(?m)^\S+  looked `)
	assert.Equal(t, 130, right.endsBy(syscall.SIGINT))
	_, errors := right.text()
	assert.Equal(t, notATerminal, errors)

	wrong := launch(t, key("WRONGSECRET"), at...)
	line := wrong.tells(`acrwatch: .*SignatureDoesNotMatch.*\n`)[0]
	assert.Contains(t, line, id[len(id)-4:], "which key was used")
	assert.Contains(t, line, "check the AccessKey", "what to do")
	assert.NotContains(t, line, "WRONGSECRET")
	assert.NotContains(t, line, id, "no more than the end of the id")
	assert.Equal(t, 143, wrong.endsBy(syscall.SIGTERM))
	out, errors := wrong.text()
	assert.Empty(t, out, "an error is not an empty registry")
	assert.Equal(t, 1, strings.Count(errors, "SignatureDoesNotMatch"), "told once: %s", errors)

	assert.Equal(t, 0, server.endsBy(syscall.SIGINT))
}

func TestTheReaderOfAPipeMayLeave(t *testing.T) {
	t.Parallel()
	read, write, err := os.Pipe()
	require.NoError(t, err)
	var errors bytes.Buffer
	cmd := exec.CommandContext(t.Context(), binary, "demo", "--speed", "20")
	cmd.Env, cmd.Stdout, cmd.Stderr = bare(t), write, &errors
	require.NoError(t, cmd.Start())
	require.NoError(t, write.Close())
	_, err = bufio.NewReader(read).ReadString('\n')
	require.NoError(t, err)
	require.NoError(t, read.Close())
	require.NoError(t, cmd.Wait(), errors.String())
	assert.Equal(t, notATerminal, errors.String())
}

func TestAPipeThatIsNotReadHoldsNobody(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no signals to end it with")
	}
	t.Parallel()
	read, write, err := os.Pipe()
	require.NoError(t, err)
	defer read.Close()  //nolint:errcheck // never written
	defer write.Close() //nolint:errcheck // filled by hand
	require.NoError(t, write.SetWriteDeadline(time.Now().Add(time.Second)))
	_, err = write.Write(make([]byte, 1<<20))
	require.ErrorIs(t, err, os.ErrDeadlineExceeded, "the pipe is full")
	cmd := exec.Command(binary, "demo")
	var errors bytes.Buffer
	cmd.Env, cmd.Stdout, cmd.Stderr = bare(t), write, &errors
	require.NoError(t, cmd.Start())
	t.Cleanup(func() { _ = cmd.Process.Kill() })
	require.NoError(t, cmd.Process.Signal(syscall.SIGTERM))
	exited := make(chan error, 1)
	go func() { exited <- cmd.Wait() }()
	select {
	case <-exited:
		assert.NotZero(t, cmd.ProcessState.ExitCode())
	case <-time.After(soon):
		require.FailNow(t, "it does not end")
	}
}
