//go:build !windows

package command

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/internal/simulator"
)

// talkative is an environment in which the libraries print what they do, their requests included.
func talkative(t *testing.T, more ...string) []string {
	t.Helper()
	return append(bare(t, "DEBUG=credential,dara,tea,sdk"), more...)
}

// setting is the binary in a setting, what it tells sooner or later, and how it is ended.
type setting struct {
	environ []string
	args    []string
	tells   string
	end     syscall.Signal // 0: it ends by itself
}

// check runs the binary and looks for canaries in all that it leaves.
func (s setting) check(t *testing.T, secrets func() []string) {
	t.Helper()
	log := filepath.Join(t.TempDir(), "acrwatch.log")
	p := launch(t, s.environ, append(slices.Clone(s.args), "--log-file", log)...)
	p.tells(s.tells)
	if s.end == 0 {
		<-p.exited
	} else {
		p.endsBy(s.end)
	}
	out, errors := p.text()
	text, err := os.ReadFile(log)
	if s.end != 0 {
		require.NoError(t, err)
		assert.Contains(t, string(text), "call", "the log tells of calls")
	}
	for where, text := range map[string]string{"stdout": out, "stderr": errors, "log": string(text)} {
		noCanary(t, where, text, secrets()...)
	}
}

const toldOfKey = `(?m)^acrwatch: .*InvalidAccessKeyId`

const externalKeys = `{"mode":"StsToken","access_key_id":"` + canaryID + `","access_key_secret":"` + canarySecret + `","sts_token":"` + canaryToken + `"}`

var canaryKeys = []string{
	"ALIBABA_CLOUD_ACCESS_KEY_ID=" + canaryID, "ALIBABA_CLOUD_ACCESS_KEY_SECRET=" + canarySecret, "ALIBABA_CLOUD_SECURITY_TOKEN=" + canaryToken,
}

func TestNoSecretComesOut(t *testing.T) {
	t.Parallel()
	ears := &gossip{}
	service := httptest.NewServer(ears)
	t.Cleanup(service.Close)
	at := []string{"--region", "cn-hangzhou", "--instance", "cri-x", "--endpoint", service.URL}
	keyFields := `"access_key_id":"` + canaryID + `","access_key_secret":"` + canarySecret + `","sts_token":"` + canaryToken + `"`
	script := func(content string) string {
		path := filepath.Join(t.TempDir(), "script")
		require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
		return `"mode":"External","process_command":"sh ` + path + ` ` + canaryQuery + `"`
	}
	incomplete := httptest.NewServer(&gossip{answer: `{"AccessKeyId":"` + canaryID + `","AccessKeySecret":"` + canarySecret + `","SecurityToken":"` + canaryToken + `"}`})
	t.Cleanup(incomplete.Close)

	settings := map[string]setting{
		"refused keys":     {talkative(t, canaryKeys...), at, toldOfKey, syscall.SIGTERM},
		"a stack dump":     {talkative(t, canaryKeys...), at, toldOfKey, syscall.SIGQUIT},
		"refused profile":  {withProfile(t, talkative(t), `"mode":"StsToken",`+keyFields), at, toldOfKey, syscall.SIGTERM},
		"section":          {withFile(t, talkative(t), ".alibabacloud/credentials", "[default]\ntype=access_key\naccess_key_id="+canaryID+"\naccess_key_secret="+canarySecret+"\n"), at, toldOfKey, syscall.SIGTERM},
		"malformed file":   {withFile(t, talkative(t), ".aliyun/config.json", `{"current":"p","profiles":[{"name":"p",`+keyFields+`,}]}`), at, `(?m)^acrwatch: .*not valid JSON`, 0},
		"wrong type":       {withProfile(t, talkative(t), `"mode":"AK","access_key_secret":"`+canarySecret+`","expired_seconds":"`+canaryToken+`"`), at, `(?m)^acrwatch: .*wrong type`, 0},
		"secret as a mode": {withProfile(t, talkative(t), keyFields+`,"mode":"RsaKeyPair"`), at, `(?m)^acrwatch: .*not supported`, 0},
		"command":          {withProfile(t, talkative(t), script(`echo '`+externalKeys+`'`)), at, toldOfKey, syscall.SIGTERM},
		"noisy command":    {withProfile(t, talkative(t), script(`echo '`+externalKeys+`' | tee /dev/stderr; echo done`)), at, `gave no keys`, syscall.SIGTERM},
		"failing command":  {withProfile(t, talkative(t), script(`echo '`+externalKeys+`' >&2; exit 1`)), at, `gave no keys`, syscall.SIGTERM},
		"sign-in": {withProfile(t, talkative(t), `"mode":"CloudSSO","cloud_sso_sign_in_url":"`+service.URL+`","cloud_sso_account_id":"a","cloud_sso_access_config":"c",`+
			`"access_token":"`+canaryBearer+`","cloud_sso_access_token_expire":4070908800`), at, `gave no keys|not accepted`, syscall.SIGTERM},
		"credentials URI": {talkative(t, "ALIBABA_CLOUD_CREDENTIALS_URI="+incomplete.URL+"/?key="+canaryQuery), at, `gave no keys`, syscall.SIGTERM},
		"dead proxy":      {talkative(t, append(canaryKeys, "HTTPS_PROXY=http://user:"+canaryQuery+"@127.0.0.1:1")...), at[:4], `(?m)^acrwatch: cri-x: `, syscall.SIGTERM},
	}
	for name, s := range settings {
		t.Run(name, func(t *testing.T) { s.check(t, ears.secrets) })
	}
	assert.NotEmpty(t, ears.secrets(), "keys were sent")
	assert.Contains(t, strings.Join(ears.secrets(), "\n"), canaryBearer)
	assert.Contains(t, strings.Join(ears.secrets(), "\n"), canaryToken)
}

