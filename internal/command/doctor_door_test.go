//go:build !windows

package command

import (
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/internal/lastlook"
	"acrwatch/internal/simulator"
)

// TestNoSecretComesOutOfTheDoctor looks for canaries in what people paste into tickets.
func TestNoSecretComesOutOfTheDoctor(t *testing.T) {
	ears := &gossip{}
	service := httptest.NewServer(ears)
	t.Cleanup(service.Close)
	keys := `"access_key_id":"` + canaryID + `","access_key_secret":"` + canarySecret + `","sts_token":"` + canaryToken + `"`
	noisy := filepath.Join(t.TempDir(), "script")
	require.NoError(t, os.WriteFile(noisy, []byte(`echo '`+externalKeys+`' | tee /dev/stderr; echo done`), 0o600))
	here := []string{"--region", "cn-hangzhou", "--instance", "cri-x", "--endpoint", service.URL}
	for name, c := range map[string]struct {
		environ []string
		flags   []string
		tells   string
	}{
		"refused keys":    {talkative(t, canaryKeys...), here, "bad credentials"},
		"refused profile": {withProfile(t, talkative(t), `"mode":"StsToken",`+keys), here, "bad credentials"},
		"malformed file":  {withProfile(t, talkative(t), `"mode":"AK",`+keys+`,`), here, "not valid JSON"},
		"noisy command":   {withProfile(t, talkative(t), `"mode":"External","process_command":"sh `+noisy+` `+canaryQuery+`"`), here, "gave no keys"},
		"credentials URI": {talkative(t, "ALIBABA_CLOUD_CREDENTIALS_URI="+service.URL+"/?key="+canaryQuery), here, "is not accepted"},
		"dead proxy":      {talkative(t, append(canaryKeys, "HTTPS_PROXY=http://user:"+canaryQuery+"@127.0.0.1:1")...), here[:4], "calls go through http://127.0.0.1:1"},
		"key in the file": {withFile(t, talkative(t), ".config/acrwatch/config.toml", "access_key_secret = \""+canarySecret+"\"\n"), here, "unknown key"},
		"URL with a password": {
			talkative(t, append(canaryKeys, "ACRWATCH_ENDPOINT=https://user:"+canaryQuery+"@example.com")...), here[:4], "must not hold a user name",
		},
	} {
		t.Run(name, func(t *testing.T) {
			for _, output := range []string{"text", "json"} {
				cmd := exec.CommandContext(t.Context(), binary, append([]string{"doctor", "--output", output}, c.flags...)...)
				cmd.Env = c.environ
				out, err := cmd.CombinedOutput()
				var exit *exec.ExitError
				require.ErrorAs(t, err, &exit)
				assert.Equal(t, 1, exit.ExitCode())
				assert.Contains(t, string(out), c.tells)
				noCanary(t, "the report", string(out), ears.secrets()...)
			}
			cmd := exec.CommandContext(t.Context(), binary, append([]string{"config"}, c.flags...)...)
			cmd.Env = c.environ
			out, _ := cmd.CombinedOutput() // it ends with 2 where the settings are wrong
			assert.NotEmpty(t, out)
			noCanary(t, "the settings", string(out), ears.secrets()...)
		})
	}
	assert.Contains(t, strings.Join(ears.secrets(), "\n"), canaryToken, "keys were sent")
}

// TestTheDoctorAsksTheTerminal sees to it that the terminal is asked, and left as it was.
func TestTheDoctorAsksTheTerminal(t *testing.T) {
	t.Parallel()
	service := httptest.NewServer(simulated(t, simulator.Options{}))
	t.Cleanup(service.Close)
	environ := bare(t, "ALIBABA_CLOUD_ACCESS_KEY_ID="+simulator.AccessKeyID, "ALIBABA_CLOUD_ACCESS_KEY_SECRET="+simulator.AccessKeySecret)
	s := start(t, setup{environ: environ, width: 120, height: 60}, binary, "doctor", "--region", "cn-shanghai", "--endpoint", service.URL)
	s.sees(`checks, none failed|checks, all is well`)
	code, _ := s.ends()
	assert.Zero(t, code)
	assert.Contains(t, s.text(), "size           120 columns, 60 rows")
	assert.Regexp(t, `✓ ok    widths +lines, marks and Chinese are as wide as they are counted`, s.text())
	assert.NotContains(t, s.text(), "checking", "what was said meanwhile is gone")
	assert.NotContains(t, s.text(), "训练", "the samples are gone")
	assert.True(t, colored(s.bytes()))
	s.cooked()
}

func TestTheDoctorOfATerminalThatAnswersNothing(t *testing.T) {
	t.Parallel()
	environ := bare(t)
	s := start(t, setup{environ: environ, width: 120, height: 60, dumb: true}, binary, "doctor", "--color", "never", "--ascii")
	s.until(func() bool { return strings.Contains(s.bytes(), "the terminal answers no questions") }, "nothing is said of the terminal")
	code, _ := s.ends()
	assert.Equal(t, 1, code, "there are no keys")
	assert.Contains(t, s.bytes(), "x fail")
	assert.False(t, colored(s.bytes()))
	s.cooked()
}

// TestTheLastLookIsCompleted goes from a run to what a shell offers after it.
func TestTheLastLookIsCompleted(t *testing.T) {
	t.Parallel()
	sim := simulated(t, simulator.Options{})
	service := httptest.NewServer(sim)
	t.Cleanup(service.Close)
	environ := bare(t, "ALIBABA_CLOUD_ACCESS_KEY_ID="+simulator.AccessKeyID, "ALIBABA_CLOUD_ACCESS_KEY_SECRET="+simulator.AccessKeySecret)
	p := launch(t, environ, "--region", sim.Region(), "--instance", sim.Instances()[0], "--endpoint", service.URL)
	p.tells(`(?m)^\S+  looked `)
	p.endsBy(syscall.SIGTERM)
	path := lastlook.Path(runtime.GOOS, func(name string) string {
		if name == "HOME" {
			return lookup(environ, name)
		}
		return ""
	})
	if info, err := os.Stat(path); assert.NoError(t, err) {
		assert.Equal(t, os.FileMode(0o600), info.Mode().Perm())
		assert.Less(t, info.Size(), int64(64<<10))
	}
	words, _ := completed(t, environ, "--instance", "")
	require.Len(t, words, 1)
	assert.True(t, strings.HasPrefix(words[0], sim.Instances()[0]+"\t"), words[0])
	words, _ = completed(t, environ, "")
	assert.Regexp(t, `(?m)^rst-\S+\tsyncing \S+$`, strings.Join(words, "\n"))
}

// TestTheDoctorIsInterrupted tells what it has found and goes, though the service says nothing.
func TestTheDoctorIsInterrupted(t *testing.T) {
	t.Parallel()
	asked := make(chan struct{}, 8)
	service := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		asked <- struct{}{}
		<-r.Context().Done()
	}))
	t.Cleanup(service.Close)
	p := launch(t, bare(t, canaryKeys...), "doctor", "--region", "cn-hangzhou", "--endpoint", service.URL)
	<-asked
	assert.Equal(t, 130, p.endsBy(syscall.SIGINT))
	out, errors := p.text()
	assert.Contains(t, out, "ok    credentials")
	assert.Contains(t, out, "canceled")
	assert.Empty(t, errors)
}
