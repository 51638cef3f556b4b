package command

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// What must come out nowhere, in no spelling.
const (
	canaryID     = "LTAIcanaryfirst0007731"
	canarySecret = "canary-secret-58f1c2"
	canaryToken  = "canary-token+/==90aa17"
	canaryBearer = "canary-bearer-4be0d9"
	canaryQuery  = "canary-query-77aa01"
)

// spellings are the ways in which a secret can be written.
func spellings(secret string) []string {
	quoted, _ := json.Marshal(secret)
	return []string{
		secret, strings.ToLower(secret), url.QueryEscape(secret), url.PathEscape(secret), strings.Trim(string(quoted), `"`),
		hex.EncodeToString([]byte(secret)), strings.ToUpper(hex.EncodeToString([]byte(secret))),
		base64.StdEncoding.EncodeToString([]byte(secret)), fmt.Sprintf("%d", []byte(secret)),
	}
}

func noCanary(t *testing.T, where, text string, more ...string) {
	t.Helper()
	for _, secret := range append([]string{canaryID, canarySecret, canaryToken, canaryBearer, canaryQuery}, more...) {
		for _, s := range spellings(secret) {
			if strings.Contains(text, s) {
				t.Errorf("%q is on %s", s, where)
			}
		}
	}
}

// withFile puts a file under the home folder of the environment.
func withFile(t *testing.T, environ []string, name, content string) []string {
	t.Helper()
	path := filepath.Join(lookup(environ, "HOME"), filepath.FromSlash(name))
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o700))
	require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
	return environ
}

func withProfile(t *testing.T, environ []string, fields string) []string {
	t.Helper()
	return withFile(t, environ, ".aliyun/config.json", `{"current":"p","profiles":[{"name":"p","region_id":"cn-hangzhou",`+fields+`}]}`)
}