// Keys that are accepted stay as hidden as those that are not.
func TestNoSecretComesOutOfALongTalk(t *testing.T) {
	sim, err := simulator.New(simulator.Options{Speed: 5})
	require.NoError(t, err)
	ears := &gossip{}
	service := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ears.ServeHTTP(httptest.NewRecorder(), r)
		sim.ServeHTTP(w, r)
	}))
	t.Cleanup(service.Close)
	environ := talkative(t, "ALIBABA_CLOUD_ACCESS_KEY_ID="+simulator.AccessKeyID, "ALIBABA_CLOUD_ACCESS_KEY_SECRET="+simulator.AccessKeySecret)
	at := []string{"--region", sim.Region(), "--instance", sim.Instances()[0], "--endpoint", service.URL}
	s := setting{environ, at, `(?m)^\S+  syncing `, syscall.SIGINT}
	s.check(t, func() []string { return append(ears.secrets(), simulator.AccessKeySecret) })
	assert.NotEmpty(t, ears.secrets())
}

// On a terminal, where what a library prints would also tear the frame.
func TestNoSecretComesOutOnAScreen(t *testing.T) {
	ears := &gossip{}
	service := httptest.NewServer(ears)
	t.Cleanup(service.Close)
	path := filepath.Join(t.TempDir(), "script")
	require.NoError(t, os.WriteFile(path, []byte(`echo '`+externalKeys+`'; echo noise`), 0o600))
	environ := withProfile(t, talkative(t), `"mode":"External","process_command":"sh `+path+` `+canaryQuery+`"`)
	log := filepath.Join(t.TempDir(), "acrwatch.log")
	s := start(t, setup{environ: environ}, binary, "--region", "cn-hangzhou", "--instance", "cri-x", "--endpoint", service.URL, "--log-file", log)
	s.until(func() bool {
		text, _ := os.ReadFile(log)
		return strings.Contains(string(text), "gave no keys")
	}, "the failure is never logged")
	require.NoError(t, s.cmd.Process.Signal(syscall.SIGTERM))
	s.ends()
	noCanary(t, "the terminal", s.bytes()+s.errors.String(), ears.secrets()...)
	assert.NotContains(t, s.bytes(), "noise")
}
