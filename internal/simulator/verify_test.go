package simulator

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The vectors were made with the vendor's own signers.
func TestSignatureMatchesTheVendors(t *testing.T) {
	const empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
	cases := map[string]struct {
		method, host, operation string
		query                   url.Values
		extra                   map[string]string
		want                    string
	}{
		"get task": {
			"POST", "cr.cn-hangzhou.aliyuncs.com", "GetRepoSyncTask",
			url.Values{"InstanceId": {"cri-x"}, "SyncTaskId": {"rst-x"}},
			nil, "4fd6937b3057cda43eb7a3c5f3c424ad2b32abb477fcb96ff9232f0dcd033e79",
		},
		"odd characters": {
			"POST", "cr.cn-hangzhou.aliyuncs.com", "ListRepoSyncTask",
			url.Values{"InstanceId": {"cri-x"}, "PageNo": {"1"}, "PageSize": {"100"}, "RepoName": {"a b*~/é+%"}, "Tag": {""}},
			nil, "4d4e6e8d667bf2460fdc2aecfdbbfdef062cc79ed67554b78f30faa66e22bd4a",
		},
		"temporary key": {
			"GET", "cr.cn-hangzhou.aliyuncs.com", "ListArtifactSubscriptionTask",
			url.Values{"InstanceId": {"cri-x"}, "PageNo": {"1"}, "PageSize": {"30"}},
			map[string]string{"x-acs-accesskey-id": "AKID-EXAMPLE", "x-acs-security-token": "TOKEN+/=="},
			"844d0677225b94226fd4b8a23f0e9cd2d2d38ce27b95cbfb4bfac6c2e6306fdf",
		},
		"port": {
			"POST", "127.0.0.1:18080", "GetRepoSyncTask",
			url.Values{"InstanceId": {"cri-x"}, "SyncTaskId": {"rst-x"}},
			nil, "4055efb8037cf113fa79ede9b17e9bce3eae8099d62f519a33067f6fbe3cebeb",
		},
		"no query": {
			"POST", "cr.cn-hangzhou.aliyuncs.com", "ListInstance", nil,
			nil, "0ab1f6e5f2e4c7b0dac5f38e310650ca8ea414431b8f3568113ee042ac148a36",
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			r := httptest.NewRequest(c.method, "http://"+c.host+"/", http.NoBody)
			for name, value := range map[string]string{
				"x-acs-action": c.operation, "x-acs-version": "2018-12-01", "x-acs-date": "2026-01-02T03:04:05Z",
				"x-acs-signature-nonce": "0123456789abcdef0123456789abcdef", "x-acs-content-sha256": empty,
			} {
				r.Header.Set(name, value)
			}
			signed := []string{"x-acs-version", "host", "x-acs-action", "x-acs-content-sha256", "x-acs-date", "x-acs-signature-nonce"}
			for name, value := range c.extra {
				r.Header.Set(name, value)
				signed = append(signed, name)
			}
			assert.Equal(t, c.want, sign(canonical(r, c.query, signed, empty), "SECRET-EXAMPLE"))
		})
	}
}

