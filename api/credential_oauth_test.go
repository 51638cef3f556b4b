package api

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const oddFile = `{
  "current" : "p",
  "meta_path": "/home/x",   "huge": 123456789012345678901234567890,
  "profiles": [
    null,
    {"name":"q", "oauth_refresh_token":"other", "mode":"OAuth"},
    {"name":"p", "mode":"OAuth", "oauth_site_type":"INTL", "language":"zh",
     "oauth_access_token" : "a<1>", "oauth_access_token_expire":1.0, "oauth_refresh_token"  :"r1", "new": {"name":"p", "oauth_refresh_token":"inner"}},
    {"name":"p", "oauth_refresh_token":"second p"}
  ] }
`

func TestRewritingAFileKeepsTheRest(t *testing.T) {
	changes := []change{{"oauth_refresh_token", "r<2>"}, {"oauth_access_token", "a\"2"}, {"oauth_access_token_expire", int64(99)}}
	got, err := edit([]byte(oddFile), "p", "r1", changes)
	require.NoError(t, err)
	want := strings.NewReplacer(`"a<1>"`, `"a\"2"`, `:1.0`, `:99`, `"r1"`, `"r\u003c2\u003e"`).Replace(oddFile)
	assert.Equal(t, want, string(got))

	got, err = edit([]byte(`{"profiles":[{"name":"p"}]}`), "p", "", changes)
	require.NoError(t, err)
	var read cliFile
	require.NoError(t, json.Unmarshal(got, &read))
	assert.Equal(t, cliProfile{Name: "p", OAuthRefresh: "r<2>", OAuthToken: `a"2`, OAuthExpire: 99}, *read.Profiles[0])

	for name, c := range map[string]struct{ body, profile, used string }{
		"renewed by somebody else": {oddFile, "p", "r0"},
		"no such profile":          {oddFile, "x", "r1"},
		"cut short":                {oddFile[:200], "p", "r1"},
		"a list":                   {`[]`, "p", "r1"},
		"nothing":                  {``, "p", "r1"},
		"odd profiles":             {`{"profiles":{"name":"p"}}`, "p", "r1"},
	} {
		_, err := edit([]byte(c.body), c.profile, c.used, changes)
		assert.ErrorIs(t, err, errOtherFile, name)
	}
}

func FuzzEdit(f *testing.F) {
	f.Add(oddFile, "p", "r1")
	f.Add(`{"profiles":[{}]}`, "", "")
	f.Fuzz(func(t *testing.T, body, profile, used string) {
		got, err := edit([]byte(body), profile, used, []change{{"oauth_refresh_token", "r2"}})
		if err == nil && json.Valid([]byte(body)) && !json.Valid(got) {
			t.Errorf("%q became %q", body, got)
		}
	})
}

// oauthHome is a profile whose access token has run out, and the services that renew it.
func oauthHome(t *testing.T) (*keeper, *keyServices, string) {
	t.Helper()
	services := newKeyServices(t, map[string]string{
		"oauth.alibabacloud.com/v1/token":    `{"access_token":"a2","refresh_token":"r2","expires_in":600}`,
		"oauth.alibabacloud.com/v1/exchange": `{` + keyAnswer + `}`,
	})
	o, file := inProfiles(t, "")
	require.NoError(t, os.WriteFile(file, []byte(oddFileWithWholeNumber), 0o600))
	return newKeeper(o), services, file
}

var oddFileWithWholeNumber = strings.Replace(oddFile, "1.0", "1", 1)

// A refresh token is good for a single use: the new one goes into the file, or the aliyun CLI would be signed out.
func TestRenewedSignInIsSaved(t *testing.T) {
	k, services, file := oauthHome(t)
	assert.Equal(t, "STS.i", idOf(t, k))
	assert.Equal(t, "r1", services.forms[0].Get("refresh_token"))
	assert.Equal(t, "Bearer a2", services.tokens[1])
	body, err := os.ReadFile(file)
	require.NoError(t, err)
	read, err := readCLIFile(file, "f")
	require.NoError(t, err)
	saved, err := read.profile("p")
	require.NoError(t, err)
	assert.InDelta(t, time.Now().Unix()+600, saved.OAuthExpire, 60)
	want := strings.NewReplacer(`"a<1>"`, `"a2"`, `"oauth_access_token_expire":1`, fmt.Sprintf(`"oauth_access_token_expire":%d`, saved.OAuthExpire), `"r1"`, `"r2"`)
	assert.Equal(t, want.Replace(oddFileWithWholeNumber), string(body))
	if info, err := os.Stat(file); runtime.GOOS != "windows" {
		require.NoError(t, err)
		assert.Equal(t, os.FileMode(0o600), info.Mode().Perm())
	}
	left, err := os.ReadDir(filepath.Dir(file))
	require.NoError(t, err)
	assert.Len(t, left, 1, "no temporary file stays")

	k.mu.Lock()
	k.fresh = time.Time{} // as if 30 s had passed
	k.mu.Unlock()
	again(t, k)
	again(t, k)
	assert.Len(t, services.asked, 2, "its own writing is no reason to renew once more")
}

// The old token is used up even when no keys come, so the new one is saved all the same and used the next time.
func TestRenewedSignInIsSavedWithoutKeys(t *testing.T) {
	k, services, file := oauthHome(t)
	services.answer("oauth.alibabacloud.com/v1/exchange", `403 {"error":"canary"}`)
	_, err := k.Credentials(t.Context())
	require.EqualError(t, err, "profile p in ~/.aliyun/config.json gave no keys: run aliyun configure --mode OAuth --profile p")
	body, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Contains(t, string(body), `"r2"`)
	services.answer("oauth.alibabacloud.com/v1/exchange", `{`+keyAnswer+`}`)
	services.answer("oauth.alibabacloud.com/v1/token", `{"access_token":"a3","refresh_token":"r3","expires_in":600}`)
	again(t, k)
	assert.Equal(t, "STS.i", idOf(t, k))
	body, err = os.ReadFile(file)
	require.NoError(t, err)
	assert.Contains(t, string(body), `"r3"`)
	for i, form := range services.forms {
		if strings.HasSuffix(services.asked[i], "/token") && i > 0 {
			assert.Equal(t, "r2", form.Get("refresh_token"))
		}
	}
}

func TestFileThatCannotBeWritten(t *testing.T) {
	folder := t.TempDir()
	require.ErrorIs(t, rewriteProfile(filepath.Join(folder, "none"), "p", "", nil), errOtherFile)
	require.Error(t, replaceFile(filepath.Join(folder, "none", "x"), nil))
	link, target := filepath.Join(folder, "link"), filepath.Join(folder, "target")
	require.NoError(t, os.WriteFile(target, []byte(oddFile), 0o600))
	if os.Symlink(target, link) != nil {
		t.Skip("no links here")
	}
	require.NoError(t, rewriteProfile(link, "p", "r1", []change{{"oauth_refresh_token", "r2"}}))
	info, err := os.Lstat(link)
	require.NoError(t, err)
	assert.NotZero(t, info.Mode()&os.ModeSymlink, "the link is still one")
	body, err := os.ReadFile(target)
	require.NoError(t, err)
	assert.Contains(t, string(body), `"r2"`)
}
