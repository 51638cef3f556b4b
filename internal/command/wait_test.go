//go:build !windows

package command

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/internal/simulator"
)

// finished is a run of the binary that has ended.
type finished struct {
	code     int
	out      string
	lines    []string // of standard error
	lastLine string
}

// executeBinary runs the binary to its end.
func executeBinary(t *testing.T, environ []string, args ...string) finished {
	t.Helper()
	var out, errors strings.Builder
	cmd := exec.CommandContext(t.Context(), binary, args...)
	cmd.Env, cmd.Stdout, cmd.Stderr = environ, &out, &errors
	_ = cmd.Run() // the code says more
	f := finished{code: cmd.ProcessState.ExitCode(), out: out.String()}
	f.lines = strings.Split(strings.TrimSuffix(errors.String(), "\n"), "\n")
	f.lastLine = f.lines[len(f.lines)-1]
	return f
}

func TestWaitExitCodes(t *testing.T) {
	const (
		denied   = "acrwatch: exit 6 (not permitted or bad credentials): cri-sgedpenzw80e: ListRepoSyncTask: NoPrivilege: "
		threeOf  = "age<15m to:eu-west-1 image:ledger,spark,frontend" // the first fails while the others run
		conflict = "pay/ledger:2.9 → eu-west-1 failed with TAG_CONFLICT"
	)
	quick := simulator.Options{Speed: 40, Waves: 1}
	noSyncs := simulator.Options{Speed: 40, Waves: 1, Deny: []string{"ListRepoSyncTask", "GetRepoSyncTask"}}
	cases := map[string]struct {
		options simulator.Options
		args    []string
		code    int
		last    string // line of standard error; one that ends in … is a beginning
	}{
		"all succeed":             {quick, []string{"--filter", "age<15m image:pay/gateway"}, 0, "acrwatch: exit 0 (succeeded): 2 tasks: 2 done"},
		"any succeeds":            {quick, []string{"--filter", threeOf, "--any"}, 0, "acrwatch: exit 0 (succeeded): …"},
		"some fail":               {quick, []string{"--filter", threeOf}, 1, "acrwatch: exit 1 (some failed): " + conflict + "; 3 tasks: 1 failed, 2 done"},
		"one fails in haste":      {quick, []string{"--filter", threeOf, "--fail-fast"}, 1, "acrwatch: exit 1 (some failed): " + conflict + "; 3 tasks: 2 syncing, 1 failed"},
		"a slip in the filter":    {quick, []string{"--filter", "status:faild"}, 2, `acrwatch: --filter "status:faild": column 8: unknown status "faild", did you mean failed?`},
		"an instance at rest":     {quick, []string{"--instance", "cri-d4u7o0yj9cla"}, 2, "acrwatch: exit 2 (usage or configuration): …"},
		"one is canceled":         {quick, []string{"--filter", "age<15m image:otel"}, 3, "acrwatch: exit 3 (canceled): infra/otel-collector:1.12.0 → eu-central-1 was canceled; 1 task: 1 canceled"},
		"too little time":         {simulator.Options{}, []string{"--filter", "age<15m image:resnet", "--timeout", "2s"}, 4, "acrwatch: exit 4 (timed out): 1 task: 1 syncing"},
		"denied for the kind":     {noSyncs, []string{"--instance", "cri-sgedpenzw80e", "--filter", "kind:sync"}, 6, denied + "…"},
		"denied for the batch":    {noSyncs, []string{"--batch", "a9434731"}, 6, "acrwatch: exit 6 (not permitted or bad credentials): a9434731: ListRepoSyncTask: …"},
		"denied for another kind": {noSyncs, []string{"--filter", "kind:sub age<15m status:done"}, 0, "acrwatch: exit 0 (succeeded): …"},
		"no match":                {quick, []string{"--filter", "image:nobody", "--appear", "0s"}, 7, "acrwatch: exit 7 (nothing matched): no task is like that; every list was read to its end"},
		"no such id":              {quick, []string{"rst-nobody", "--appear", "0s"}, 7, "acrwatch: exit 7 (nothing matched): no target knows rst-nobody; check the id, the instance and the region"},
		"nobody there":            {quick, []string{"--endpoint", "http://127.0.0.1:1", "--timeout", "1s"}, 8, "acrwatch: exit 8 (the API stayed unreachable): cn-shanghai: ListInstance: no answer: …"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newLiveService(t, c.options)
			got := executeBinary(t, r.environ, append(r.args("wait"), c.args...)...)
			assert.Equal(t, c.code, got.code, got.lines)
			if begin, cut := strings.CutSuffix(c.last, "…"); cut {
				assert.True(t, strings.HasPrefix(got.lastLine, begin), got.lastLine)
			} else {
				assert.Equal(t, c.last, got.lastLine)
			}
		})
	}
}

