package api

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// keyServices stands for every service that gives out keys: STS, the sign-in services, the metadata service. The
// library asks fixed names, so the transport that it copies leads here.
type keyServices struct {
	mu      sync.Mutex
	answers map[string]string // by host and path; a status before a blank
	asked   []string          // host and path
	forms   []url.Values
	tokens  []string // of the Authorization header
}

func newKeyServices(t *testing.T, answers map[string]string) *keyServices {
	t.Helper()
	s := &keyServices{answers: answers}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	here, err := url.Parse(server.URL)
	require.NoError(t, err)
	before := http.DefaultTransport
	t.Cleanup(func() { http.DefaultTransport = before })
	http.DefaultTransport = &http.Transport{
		DisableKeepAlives: true,
		DialTLSContext: func(ctx context.Context, network, _ string) (net.Conn, error) { // past TLS, as far as anybody knows
			return new(net.Dialer).DialContext(ctx, network, here.Host)
		},
		Proxy: func(r *http.Request) (*url.URL, error) {
			if r.URL.Scheme == "http" {
				return here, nil
			}
			return nil, nil
		},
	}
	return s
}

func (s *keyServices) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	_ = r.ParseForm()
	s.asked, s.forms = append(s.asked, r.Host+r.URL.Path), append(s.forms, r.Form)
	s.tokens = append(s.tokens, r.Header.Get("Authorization"))
	answer, ok := s.answers[r.Host+r.URL.Path]
	if status, body, found := strings.Cut(answer, " "); found && len(status) == 3 {
		answer = body
		w.WriteHeader(http.StatusForbidden)
	}
	if !ok {
		w.WriteHeader(http.StatusNotFound)
	}
	_, _ = io.WriteString(w, answer)
}

func (s *keyServices) answer(at, text string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answers[at] = text
}

const keyAnswer = `"AccessKeyId":"STS.i","AccessKeySecret":"s","SecurityToken":"t","Expiration":"2099-01-02T03:04:05Z"`

// inProfiles are options for a profile p in a file with these profiles, and the file.
func inProfiles(t *testing.T, profiles string) (CredentialOptions, string) {
	t.Helper()
	home := t.TempDir()
	file := filepath.Join(home, ".aliyun", "config.json")
	require.NoError(t, os.Mkdir(filepath.Dir(file), 0o700))
	require.NoError(t, os.WriteFile(file, []byte(`{"current":"p","meta_path":"x","profiles":[`+profiles+`]}`), 0o600))
	return CredentialOptions{Env: func(string) string { return "" }, Home: home}, file
}

// Each mode that needs a service gets its keys there, says when they end, and leaves the file alone.
func TestModesWithServices(t *testing.T) {
	token := filepath.Join(t.TempDir(), "token")
	require.NoError(t, os.WriteFile(token, []byte("oidc-token"), 0o600))
	const sts = `{"Credentials":{` + keyAnswer + `}}`
	const role = `"ram_role_arn":"acs:ram::1:role/r","ram_session_name":"n"`
	tests := []struct{ mode, fields, at, answer, sent string }{
		{"RamRoleArn", role + `,"access_key_id":"i","access_key_secret":"s","sts_region":"cn-hangzhou"`, "sts.cn-hangzhou.aliyuncs.com/", sts, "AssumeRole"},
		{"ChainableRamRoleArn", role + `,"source_profile":"base"`, "sts.aliyuncs.com/", sts, "AssumeRole"},
		{"OIDC", role + `,"oidc_provider_arn":"o","oidc_token_file":"` + filepath.ToSlash(token) + `"`, "sts.aliyuncs.com/", sts, "oidc-token"},
		{"EcsRamRole", `"ram_role_name":"r"`, "100.100.100.200/latest/meta-data/ram/security-credentials/r", `{"Code":"Success",` + keyAnswer + `}`, ""},
		{"CloudSSO", `"cloud_sso_sign_in_url":"https://sso.example.com","cloud_sso_account_id":"a","cloud_sso_access_config":"c","access_token":"sso-token","cloud_sso_access_token_expire":4070908800`, "sso.example.com/cloud-credentials", `{"CloudCredential":{` + keyAnswer + `}}`, "sso-token"},
		{"OAuth", `"oauth_site_type":"CN","oauth_access_token":"oauth-token","oauth_access_token_expire":4070908800`, "oauth.aliyun.com/v1/exchange", `{` + keyAnswer + `}`, "oauth-token"},
	}
	for _, tt := range tests {
		t.Run(tt.mode, func(t *testing.T) {
			services := newKeyServices(t, map[string]string{tt.at: tt.answer})
			o, file := inProfiles(t, `{"name":"base","mode":"AK","access_key_id":"i","access_key_secret":"s"},{"name":"p","mode":"`+tt.mode+`","language":"en",`+tt.fields+`}`)
			before, err := os.ReadFile(file)
			require.NoError(t, err)
			k := newKeeper(o)
			keys, err := k.Credentials(t.Context())
			require.NoError(t, err)
			assert.Equal(t, "STS.i s t", strings.Join([]string{keys.ID, keys.Secret.Reveal(), keys.Token.Reveal()}, " "))
			assert.Equal(t, "profile p in ~/.aliyun/config.json", keys.Source)
			assert.Equal(t, "2099-01-02T03:04:05Z", k.State().Expiry.UTC().Format(time.RFC3339))
			assert.Contains(t, services.asked, tt.at)
			assert.Contains(t, fmt.Sprint(services.forms, services.tokens), tt.sent)
			after, err := os.ReadFile(file)
			require.NoError(t, err)
			assert.Equal(t, string(before), string(after))

			services.answer(tt.at, `403 {"Code":"NoPermission","Message":"canary-text"}`)
			_, err = newKeeper(o).Credentials(t.Context())
			require.ErrorContains(t, err, "profile p in ~/.aliyun/config.json ")
			assert.NotContains(t, err.Error(), "canary")
		})
	}
}