func TestRefusals(t *testing.T) {
	const list = "ListRepoSyncTask"
	id := "InstanceId=" + instances[prod].id
	cases := map[string]struct {
		options Options
		request func(*service) *http.Request
		status  int
		code    string
	}{
		"wrong secret": {request: func(v *service) *http.Request {
			r := v.request("POST", list, id)
			resign(r, AccessKeyID, "another")
			return r
		}, status: 400, code: "SignatureDoesNotMatch"},
		"unknown key": {request: func(v *service) *http.Request {
			r := v.request("POST", list, id)
			resign(r, "LTAI-another", AccessKeySecret)
			return r
		}, status: 404, code: "InvalidAccessKeyId.NotFound"},
		"changed query": {request: func(v *service) *http.Request {
			r := v.request("POST", list, id, "PageNo=1")
			r.URL.RawQuery = strings.Replace(r.URL.RawQuery, "PageNo=1", "PageNo=2", 1)
			return r
		}, status: 400, code: "SignatureDoesNotMatch"},
		"changed method": {request: func(v *service) *http.Request {
			r := v.request("POST", list, id)
			r.Method = "GET"
			return r
		}, status: 400, code: "SignatureDoesNotMatch"},
		"changed action": {request: func(v *service) *http.Request {
			r := v.request("POST", list, id)
			r.Header.Set("X-Acs-Action", "ListInstance")
			return r
		}, status: 400, code: "SignatureDoesNotMatch"},
		"body that was not signed": {request: func(v *service) *http.Request {
			r := v.request("POST", list, id)
			r.Body = io.NopCloser(strings.NewReader("x"))
			return r
		}, status: 400, code: "SignatureDoesNotMatch"},
		"wrong payload hash, signed": {request: func(v *service) *http.Request {
			r := v.request("POST", list, id)
			r.Header.Set("X-Acs-Content-Sha256", strings.Repeat("0", 64))
			resign(r, AccessKeyID, AccessKeySecret)
			return r
		}, status: 400, code: "SignatureDoesNotMatch"},
		"body without end": {request: func(v *service) *http.Request {
			r := v.request("POST", list, id)
			r.Body = io.NopCloser(bytes.NewReader(make([]byte, maxBody+1)))
			return r
		}, status: 400, code: "SignatureDoesNotMatch"},
		"unsigned header": {request: func(v *service) *http.Request {
			r := v.request("POST", list, id)
			r.Header.Set("X-Acs-Security-Token", "added on the way")
			return r
		}, status: 400, code: "IncompleteSignature"},
		"no signature": {request: func(v *service) *http.Request {
			r := v.request("POST", list, id)
			r.Header.Del("Authorization")
			return r
		}, status: 400, code: "IncompleteSignature"},
		"half a signature": {request: func(v *service) *http.Request {
			r := v.request("POST", list, id)
			r.Header.Set("Authorization", algorithm+" Credential="+AccessKeyID)
			return r
		}, status: 400, code: "IncompleteSignature"},
		"no date": {request: func(v *service) *http.Request {
			r := v.request("POST", list, id)
			r.Header.Del("X-Acs-Date")
			return r
		}, status: 400, code: "MissingParameter"},
		"date that is none": {request: func(v *service) *http.Request {
			r := v.request("POST", list, id)
			r.Header.Set("X-Acs-Date", "21 Nov 2026")
			resign(r, AccessKeyID, AccessKeySecret)
			return r
		}, status: 400, code: "InvalidTimeStamp.Format"},
		"16 minutes late": {request: func(v *service) *http.Request {
			r := v.request("POST", list, id)
			v.clock = v.clock.Add(16 * time.Minute)
			return r
		}, status: 400, code: "InvalidTimeStamp.Expired"},
		"16 minutes early": {request: func(v *service) *http.Request {
			r := v.request("POST", list, id)
			v.clock = v.clock.Add(-16 * time.Minute)
			return r
		}, status: 400, code: "InvalidTimeStamp.Expired"},
		"nonce used": {request: func(v *service) *http.Request {
			v.do(v.request("POST", list, id))
			v.calls--
			return v.request("POST", list, id)
		}, status: 400, code: "SignatureNonceUsed"},
		"nonce too long": {request: func(v *service) *http.Request {
			r := v.request("POST", list, id)
			r.Header.Set("X-Acs-Signature-Nonce", strings.Repeat("n", maxNonce+1))
			return r
		}, status: 400, code: "InvalidSignatureNonce"},
		"unknown action": {request: func(v *service) *http.Request {
			return v.request("POST", "DeleteEverything", id)
		}, status: 404, code: "InvalidAction.NotFound"},
		"other version": {request: func(v *service) *http.Request {
			r := v.request("POST", list, id)
			r.Header.Set("X-Acs-Version", "2016-06-07")
			resign(r, AccessKeyID, AccessKeySecret)
			return r
		}, status: 400, code: "InvalidVersion"},
		"POST where only GET goes": {request: func(v *service) *http.Request {
			return v.request("POST", "ListArtifactSubscriptionTask", id)
		}, status: 400, code: "UnsupportedHTTPMethod"},
		"PUT": {request: func(v *service) *http.Request {
			return v.request("PUT", list, id)
		}, status: 400, code: "UnsupportedHTTPMethod"},
		"no instance": {request: func(v *service) *http.Request {
			return v.request("POST", list)
		}, status: 400, code: "MissingInstanceId"},
		"no task": {request: func(v *service) *http.Request {
			return v.request("POST", "GetRepoSyncTask", id)
		}, status: 400, code: "MissingSyncTaskId"},
		"no subscription task": {request: func(v *service) *http.Request {
			return v.request("GET", "GetArtifactSubscriptionTaskResult", id)
		}, status: 400, code: "MissingTaskId"},
		"page that is none": {request: func(v *service) *http.Request {
			return v.request("POST", list, id, "PageNo=0")
		}, status: 400, code: "InvalidPageNo"},
		"size that is none": {request: func(v *service) *http.Request {
			return v.request("POST", list, id, "PageSize=many")
		}, status: 400, code: "InvalidPageSize"},
		"unknown sync task": {request: func(v *service) *http.Request {
			return v.request("POST", "GetRepoSyncTask", id, "SyncTaskId=rst-x")
		}, status: 400, code: "SYNC_TASK_NOT_EXIST"},
		"unknown subscription task": {request: func(v *service) *http.Request {
			return v.request("GET", "GetArtifactSubscriptionTask", id, "TaskId=crast-x")
		}, status: 400, code: "ARTIFACT_SUBSCRIPTION_TASK_NOT_EXIST"},
		"instance that cannot be": {request: func(v *service) *http.Request {
			return v.request("POST", list, "InstanceId=prod")
		}, status: 200, code: "INSTANCE_NOT_EXIST"},
		"stopped instance": {request: func(v *service) *http.Request {
			return v.request("POST", list, "InstanceId="+instances[2].id)
		}, status: 200, code: "INSTANCE_STATUS_NOT_SUPPORT"},
		"denied": {options: Options{Deny: []string{list}}, request: func(v *service) *http.Request {
			return v.request("POST", list, id)
		}, status: 403, code: "NoPrivilege"},
		"over the quota": {options: Options{Quota: 1}, request: func(v *service) *http.Request {
			v.do(v.request("POST", list, id))
			v.clock = v.clock.Add(300 * time.Millisecond)
			return v.request("POST", list, id)
		}, status: 400, code: "Throttling.User"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			c.options.Scenario = "quiet"
			v := serve(t, c.options)
			r := c.request(v)
			w := v.do(r)
			require.Equal(t, c.status, w.Code, w.Body.String())
			body := decode[map[string]any](t, w.Body.Bytes())
			assert.Equal(t, c.code, body["Code"])
			assert.NotEmpty(t, body["RequestId"])
			assert.Equal(t, 1, v.Stats().Refused[c.code])
			assert.NotEmpty(t, w.Header().Get("Date"))
			assert.NotContains(t, w.Body.String(), AccessKeySecret)
			if c.status == 200 {
				assert.Equal(t, false, body["IsSuccess"])
				assert.NotContains(t, body, "Message")
				return
			}
			assert.Equal(t, r.Host, body["HostId"])
			assert.NotEmpty(t, body["Message"])
			assert.Contains(t, body["Recommend"], c.code)
			assert.NotContains(t, body, "IsSuccess")
		})
	}
}

