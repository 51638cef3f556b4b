package api_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/api"
)

const twoProfiles = `{"current":"default","profiles":[null,
	{"name":"default","mode":"AK","access_key_id":"id1","access_key_secret":"s1","region_id":"cn-hangzhou","language":"en"},
	{"name":"prod","mode":"StsToken","access_key_id":"id2","access_key_secret":"s2","sts_token":"t2","region_id":"eu-west-1"}]}`

func TestCredentialSources(t *testing.T) {
	home, _ := cliHome(t, twoProfiles)
	iniHome, _ := homeWith(t, ".alibabacloud/credentials", "# keys\n[default]\ntype = access_key\naccess_key_id = id3\naccess_key_secret=\"s3\"\n[other]\ntype=access_key\naccess_key_id=id4\naccess_key_secret=s4\n")
	freshHome, _ := cliHome(t, `{"current":"default","profiles":[{"name":"default","mode":"AK"}]}`)
	inEnv := []string{"ALIBABA_CLOUD_ACCESS_KEY_ID", "id0", "ALIBABA_CLOUD_ACCESS_KEY_SECRET", "s0"}
	tests := []struct {
		name         string
		options      api.CredentialOptions
		keys, source string
	}{
		{"environment", api.CredentialOptions{Env: env(inEnv...), Home: home}, "id0/s0/", "environment"},
		{"environment with a token", api.CredentialOptions{Env: env(append(inEnv, "ALIBABA_CLOUD_SECURITY_TOKEN", "t0")...), Home: home}, "id0/s0/t0", "environment"},
		{"current profile", api.CredentialOptions{Env: noEnv, Home: home}, "id1/s1/", "profile default in ~/.aliyun/config.json"},
		{"profile from the environment", api.CredentialOptions{Env: env("ALIBABA_CLOUD_PROFILE", "prod"), Home: home}, "id2/s2/t2", "profile prod in ~/.aliyun/config.json"},
		{"profile by name, before the environment", api.CredentialOptions{Profile: "prod", Env: env(inEnv...), Home: home}, "id2/s2/t2", "profile prod in ~/.aliyun/config.json"},
		{"file from the environment", api.CredentialOptions{Env: env("ALIBABA_CLOUD_CONFIG_FILE", filepath.Join(home, ".aliyun", "config.json")), Home: t.TempDir()}, "id1/s1/", "profile default in " + filepath.Join(home, ".aliyun", "config.json")},
		{"shared file", api.CredentialOptions{Env: noEnv, Home: iniHome}, "id3/s3/", "section default in ~/.alibabacloud/credentials"},
		{"section of the shared file by name", api.CredentialOptions{Profile: "other", Env: noEnv, Home: iniHome}, "id4/s4/", "section other in ~/.alibabacloud/credentials"},
		{"profiles switched off", api.CredentialOptions{
			Env:  env("ALIBABA_CLOUD_CLI_PROFILE_DISABLED", "true", "ALIBABA_CLOUD_CREDENTIALS_FILE", filepath.Join(iniHome, ".alibabacloud", "credentials")),
			Home: home,
		}, "id3/s3/", "section default in " + filepath.Join(iniHome, ".alibabacloud", "credentials")},
		{"half an environment", api.CredentialOptions{Env: env(inEnv[:2]...), Home: home}, "id1/s1/", "profile default in ~/.aliyun/config.json"},
		{"empty profile of a new installation", api.CredentialOptions{
			Env: env("ALIBABA_CLOUD_CREDENTIALS_FILE", filepath.Join(iniHome, ".alibabacloud", "credentials")), Home: freshHome,
		}, "id3/s3/", "section default in " + filepath.Join(iniHome, ".alibabacloud", "credentials")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			keys := mustCredentials(t, api.NewCredentialProvider(tt.options))
			assert.Equal(t, tt.keys, reveal(keys))
			assert.Equal(t, tt.source, keys.Source)
			source, err := api.FindCredentials(tt.options)
			require.NoError(t, err)
			assert.Equal(t, tt.source, source)
		})
	}
}

