package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/api"
)

// external is a profile whose command runs the script.
func external(t *testing.T, script string) (o api.CredentialOptions, file string) {
	t.Helper()
	shell, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("no shell on this system")
	}
	path := filepath.Join(t.TempDir(), "script")
	require.NoError(t, os.WriteFile(path, []byte(script), 0o600))
	command, err := json.Marshal(shell + " " + path)
	require.NoError(t, err)
	home, file := cliHome(t, `{"current":"p","meta_path":"/x","profiles":[{"name":"p","mode":"External","language":"en","process_command":`+string(command)+`}]}`)
	return api.CredentialOptions{Env: noEnv, Home: home}, file
}

func TestExternalCommands(t *testing.T) {
	const failed = "profile p in ~/.aliyun/config.json gave no keys: run the profile's process_command by hand: it must print the keys as JSON"
	tests := map[string]struct{ script, keys string }{
		"keys":            {`echo '{"mode":"AK","access_key_id":"idx","access_key_secret":"sx"}'`, "idx/sx/"},
		"noise on stderr": {`echo ` + testSecret + ` >&2; echo '{"mode":"StsToken","access_key_id":"idx","access_key_secret":"sx","sts_token":"tx"}'`, "idx/sx/tx"},
		"no token":        {`echo '{"mode":"StsToken","access_key_id":"idx","access_key_secret":"` + testSecret + `"}'`, ""},
		"failing":         {`echo ` + testSecret + ` >&2; exit 3`, ""},
		"silent":          {`:`, ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			o, file := external(t, tt.script)
			before, err := os.ReadFile(file)
			require.NoError(t, err)
			if name == "silent" {
				quiet(t)
			}
			keys, err := api.NewCredentialProvider(o).Credentials(t.Context())
			if tt.keys == "" {
				require.EqualError(t, err, failed)
				assertNoSecret(t, printed(t, err))
			} else {
				require.NoError(t, err)
				assert.Equal(t, tt.keys, reveal(keys))
			}
			after, err := os.ReadFile(file)
			require.NoError(t, err)
			assert.Equal(t, string(before), string(after))
		})
	}
}

// quiet takes standard output away: the library prints what it cannot read.
func quiet(t *testing.T) {
	t.Helper()
	sink, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	require.NoError(t, err)
	before := os.Stdout
	os.Stdout = sink
	t.Cleanup(func() {
		os.Stdout = before
		_ = sink.Close()
	})
}

// A command that takes its time holds nobody who does not want to wait, runs once, and its keys are taken in the end.
func TestSlowExternalCommand(t *testing.T) {
	folder := t.TempDir()
	o, _ := external(t, `cd '`+folder+`'
echo run >> runs
while ! test -e go; do sleep 0.05; done
echo '{"mode":"AK","access_key_id":"idx","access_key_secret":"sx"}'`)
	provider := api.NewCredentialProvider(o)
	for range 3 {
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
		_, err := provider.Credentials(ctx)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		cancel()
	}
	require.NoError(t, os.WriteFile(filepath.Join(folder, "go"), nil, 0o600))
	assert.Equal(t, "idx/sx/", reveal(mustCredentials(t, provider)))
	runs, err := os.ReadFile(filepath.Join(folder, "runs"))
	require.NoError(t, err)
	assert.Equal(t, "run\n", string(runs))
}

// After one failure of everything, the library's chain asks the last place for ever.
func TestChainBeginsAnewAfterAFailure(t *testing.T) {
	home, file := homeWith(t, ".alibabacloud/credentials", "[default]\ntype=bad\n")
	synctest.Test(t, func(t *testing.T) {
		var pairs []string
		o := api.CredentialOptions{Env: func(name string) string { return env(pairs...)(name) }, Home: home}
		provider := api.NewCredentialProvider(o)
		_, err := provider.Credentials(t.Context())
		require.ErrorContains(t, err, "section default in ~/.alibabacloud/credentials has no type")
		synctest.Wait()

		require.NoError(t, os.WriteFile(file, []byte("[default]\ntype=access_key\naccess_key_id=idi\naccess_key_secret=si\n"), 0o600))
		time.Sleep(5 * time.Second)
		assert.Equal(t, "idi/si/", reveal(mustCredentials(t, provider)))
		synctest.Wait()

		pairs = []string{"ALIBABA_CLOUD_ACCESS_KEY_ID", "ide", "ALIBABA_CLOUD_ACCESS_KEY_SECRET", "se"}
		time.Sleep(30 * time.Second)
		mustCredentials(t, provider)
		synctest.Wait()
		assert.Equal(t, "ide/se/", reveal(mustCredentials(t, provider)), "the first place comes first again")
		synctest.Wait()
	})
}

func TestFileOpenToOthersIsToldOnce(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no permission bits")
	}
	home, file := cliHome(t, twoProfiles)
	require.NoError(t, os.Chmod(file, 0o644))
	var log bytes.Buffer
	synctest.Test(t, func(t *testing.T) {
		provider := api.NewCredentialProvider(api.CredentialOptions{Env: noEnv, Home: home, Log: slog.New(slog.NewTextHandler(&log, nil))})
		for range 5 {
			mustCredentials(t, provider)
			time.Sleep(31 * time.Second)
			synctest.Wait()
		}
	})
	assert.Equal(t, 1, bytes.Count(log.Bytes(), []byte("other users can read the credentials")))
	assert.Contains(t, log.String(), "chmod 600 ~/.aliyun/config.json")
	assert.NotContains(t, log.String(), home)
}

func TestClientTellsTheStateOfItsKeys(t *testing.T) {
	assert.Equal(t, api.CredentialState{Source: "environment"}, newClient(t, nil).CredentialState())
	home, _ := cliHome(t, `{"current":"p","profiles":[{"name":"p","mode":"StsToken","access_key_id":"i","access_key_secret":"s","sts_token":"t","sts_expiration":4070908800}]}`)
	c, err := api.NewClient(api.Options{
		Region: "cn-hangzhou", Transport: answering(200, goodTask),
		Credentials: api.NewCredentialProvider(api.CredentialOptions{Env: noEnv, Home: home}),
	})
	require.NoError(t, err)
	assert.Zero(t, c.CredentialState())
	_, e := getTask(t, c)
	require.Nil(t, e)
	state := c.CredentialState()
	assert.Equal(t, "profile p in ~/.aliyun/config.json", state.Source)
	assert.False(t, state.Failing())
	assert.Equal(t, int64(4070908800), state.Expiry.Unix())
	assert.NotZero(t, state.Refreshed)
}