func TestDenialNamesTheAction(t *testing.T) {
	for name, op := range operations {
		v := serve(t, Options{Scenario: "quiet", Deny: []string{name}})
		w := v.do(v.request("GET", name, "InstanceId="+instances[prod].id, "TaskId=x", "SyncTaskId=x"))
		require.Equal(t, http.StatusForbidden, w.Code)
		body := decode[struct{ AccessDeniedDetail map[string]string }](t, w.Body.Bytes())
		assert.Equal(t, op.action, body.AccessDeniedDetail["AuthAction"])
	}
}

func TestThrottlingSaysHowLong(t *testing.T) {
	v := serve(t, Options{Scenario: "quiet", Quota: 2})
	for range 2 {
		v.ask("ListInstance")
	}
	v.at(400 * time.Millisecond)
	w := v.do(v.request("POST", "ListInstance"))
	assert.Equal(t, http.StatusBadRequest, w.Code)
	assert.Equal(t, "Limit:2,Remain:0,TimeLeft:600,Reset:600", w.Header().Get("x-ratelimit-user-api"))
	v.at(time.Second).ask("ListInstance")
}

func TestNoncesAreForgottenAfterTheirWindow(t *testing.T) {
	n := nonces{window: window}
	now := noon
	for range 100 {
		assert.True(t, n.use("a", now))
		assert.False(t, n.use("a", now.Add(29*time.Minute)))
		now = now.Add(61 * time.Minute)
	}
	assert.LessOrEqual(t, len(n.fresh)+len(n.old), 2)
	assert.True(t, n.use("late", now))
	assert.False(t, n.use("late", now.Add(59*time.Minute)), "the generation before is still looked at")
}

func TestSpellingsOfTheSameQuery(t *testing.T) {
	for _, raw := range []string{"RepoName=a+b%2A~", "RepoName=a%20b*~", "RepoName=a%20b%2a%7E"} {
		v := serve(t, Options{Scenario: "quiet"})
		r := v.request("POST", "ListRepoSyncTask", "InstanceId=cri-x", "RepoName=a b*~")
		r.URL.RawQuery = "InstanceId=cri-x&" + raw
		assert.Equal(t, http.StatusOK, v.do(r).Code, raw)
	}
}

// FuzzServe sends requests that nobody signed: none may be answered, none may bring the service down.
func FuzzServe(f *testing.F) {
	seeds := [][5]string{
		{"POST", "InstanceId=cri-x", "ListRepoSyncTask", algorithm + " Credential=" + AccessKeyID + ",SignedHeaders=host,Signature=00", "2026-11-21T12:00:00Z"},
		{"GET", "%zz;=", "", algorithm + " =,=,", ""},
		{"PUT", "a=1&a=2&=3", "GetRepoSyncTask", algorithm + " Credential=,SignedHeaders=;;,Signature=", "0000-00-00T00:00:00Z"},
	}
	require.NotEmpty(f, seeds)
	for _, s := range seeds {
		f.Add(s[0], s[1], s[2], s[3], s[4])
	}
	v := serve(f, Options{Scenario: "quiet"})
	f.Fuzz(func(t *testing.T, method, query, action, authorization, date string) {
		r := httptest.NewRequest(http.MethodPost, "http://cr.example/", http.NoBody)
		r.Method, r.URL.RawQuery = method, query
		r.Header.Set("X-Acs-Action", action)
		r.Header.Set("Authorization", authorization)
		r.Header.Set("X-Acs-Date", date)
		r.Header.Set("X-Acs-Version", apiVersion)
		r.Header.Set("X-Acs-Signature-Nonce", "n")
		r.Header.Set("X-Acs-Content-Sha256", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
		w := v.do(r)
		assert.GreaterOrEqual(t, w.Code, 400)
		assert.True(t, json.Valid(w.Body.Bytes()))
	})
}
