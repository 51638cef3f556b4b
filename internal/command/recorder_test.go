package command

import (
	"bufio"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/api"
	"acrwatch/internal/journal"
	"acrwatch/internal/simulator"
	"acrwatch/poller"
)

// killedAtOnce is how many programs run side by side to be killed.
const killedAtOnce = 5

// However a recording ends, all but its last second can be read.
func TestKilledRecordingsHoldAllButTheLastSecond(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("a program has no extra files there")
	}
	folder := t.TempDir()
	var group sync.WaitGroup
	for n := range killedAtOnce {
		group.Go(func() {
			random := rand.New(rand.NewPCG(7, uint64(n)))
			for range kills / killedAtOnce {
				at, err := os.MkdirTemp(folder, "")
				if assert.NoError(t, err) {
					killOne(t, filepath.Join(at, []string{"a.ndjson", "a.ndjson.zst"}[random.IntN(2)]), 1+random.IntN(25))
				}
			}
		})
	}
	group.Wait()
}

// killOne kills a program after so many calls, and holds its recording against its log, which is written at once.
func killOne(t *testing.T, path string, calls int) {
	log, end, err := os.Pipe()
	if !assert.NoError(t, err) {
		return
	}
	defer log.Close()                                                                                  //nolint:errcheck // it was only read
	c := exec.CommandContext(t.Context(), binary, "demo", "--record", path, "--log-file", "/dev/fd/3") // the first extra file
	c.Env, c.ExtraFiles = bare(t), []*os.File{end}
	err = c.Start()
	if assert.NoError(t, errors.Join(err, end.Close())) {
		made := killAfter(t, c, log, calls)
		_ = c.Wait()
		r, notes, err := journal.Open(path)
		if !assert.NoError(t, err) {
			return
		}
		defer r.Close() //nolint:errcheck // it was only read
		assert.LessOrEqual(t, len(notes), 1, "%q", notes)
		assert.GreaterOrEqual(t, len(answersOf(t, r)), made, "%s, killed after %d calls", path, calls)
	}
}

// killAfter kills a program as soon as its log has so many calls, and counts those that were more than a second old then.
func killAfter(t *testing.T, c *exec.Cmd, log io.Reader, calls int) (made int) {
	var times []time.Time
	var killed time.Time
	lines := bufio.NewScanner(log)
	for lines.Scan() {
		m := callInLog.FindStringSubmatch(lines.Text())
		if m == nil {
			continue
		}
		at, err := time.Parse(time.RFC3339Nano, m[1])
		assert.NoError(t, err)
		if times = append(times, at); len(times) == calls {
			killed = time.Now()
			assert.NoError(t, c.Process.Kill())
		}
	}
	assert.NoError(t, lines.Err())
	assert.GreaterOrEqual(t, len(times), calls, "it ended by itself")
	for _, at := range times {
		if at.Before(killed.Add(-time.Second)) {
			made++
		}
	}
	return made
}

var callInLog = regexp.MustCompile(`^time=(\S+) level=\w+ msg=call `)

// answersOf are the answers that a recording holds.
func answersOf(t *testing.T, r *journal.Recording) (answers []poller.Event) {
	p, err := r.At(time.Time{})
	if !assert.NoError(t, err) {
		return nil
	}
	defer p.Close()
	for {
		e, err := p.Next()
		if errors.Is(err, io.EOF) {
			return answers
		}
		if !assert.NoError(t, err) {
			return answers
		}
		if e.What == poller.Answered {
			answers = append(answers, e)
		}
	}
}

