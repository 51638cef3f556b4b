package api_test

import (
	"bytes"
	"context"
	"encoding/gob"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/api"
)

// printed is v in every way that a log line or a crash could show it.
func printed(t *testing.T, v any) string {
	t.Helper()
	var b bytes.Buffer
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		fmt.Fprintf(&b, verb+"\n", v)
		fmt.Fprintf(&b, verb+"\n", []any{v})
	}
	for _, h := range []slog.Handler{slog.NewTextHandler(&b, nil), slog.NewJSONHandler(&b, nil)} {
		slog.New(h).Info("x", "v", v)
	}
	if text, err := json.Marshal(v); err == nil {
		b.Write(text)
	}
	_ = gob.NewEncoder(&b).Encode(v)
	if err, ok := v.(error); ok {
		for ; err != nil; err = errors.Unwrap(err) {
			b.WriteString(err.Error())
		}
	}
	return b.String()
}

// dissected is v as go-spew prints it, which follows pointers and takes no notice of String.
func dissected(v any) string {
	var shown talker
	assert.Equal(&shown, v, reflect.Zero(reflect.TypeOf(v)).Interface())
	return string(shown)
}

// talker is a test that fails aloud.
type talker string

// Errorf keeps what a failing assertion says.
func (t *talker) Errorf(format string, args ...any) { *t += talker(fmt.Sprintf(format, args...)) }

// inHex is how %x shows a string.
func inHex(s string) string { return fmt.Sprintf("%x", s) }

func assertNoSecret(t *testing.T, text string) {
	t.Helper()
	for _, secret := range []string{testSecret, testToken, testID} {
		assert.NotContains(t, text, secret)
		assert.NotContains(t, text, inHex(secret))
	}
}

func TestSecretsCannotBePrinted(t *testing.T) {
	secret := api.NewSecret(testSecret)
	assert.Equal(t, testSecret, secret.Reveal())
	assert.Equal(t, "[redacted] [redacted]", fmt.Sprintf("%s %x", secret, secret))
	assert.True(t, api.NewSecret("").Empty())
	assert.Empty(t, api.Secret{}.Reveal())
	nested := struct{ hidden api.Secret }{secret}
	pointer := &nested
	home, _ := cliHome(t, `{"current":"p","profiles":[{"name":"p","mode":"AK","access_key_id":"`+testID+`","access_key_secret":"`+testSecret+`"}]}`)
	provider := api.NewCredentialProvider(api.CredentialOptions{Env: noEnv, Home: home})
	_, err := provider.Credentials(t.Context())
	require.NoError(t, err)
	for _, v := range []any{secret, &secret, nested, pointer, testKeys, &testKeys, api.StaticCredentials(testKeys), newClient(t, nil), provider} {
		assertNoSecret(t, printed(t, v))
		inside := printed(t, struct{ hidden any }{v}) + dissected(v) + dissected(struct{ hidden any }{v})
		assert.NotContains(t, inside, testSecret)
		assert.NotContains(t, inside, testToken)
		assert.NotContains(t, inside, inHex(testSecret))
	}
	assert.Equal(t, "environment, AccessKey ending in 7731", testKeys.String())
}

// Whatever the service answers, and at the most talkative log level, no secret comes out.
func TestCallsLeakNothing(t *testing.T) {
	echo := func(r *http.Request) string {
		text, err := json.Marshal(fmt.Sprint(r.Header, testID, testSecret))
		require.NoError(t, err)
		return string(text)
	}
	replies := map[string]func(*http.Request) (int, string){
		"good": func(*http.Request) (int, string) { return 200, goodTask },
		"echo": func(r *http.Request) (int, string) {
			return 400, `{"Code":"SignatureDoesNotMatch","Message":` + echo(r) + `}`
		},
		"code": func(r *http.Request) (int, string) {
			return 200, `{"IsSuccess":false,"Code":` + echo(r) + `,"RequestId":` + echo(r) + `}`
		},
		"no JSON":  func(r *http.Request) (int, string) { return 500, echo(r) },
		"web page": func(r *http.Request) (int, string) { return 403, "<html>" + echo(r) },
		"XML": func(*http.Request) (int, string) {
			return 403, "<Error><Code>X</Code><Message>" + testSecret + "</Message></Error>"
		},
	}
	for name, reply := range replies {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			c, err := api.NewClient(api.Options{
				Region: "cn-hangzhou", Credentials: api.StaticCredentials(testKeys),
				Log: slog.New(slog.NewJSONHandler(&out, &slog.HandlerOptions{Level: slog.LevelDebug})),
				Transport: transport(func(r *http.Request) (*http.Response, error) {
					status, body := reply(r)
					return answering(status, body)(r)
				}),
			})
			require.NoError(t, err)
			for _, call := range operations {
				_, err := call(t.Context(), c)
				if err != nil {
					out.WriteString(printed(t, err))
				}
			}
			assert.Contains(t, out.String(), `"operation":"GetRepoSyncTask"`)
			assert.NotContains(t, out.String(), "InstanceId=")
			assertNoSecret(t, out.String())
		})
	}
}

// The library and encoding/json both like to quote what they could not read.
func TestBrokenFilesAreNotQuoted(t *testing.T) {
	profile := `"name":"p","access_key_id":"` + testID + `","access_key_secret":"` + testSecret + `","sts_token":"` + testToken + `"`
	for name, content := range map[string]string{
		"no JSON":            testSecret,
		"cut short":          `{"profiles":[{` + profile,
		"wrong type":         `{"profiles":[{` + profile + `,"expired_seconds":"` + testSecret + `"}]}`,
		"key as a number":    `{"profiles":[{"name":"p","mode":"AK","access_key_id":{"` + testSecret + `":1}}]}`,
		"mode that is a key": `{"profiles":[{` + profile + `,"mode":"RsaKeyPair"}]}`,
		"no profiles":        `{"secret":"` + testSecret + `"}`,
	} {
		t.Run(name, func(t *testing.T) {
			home, _ := cliHome(t, content)
			for _, o := range []api.CredentialOptions{{Env: noEnv, Home: home}, {Env: noEnv, Home: home, Profile: "p"}} {
				_, err := api.NewCredentialProvider(o).Credentials(t.Context())
				require.Error(t, err)
				assert.Contains(t, err.Error(), "~/.aliyun/config.json")
				assert.NotContains(t, err.Error(), "\n")
				assertNoSecret(t, printed(t, err))
			}
		})
	}
}

func noEnv(string) string { return "" }

func env(pairs ...string) func(string) string {
	return func(name string) string {
		for i := 0; i+1 < len(pairs); i += 2 {
			if pairs[i] == name {
				return pairs[i+1]
			}
		}
		return ""
	}
}

// cliHome is a home folder with the aliyun CLI's configuration in it, and the path of that file.
func cliHome(t *testing.T, config string) (home, file string) {
	t.Helper()
	return homeWith(t, ".aliyun/config.json", config)
}

func homeWith(t *testing.T, name, content string) (home, file string) {
	t.Helper()
	home = t.TempDir()
	file = filepath.Join(home, filepath.FromSlash(name))
	require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o700))
	require.NoError(t, os.WriteFile(file, []byte(content), 0o600))
	return home, file
}

func mustCredentials(t *testing.T, p api.CredentialProvider) api.Credentials {
	t.Helper()
	keys, err := p.Credentials(context.Background())
	require.NoError(t, err)
	return keys
}

func reveal(c api.Credentials) string {
	return strings.Join([]string{c.ID, c.Secret.Reveal(), c.Token.Reveal()}, "/")
}