func TestNoCredentials(t *testing.T) {
	o := api.CredentialOptions{Env: noEnv, Home: t.TempDir()}
	const want = "no credentials: ALIBABA_CLOUD_ACCESS_KEY_ID is not set; ~/.aliyun/config.json does not exist; ~/.alibabacloud/credentials does not exist"
	_, err := api.FindCredentials(o)
	require.ErrorIs(t, err, api.ErrNoCredentials)
	require.EqualError(t, err, want)

	c, err := api.NewClient(api.Options{Region: "cn-hangzhou", Credentials: api.NewCredentialProvider(o), Transport: answering(200, goodTask)})
	require.NoError(t, err)
	_, e := getTask(t, c)
	require.NotNil(t, e)
	assert.Equal(t, api.ClassBadCredentials, e.Class)
	assert.Equal(t, want, e.Message)
	assert.ErrorIs(t, e, api.ErrNoCredentials)
}

func TestProfileProblems(t *testing.T) {
	const role = `"access_key_id":"i","access_key_secret":"s"`
	tests := []struct{ name, profiles, want string }{
		{"missing", `{"name":"a"},{"name":"b"}`, "profile p is not in ~/.aliyun/config.json, which has: a, b"},
		{"none", ``, "~/.aliyun/config.json has no profiles"},
		{"unknown mode", `{"name":"p","mode":"RsaKeyPair"}`, "profile p in ~/.aliyun/config.json has the mode RsaKeyPair, which is not supported"},
		{"no secret", `{"name":"p","mode":"AK","access_key_id":"i"}`, "profile p in ~/.aliyun/config.json has no access_key_secret"},
		{"no token", `{"name":"p","mode":"StsToken",` + role + `}`, "profile p in ~/.aliyun/config.json has no sts_token"},
		{"no role", `{"name":"p","mode":"RamRoleArn",` + role + `}`, "profile p in ~/.aliyun/config.json has no ram_role_arn"},
		{"circle of one", `{"name":"p","mode":"ChainableRamRoleArn","source_profile":"p","ram_role_arn":"r"}`, "profile p in ~/.aliyun/config.json has the source_profile p, which refers to itself through source_profile"},
		{"circle of two", `{"name":"p","mode":"ChainableRamRoleArn","source_profile":"q"},{"name":"q","mode":"ChainableRamRoleArn","source_profile":"p"}`, "refers to itself"},
		{"source missing", `{"name":"p","mode":"ChainableRamRoleArn","source_profile":"q"}`, "has a source_profile that does not exist"},
		{"sign-in never done", `{"name":"p","mode":"OAuth","oauth_site_type":"CN"}`, "has no oauth_access_token"},
		{"sign-in site", `{"name":"p","mode":"OAuth","oauth_site_type":"X"}`, "has no oauth_site_type CN or INTL"},
		{"no command", `{"name":"p","mode":"External"}`, "has no process_command"},
		{"no address", `{"name":"p","mode":"CloudSSO"}`, "has no cloud_sso_sign_in_url"},
		{"readable address", `{"name":"p","mode":"CloudSSO","cloud_sso_sign_in_url":"http://u","cloud_sso_account_id":"a","cloud_sso_access_config":"c"}`, "has a cloud_sso_sign_in_url that is not an https URL"},
		{"no life", `{"name":"p","mode":"RamRoleArn",` + role + `,"ram_role_arn":"r","expired_seconds":60}`, "has expired_seconds below 900"},
		{"no token file", `{"name":"p","mode":"OIDC","ram_role_arn":"r","oidc_provider_arn":"o"}`, "has no oidc_token_file"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			home, _ := cliHome(t, `{"current":"a","profiles":[`+tt.profiles+`]}`)
			o := api.CredentialOptions{Profile: "p", Env: noEnv, Home: home}
			_, err := api.FindCredentials(o)
			require.ErrorContains(t, err, tt.want)
			require.NotErrorIs(t, err, api.ErrNoCredentials)
			_, err = api.NewCredentialProvider(o).Credentials(t.Context())
			require.ErrorContains(t, err, tt.want)
		})
	}
}