// The library dereferences what such answers lack.
func TestAnswersThatLackAField(t *testing.T) {
	const at = "100.100.100.200/latest/meta-data/ram/security-credentials/r"
	const fields = `"AccessKeyId":"i","AccessKeySecret":"canary","SecurityToken":"t"`
	services := newKeyServices(t, map[string]string{at: ""})
	o, _ := inProfiles(t, `{"name":"p","mode":"EcsRamRole","ram_role_name":"r"}`)
	for name, answer := range map[string]string{
		"no code":    `{` + keyAnswer + `}`,
		"no end":     `{"Code":"Success",` + fields + `}`,
		"bad end":    `{"Code":"Success",` + fields + `,"Expiration":"canary"}`,
		"no success": `{"Code":"canary",` + keyAnswer + `}`,
		"a list":     `["canary"]`,
		"empty":      ``,
	} {
		t.Run(name, func(t *testing.T) {
			services.answer(at, answer)
			_, err := newKeeper(o).Credentials(t.Context())
			require.ErrorContains(t, err, "profile p in ~/.aliyun/config.json gave no keys: check that this is an ECS machine")
			assert.NotContains(t, err.Error(), "canary")
		})
	}
	sts := "sts.aliyuncs.com/"
	services.answer(sts, `{"Credentials":{`+fields+`}}`)
	o, _ = inProfiles(t, `{"name":"p","mode":"RamRoleArn","access_key_id":"i","access_key_secret":"s","ram_role_arn":"r"}`)
	_, err := newKeeper(o).Credentials(t.Context())
	require.EqualError(t, err, "profile p in ~/.aliyun/config.json gave no keys: check that the role exists and may be assumed")
}

// Nothing is asked of a metadata service unless somebody wants that.
func TestMetadataIsNotAskedByItself(t *testing.T) {
	services := newKeyServices(t, nil)
	o, _ := inProfiles(t, ``)
	_, err := newKeeper(o).Credentials(t.Context())
	require.ErrorIs(t, err, ErrNoCredentials)
	assert.Empty(t, services.asked)
	o.ECS = true
	_, err = newKeeper(o).Credentials(t.Context())
	require.ErrorContains(t, err, "ECS metadata gave no keys")
	assert.NotEmpty(t, services.asked)
}

// A new OIDC token in its file means new keys at once.
func TestTokenFileIsWatched(t *testing.T) {
	services := newKeyServices(t, map[string]string{"sts.aliyuncs.com/": `{"Credentials":{` + keyAnswer + `}}`})
	token := filepath.Join(t.TempDir(), "token")
	require.NoError(t, os.WriteFile(token, []byte("first"), 0o600))
	o, _ := inProfiles(t, `{"name":"p","mode":"OIDC","ram_role_arn":"r","oidc_provider_arn":"o","oidc_token_file":"`+filepath.ToSlash(token)+`"}`)
	k := newKeeper(o)
	_, err := k.Credentials(t.Context())
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(token, []byte("second one"), 0o600))
	again(t, k)
	require.Len(t, services.forms, 2)
	assert.Equal(t, "second one", services.forms[1].Get("OIDCToken"))
	again(t, k)
	assert.Len(t, services.forms, 2, "nothing has changed")
}

// again lets the pause pass and an attempt end.
func again(t *testing.T, k *keeper) {
	t.Helper()
	k.mu.Lock()
	k.ended = time.Time{}
	k.backoff.until = time.Time{}
	k.start(time.Now())
	flight := k.flight
	k.mu.Unlock()
	<-flight
}
