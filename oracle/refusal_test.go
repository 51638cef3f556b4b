package oracle

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/alibabacloud-go/tea/tea"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/internal/simulator"
)

// refused wants the vendor's own error, with what the service said in it.
func refused(t *testing.T, err error, status int, code string) {
	t.Helper()
	var vendor *tea.SDKError
	require.ErrorAs(t, err, &vendor)
	assert.Equal(t, code, tea.StringValue(vendor.Code))
	assert.Equal(t, status, tea.IntValue(vendor.StatusCode))
}

func TestRefusals(t *testing.T) {
	cases := map[string]struct {
		secret string
		tamper tamper
		status int
		code   string
	}{
		"wrong secret": {secret: "another", status: 400, code: "SignatureDoesNotMatch"},
		"changed query": {tamper: func(r *http.Request) *http.Request {
			r.URL.RawQuery = strings.Replace(r.URL.RawQuery, "PageNo=1", "PageNo=2", 1)
			return r
		}, status: 400, code: "SignatureDoesNotMatch"},
		"added parameter": {tamper: func(r *http.Request) *http.Request {
			r.URL.RawQuery += "&Tag=x"
			return r
		}, status: 400, code: "SignatureDoesNotMatch"},
		"unsigned header": {tamper: func(r *http.Request) *http.Request {
			r.Header.Set("x-acs-security-token", "added on the way")
			return r
		}, status: 400, code: "IncompleteSignature"},
		"date 20 minutes behind": {tamper: redate(-20 * time.Minute), status: 400, code: "InvalidTimeStamp.Expired"},
		"date 20 minutes ahead":  {tamper: redate(20 * time.Minute), status: 400, code: "InvalidTimeStamp.Expired"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			s, host := start(t, simulator.Options{Scenario: "quiet"})
			if c.secret == "" {
				c.secret = simulator.AccessKeySecret
			}
			_, err := call(client(t, host, c.secret, c.tamper), "POST", "ListRepoSyncTask", map[string]string{"InstanceId": "cri-x", "PageNo": "1"})
			refused(t, err, c.status, c.code)
			assert.Equal(t, 1, s.Stats().Refused[c.code])
		})
	}
}

// The same signed request twice, as when somebody replays what he has seen.
func TestReusedNonce(t *testing.T) {
	s, host := start(t, simulator.Options{Scenario: "quiet"})
	var seen *http.Request
	c := client(t, host, simulator.AccessKeySecret, func(r *http.Request) *http.Request {
		if seen == nil {
			seen = r.Clone(r.Context())
			return r
		}
		return seen.Clone(r.Context())
	})
	query := map[string]string{"InstanceId": "cri-x"}
	_, err := call(c, "GET", "ListRepoSyncTask", query)
	require.NoError(t, err)
	_, err = call(c, "GET", "ListRepoSyncTask", query)
	refused(t, err, 400, "SignatureNonceUsed")
	assert.Equal(t, 1, s.Stats().Refused["SignatureNonceUsed"])
}

// A date near the edge is fine when it is signed right: this shows that redate signs right, and that a wrong date
// is refused for being wrong.
func TestDateWithinTheWindow(t *testing.T) {
	for _, off := range []time.Duration{-14 * time.Minute, 14 * time.Minute} {
		_, host := start(t, simulator.Options{Scenario: "quiet"})
		_, err := call(client(t, host, simulator.AccessKeySecret, redate(off)), "POST", "ListInstance", nil)
		require.NoError(t, err)
	}
}

// redate moves the date of a request and signs it again, from the canonical text up.
func redate(off time.Duration) tamper {
	return func(r *http.Request) *http.Request {
		r.Header.Set("x-acs-date", time.Now().Add(off).UTC().Format("2006-01-02T15:04:05Z"))
		head, tail, _ := strings.Cut(r.Header.Get("Authorization"), "SignedHeaders=")
		names, _, _ := strings.Cut(tail, ",")
		text := r.Method + "\n/\n" + r.URL.RawQuery + "\n"
		for name := range strings.SplitSeq(names, ";") {
			value := r.Header.Get(name)
			if name == "host" {
				value = r.URL.Host
			}
			text += name + ":" + value + "\n"
		}
		text += "\n" + names + "\n" + r.Header.Get("x-acs-content-sha256")
		digest := sha256.Sum256([]byte(text))
		mac := hmac.New(sha256.New, []byte(simulator.AccessKeySecret))
		mac.Write([]byte("ACS3-HMAC-SHA256\n" + hex.EncodeToString(digest[:])))
		r.Header.Set("Authorization", head+"SignedHeaders="+names+",Signature="+hex.EncodeToString(mac.Sum(nil)))
		return r
	}
}

func TestDenialAndThrottling(t *testing.T) {
	_, host := start(t, simulator.Options{Scenario: "quiet", Deny: []string{"ListRepoSyncRule"}, Quota: 1})
	c := client(t, host, simulator.AccessKeySecret, nil)
	_, err := call(c, "POST", "ListRepoSyncRule", map[string]string{"InstanceId": "cri-x"})
	refused(t, err, 403, "NoPrivilege")
	_, err = call(c, "POST", "ListInstance", nil)
	require.NoError(t, err)
	_, err = call(c, "POST", "ListInstance", nil)
	refused(t, err, 400, "Throttling.User")
}