// A section that cannot be used is no less of a place to mend than a profile.
func TestSectionProblems(t *testing.T) {
	home := t.TempDir()
	require.NoError(t, os.Mkdir(filepath.Join(home, ".alibabacloud"), 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(home, ".alibabacloud", "credentials"), []byte("[p]\ntype = access_key\naccess_key_id = i\n"), 0o600))
	for profile, want := range map[string]string{
		"p": "section p in ~/.alibabacloud/credentials has no access_key_secret",
		"q": "~/.alibabacloud/credentials has no section q",
	} {
		_, err := api.FindCredentials(api.CredentialOptions{Profile: profile, Env: noEnv, Home: home})
		require.EqualError(t, err, "~/.aliyun/config.json does not exist; "+want)
	}
}

// These modes need a service to give keys; that they are configured is seen without asking it.
func TestModesThatAreFound(t *testing.T) {
	const role = `"access_key_id":"i","access_key_secret":"s","ram_role_arn":"r"`
	for mode, fields := range map[string]string{
		"RamRoleArn":          role,
		"EcsRamRole":          `"ram_role_name":"r"`,
		"OIDC":                `"ram_role_arn":"r","oidc_provider_arn":"o","oidc_token_file":"f"`,
		"ChainableRamRoleArn": `"source_profile":"base","ram_role_arn":"r"`,
		"CloudSSO":            `"cloud_sso_sign_in_url":"https://u","cloud_sso_account_id":"a","cloud_sso_access_config":"c"`,
		"OAuth":               `"oauth_site_type":"intl","oauth_refresh_token":"t"`,
		"External":            `"process_command":"x"`,
	} {
		home, _ := cliHome(t, `{"current":"p","profiles":[{"name":"base","mode":"AK",`+role+`},{"name":"p","mode":"`+mode+`",`+fields+`}]}`)
		source, err := api.FindCredentials(api.CredentialOptions{Env: noEnv, Home: home})
		require.NoError(t, err, mode)
		assert.Equal(t, "profile p in ~/.aliyun/config.json", source)
	}
}

func TestExpiredSignInSaysWhatToDo(t *testing.T) {
	home, _ := cliHome(t, `{"current":"p","profiles":[{"name":"p","mode":"CloudSSO","cloud_sso_sign_in_url":"https://127.0.0.1:1","cloud_sso_account_id":"a",
		"cloud_sso_access_config":"c","access_token":"`+testToken+`","cloud_sso_access_token_expire":1}]}`)
	c, err := api.NewClient(api.Options{Region: "cn-hangzhou", Credentials: api.NewCredentialProvider(api.CredentialOptions{Env: noEnv, Home: home}), Transport: answering(200, goodTask)})
	require.NoError(t, err)
	_, e := getTask(t, c)
	require.NotNil(t, e)
	assert.Equal(t, api.ClassExpired, e.Class)
	assert.Equal(t, "profile p in ~/.aliyun/config.json has expired: run aliyun configure --mode CloudSSO --profile p", e.Message)
}

func TestMachineRoleOnlyWhenAsked(t *testing.T) {
	t.Setenv("ALIBABA_CLOUD_ECS_METADATA_DISABLED", "true") // so that asking fails at once
	source, err := api.FindCredentials(api.CredentialOptions{ECS: true, Env: noEnv, Home: t.TempDir()})
	require.NoError(t, err)
	assert.Equal(t, "ECS metadata", source)
	_, err = api.NewCredentialProvider(api.CredentialOptions{ECS: true, Env: noEnv}).Credentials(t.Context())
	assert.ErrorContains(t, err, "check that this is an ECS machine")
	_, err = api.FindCredentials(api.CredentialOptions{Env: noEnv, Home: t.TempDir()})
	assert.ErrorIs(t, err, api.ErrNoCredentials)
}