// The recording of a run that ended by itself shows what it told, and no secret; the settings say how it is made.
func TestRecordTheDemo(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	c := exec.CommandContext(t.Context(), binary, "demo", "--speed", "60", "--record-mask", "--record-max", "1MiB")
	c.Env = append(bare(t), "ACRWATCH_RECORD="+folder)
	out, err := c.Output()
	require.NoError(t, err)
	found, err := filepath.Glob(filepath.Join(folder, "acrwatch-*.ndjson"))
	require.NoError(t, err)
	require.Len(t, found, 1)
	text, err := os.ReadFile(found[0])
	require.NoError(t, err)
	for _, secret := range []string{simulator.AccessKeySecret, simulator.AccessKeyID, "Authorization", "nginx"} {
		assert.NotContains(t, string(text), secret)
	}
	r, notes, err := journal.Open(found[0])
	require.NoError(t, err)
	defer r.Close() //nolint:errcheck // it was only read
	assert.Empty(t, notes)
	assert.True(t, r.Header().Masked)
	_, to := r.Span()
	p, err := r.At(to)
	require.NoError(t, err)
	defer p.Close()
	assert.True(t, p.Fold().Snapshot(to).Settled())
	assert.Contains(t, string(out), "100%")
}

// What a log and a gate have seen can be looked at afterwards.
func TestWatchAndWaitRecord(t *testing.T) {
	t.Parallel()
	for command, more := range map[string][]string{"watch": {"--until-done", "--output", "ndjson"}, "wait": nil} {
		t.Run(command, func(t *testing.T) {
			t.Parallel()
			service := newLiveService(t, simulator.Options{Speed: 40, Waves: 1})
			path := filepath.Join(t.TempDir(), "sync.ndjson.zst")
			args := append(service.args(command, "--filter", "age<15m image:pay/gateway", "--record", path), more...)
			c := exec.CommandContext(t.Context(), binary, args...)
			c.Env = service.environ
			out, err := c.CombinedOutput()
			require.NoError(t, err, string(out))
			r, notes, err := journal.Open(path)
			require.NoError(t, err)
			defer r.Close() //nolint:errcheck // it was only read
			assert.Empty(t, notes)
			_, to := r.Span()
			p, err := r.At(to)
			require.NoError(t, err)
			defer p.Close()
			done := 0
			for _, task := range p.Fold().Snapshot(to).Tasks.All() {
				if strings.HasPrefix(task.Image(), "pay/gateway") && task.Phase == api.PhaseDone {
					done++
				}
			}
			assert.GreaterOrEqual(t, done, 2, "both of the wave, and those before it")
		})
	}
}

// A name that the user has not chosen is told.
func TestRecordingIntoAFolderTellsItsName(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	service := newLiveService(t, simulator.Options{Speed: 40, Waves: 1})
	c := exec.CommandContext(t.Context(), binary, service.args("watch", "--until-done", "--filter", "age<15m image:pay/gateway", "--record", folder)...)
	c.Env = service.environ
	out, err := c.CombinedOutput()
	require.NoError(t, err, string(out))
	files, err := filepath.Glob(filepath.Join(folder, "*"))
	require.NoError(t, err)
	require.Len(t, files, 1)
	assert.Contains(t, string(out), "\nacrwatch: the recording is "+files[0]+"\n")
}

func TestRecordingThatCannotBegin(t *testing.T) {
	t.Parallel()
	taken := filepath.Join(t.TempDir(), "taken.ndjson")
	require.NoError(t, os.WriteFile(taken, []byte("mine"), 0o600))
	for flag, want := range map[string]string{
		"--record=" + taken: "acrwatch: record: " + taken + " exists already; give another name, or a folder, in which each recording gets a name of its own\n",
		"--record-max=2":    "acrwatch: --record-max: 2: not a size; give a size such as 200MiB\n",
		"--record-max=1kb":  "acrwatch: --record-max: 1kb: outside of 1MiB to 1024GiB; give a size such as 200MiB\n",
	} {
		c := exec.CommandContext(t.Context(), binary, "demo", flag)
		c.Env = bare(t)
		stderr, err := c.StderrPipe()
		require.NoError(t, err)
		require.NoError(t, c.Start())
		said, _ := io.ReadAll(bufio.NewReader(stderr))
		require.Error(t, c.Wait())
		assert.Equal(t, exitUsage, c.ProcessState.ExitCode())
		assert.Contains(t, string(said), want)
	}
}