func TestWaitForIDs(t *testing.T) {
	t.Parallel()
	r := newLiveService(t, simulator.Options{Speed: 40, Waves: 1})
	ids := r.SyncTasks(r.Instances()[0])
	got := executeBinary(t, r.environ, r.args("wait", ids[1], ids[2])...)
	assert.Equal(t, "acrwatch: exit 0 (succeeded): 2 tasks: 2 done", got.lastLine)
	assert.Equal(t, 1+2, strings.Count(got.out, "\n"), "heads and a line for each: %s", got.out)
	assert.LessOrEqual(t, r.Stats().Calls["ListRepoSyncTask"], 2, "no list is read for ids")
}

func TestWaitWithBadCredentials(t *testing.T) {
	t.Parallel()
	r := newLiveService(t, simulator.Options{})
	environ := append(r.environ, "ALIBABA_CLOUD_ACCESS_KEY_SECRET=WRONGSECRET")
	got := executeBinary(t, environ, r.args("wait")...)
	assert.Equal(t, 6, got.code)
	assert.Regexp(t, `^acrwatch: exit 6 \(not permitted or bad credentials\): \S+: \w+: SignatureDoesNotMatch.*; check the AccessKey: aliyun configure`, got.lastLine)
	assert.NotContains(t, strings.Join(got.lines, "\n"), "WRONGSECRET")
}

func TestWaitIsInterrupted(t *testing.T) {
	cases := []struct {
		signal syscall.Signal
		code   int
		last   string
	}{
		{syscall.SIGINT, 130, "acrwatch: exit 130 (interrupted): 1 task: 1 syncing"},
		{syscall.SIGTERM, 143, "acrwatch: exit 143 (interrupted): 1 task: 1 syncing"},
	}
	for _, c := range cases {
		t.Run(c.signal.String(), func(t *testing.T) {
			t.Parallel()
			r := newLiveService(t, simulator.Options{})
			report := filepath.Join(t.TempDir(), "report.xml")
			p := launch(t, r.environ, r.args("wait", "--filter", "age<15m image:resnet", "--junit", report)...)
			p.tells(`1 task: 1 syncing`)
			began := time.Now()
			assert.Equal(t, c.code, p.endsBy(c.signal))
			assert.Less(t, time.Since(began), time.Second)
			out, errors := p.text()
			assert.True(t, strings.HasSuffix(errors, "\n"+c.last+"\n"), errors)
			assert.Contains(t, out, "ml/训练-resnet:2026-11", "the last state")
			text, err := os.ReadFile(report)
			require.NoError(t, err)
			assert.Contains(t, string(text), `message="not over: syncing`)
		})
	}
}

// On a terminal, progress is one line that is drawn again and again, and is gone at the end.
func TestWaitDrawsALineOnATerminal(t *testing.T) {
	t.Parallel()
	speed := 20.0
	if raced {
		speed = 6 // the line is to be seen before the task has ended
	}
	r := newLiveService(t, simulator.Options{Speed: speed, Waves: 1})
	quoted := "'" + strings.Join(append(r.args("wait", "--filter", "age<15m image:resnet"), "--timeout", "2m"), "' '") + "'"
	s := start(t, setup{environ: r.environ, width: 140, height: 20}, "sh", "-c", "exec "+binary+" "+quoted+" 2>&1 >/dev/null")
	s.sees(`━+─+   \d+%  [\d.]+ of [\d.]+ GiB  [\d.]+ MiB/s .* 1 task: 1 syncing\n`)
	s.sees(`acrwatch: exit 0 \(succeeded\): 1 task: 1 done`)
	code, _ := s.ends()
	assert.Zero(t, code)
	assert.Equal(t, 2, strings.Count(strings.TrimSpace(s.text()), "\n")+1, "an end and the last line: %s", s.text())
}