func TestProfileRegion(t *testing.T) {
	home, _ := cliHome(t, twoProfiles)
	assert.Equal(t, "cn-hangzhou", api.ProfileRegion(api.CredentialOptions{Env: noEnv, Home: home}))
	assert.Equal(t, "eu-west-1", api.ProfileRegion(api.CredentialOptions{Profile: "prod", Env: noEnv, Home: home}))
	assert.Empty(t, api.ProfileRegion(api.CredentialOptions{Profile: "none", Env: noEnv, Home: home}))
	assert.Empty(t, api.ProfileRegion(api.CredentialOptions{Env: noEnv, Home: t.TempDir()}))
}

// The library copies the keys that an external command gives into the user's file, and drops what it does not know.
func TestUsersFileIsNotTouched(t *testing.T) {
	cat, err := exec.LookPath("cat")
	if err != nil {
		t.Skip("no cat on this system")
	}
	keys := filepath.Join(t.TempDir(), "keys.json")
	require.NoError(t, os.WriteFile(keys, []byte(`{"mode":"StsToken","access_key_id":"idx","access_key_secret":"sx","sts_token":"tx"}`), 0o600))
	config := fmt.Sprintf(`{"current":"p","meta_path":"/x","profiles":[{"name":"p","mode":"External","language":"en","process_command":"%s %s"}]}`, cat, keys)
	home, file := cliHome(t, config)
	assert.Equal(t, "idx/sx/tx", reveal(mustCredentials(t, api.NewCredentialProvider(api.CredentialOptions{Env: noEnv, Home: home}))))
	after, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Equal(t, config, string(after))
}

func TestCredentialsURI(t *testing.T) {
	answer := `{"AccessKeyId":"idu","AccessKeySecret":"su","SecurityToken":"tu","Expiration":"2099-01-02T03:04:05Z"}`
	var mu sync.Mutex
	calls := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		calls++
		_, _ = io.WriteString(w, answer)
	}))
	t.Cleanup(server.Close)
	o := api.CredentialOptions{Env: env("ALIBABA_CLOUD_CREDENTIALS_URI", server.URL+"?key="+testSecret), Home: t.TempDir()}

	provider := api.NewCredentialProvider(o)
	var callers sync.WaitGroup
	for range 16 {
		callers.Go(func() {
			keys, err := provider.Credentials(t.Context())
			assert.NoError(t, err)
			assert.Equal(t, "idu/su/tu", reveal(keys))
		})
	}
	callers.Wait()
	mu.Lock()
	assert.Equal(t, 1, calls, "one question for all callers")
	answer = `{"AccessKeyId":"idu","AccessKeySecret":"` + testSecret + `","SecurityToken":"` + testToken + `"}`
	mu.Unlock()

	_, err := api.NewCredentialProvider(o).Credentials(t.Context())
	require.ErrorContains(t, err, "gave no keys: check what serves ALIBABA_CLOUD_CREDENTIALS_URI")
	assertNoSecret(t, printed(t, err))
}

func TestSlowProviderDoesNotHoldItsCallers(t *testing.T) {
	release := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-release }))
	t.Cleanup(server.Close)
	provider := api.NewCredentialProvider(api.CredentialOptions{Env: env("ALIBABA_CLOUD_CREDENTIALS_URI", server.URL), Home: t.TempDir()})
	t.Cleanup(func() { // nobody asks any more when the next test begins
		close(release)
		_, err := provider.Credentials(context.Background())
		assert.ErrorContains(t, err, "gave no keys")
	})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := provider.Credentials(ctx)
	require.ErrorIs(t, err, context.Canceled)

	c, err := api.NewClient(api.Options{Region: "cn-hangzhou", Credentials: provider, Transport: answering(200, goodTask)})
	require.NoError(t, err)
	_, err = c.GetRepoSyncTask(ctx, api.GetRepoSyncTaskRequest{InstanceID: "cri-x"})
	require.ErrorIs(t, err, context.Canceled)
}

// A dashboard runs for days: keys that are renewed in the file are taken up, and a file that is broken for a while
// does not take away good keys.
func TestKeysAreRenewedBehindTheCallersBack(t *testing.T) {
	home, file := cliHome(t, twoProfiles)
	synctest.Test(t, func(t *testing.T) {
		provider := api.NewCredentialProvider(api.CredentialOptions{Profile: "prod", Env: noEnv, Home: home})
		ask := func() string {
			defer synctest.Wait()
			return reveal(mustCredentials(t, provider))
		}
		write := func(content string) { require.NoError(t, os.WriteFile(file, []byte(content), 0o600)) }
		assert.Equal(t, "id2/s2/t2", ask())

		write(`{"profiles":[{"name":"prod","mode":"StsToken","access_key_id":"id9","access_key_secret":"s9","sts_token":"t9"}]}`)
		time.Sleep(4 * time.Second)
		ask()
		assert.Equal(t, "id2/s2/t2", ask(), "files are looked at every 5 s")
		time.Sleep(time.Second)
		ask()
		assert.Equal(t, "id9/s9/t9", ask())

		write(`{"profiles":[{"name":"prod","mode":"StsT`)
		time.Sleep(time.Minute)
		ask()
		assert.Equal(t, "id9/s9/t9", ask(), "the last good keys stay")

		write(twoProfiles)
		time.Sleep(4 * time.Second) // however long the pause after failures is
		ask()
		assert.Equal(t, "id9/s9/t9", ask(), "attempts are 5 s apart")
		time.Sleep(time.Second)
		ask()
		assert.Equal(t, "id2/s2/t2", ask())
	})
}

func TestProviderRecoversFromNothing(t *testing.T) {
	home, file := cliHome(t, `{`)
	synctest.Test(t, func(t *testing.T) {
		provider := api.NewCredentialProvider(api.CredentialOptions{Env: noEnv, Home: home})
		_, first := provider.Credentials(t.Context())
		require.ErrorIs(t, first, api.ErrNoCredentials)
		require.NoError(t, os.WriteFile(file, []byte(twoProfiles), 0o600))
		_, again := provider.Credentials(t.Context())
		assert.Equal(t, first, again, "the answer stands for 5 s")
		time.Sleep(5 * time.Second)
		assert.Equal(t, "id1/s1/", reveal(mustCredentials(t, provider)))
	})
}

func TestRefusedKeysAreLookedUpAgain(t *testing.T) {
	for _, code := range []string{"InvalidAccessKeyId.NotFound", "InvalidSecurityToken.Expired", "InvalidSecurityToken.MismatchWithAccessKey", "SignatureDoesNotMatch"} {
		t.Run(code, func(t *testing.T) { refusedOnce(t, code) })
	}
}

func refusedOnce(t *testing.T, code string) {
	home, file := cliHome(t, twoProfiles)
	synctest.Test(t, func(t *testing.T) {
		var seen []string
		c, err := api.NewClient(api.Options{
			Region: "cn-hangzhou", Credentials: api.NewCredentialProvider(api.CredentialOptions{Env: noEnv, Home: home}),
			Transport: transport(func(r *http.Request) (*http.Response, error) {
				id := r.Header.Get("Authorization")[len("ACS3-HMAC-SHA256 Credential="):][:3]
				seen = append(seen, id)
				if id == "new" {
					return answering(200, goodTask)(r)
				}
				return answering(400, gateway(code))(r)
			}),
		})
		require.NoError(t, err)
		call := func() *api.Error {
			defer synctest.Wait()
			_, e := getTask(t, c)
			return e
		}
		require.NotNil(t, call())
		require.NoError(t, os.WriteFile(file, []byte(`{"current":"n","profiles":[{"name":"n","mode":"AK","access_key_id":"new","access_key_secret":"s"}]}`), 0o600))
		time.Sleep(5 * time.Second)
		assert.Nil(t, call(), "30 s are not waited for")
		assert.Nil(t, call())
		assert.Equal(t, []string{"id1", "new", "new"}, seen, "the refused key is not sent twice")
	})
}
