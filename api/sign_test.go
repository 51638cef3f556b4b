package api

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The signatures were computed by the vendor's own signers.
func TestSignGoldenVectors(t *testing.T) {
	const host = "cr.cn-hangzhou.aliyuncs.com"
	tests := []struct {
		name, method, host, action string
		query                      []param
		token                      string
		canonical, signature       string
	}{
		{
			"get", "POST", host, "GetRepoSyncTask",
			[]param{{"SyncTaskId", "rst-x"}, {"InstanceId", "cri-x"}},
			"", "InstanceId=cri-x&SyncTaskId=rst-x",
			"4fd6937b3057cda43eb7a3c5f3c424ad2b32abb477fcb96ff9232f0dcd033e79",
		},
		{
			"characters to escape and an empty value", "POST", host, "ListRepoSyncTask",
			[]param{{"InstanceId", "cri-x"}, {"PageNo", "1"}, {"PageSize", "100"}, {"RepoName", "a b*~/é+%"}, {"Tag", ""}},
			"", "InstanceId=cri-x&PageNo=1&PageSize=100&RepoName=a%20b%2A~%2F%C3%A9%2B%25&Tag=",
			"4d4e6e8d667bf2460fdc2aecfdbbfdef062cc79ed67554b78f30faa66e22bd4a",
		},
		{
			"security token", "GET", host, "ListArtifactSubscriptionTask",
			[]param{{"InstanceId", "cri-x"}, {"PageNo", "1"}, {"PageSize", "30"}},
			"TOKEN+/==", "InstanceId=cri-x&PageNo=1&PageSize=30",
			"844d0677225b94226fd4b8a23f0e9cd2d2d38ce27b95cbfb4bfac6c2e6306fdf",
		},
		{
			"host with a port", "POST", "127.0.0.1:18080", "GetRepoSyncTask",
			[]param{{"InstanceId", "cri-x"}, {"SyncTaskId", "rst-x"}},
			"", "InstanceId=cri-x&SyncTaskId=rst-x",
			"4055efb8037cf113fa79ede9b17e9bce3eae8099d62f519a33067f6fbe3cebeb",
		},
		{
			"no query", "POST", host, "ListInstance", nil, "", "",
			"0ab1f6e5f2e4c7b0dac5f38e310650ca8ea414431b8f3568113ee042ac148a36",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			headers, query := sign(signing{
				method: tt.method, host: tt.host, action: tt.action, query: tt.query,
				credentials: Credentials{ID: "AKID-EXAMPLE", Secret: NewSecret("SECRET-EXAMPLE"), Token: NewSecret(tt.token)},
				date:        time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC),
				nonce:       "0123456789abcdef0123456789abcdef",
			})
			names := "host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version"
			if tt.token != "" {
				names = "host;x-acs-accesskey-id;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-security-token;x-acs-signature-nonce;x-acs-version"
				assert.Equal(t, "AKID-EXAMPLE", headers.Get("x-acs-accesskey-id"))
				assert.Equal(t, tt.token, headers.Get("x-acs-security-token"))
			}
			assert.Equal(t, tt.canonical, query)
			assert.Equal(t, "ACS3-HMAC-SHA256 Credential=AKID-EXAMPLE,SignedHeaders="+names+",Signature="+tt.signature, headers.Get("Authorization"))
			assert.Equal(t, "2026-01-02T03:04:05Z", headers.Get("x-acs-date"))
			assert.Equal(t, "2018-12-01", headers.Get("x-acs-version"))
		})
	}
}

func TestSignIsPure(t *testing.T) {
	query := []param{{"B", "2"}, {"A", "1"}}
	in := signing{method: "POST", host: "h", action: "X", query: query, date: time.Unix(0, 0).In(time.FixedZone("", 3600)), nonce: "n"}
	first, _ := sign(in)
	second, _ := sign(in)
	require.Equal(t, first, second)
	assert.Equal(t, []param{{"B", "2"}, {"A", "1"}}, query, "the caller's query keeps its order")
	assert.Equal(t, "1970-01-01T00:00:00Z", first.Get("x-acs-date"), "the date is UTC whatever the clock's zone")
}

func TestNoncesDiffer(t *testing.T) {
	first, second := newNonce(), newNonce()
	assert.Len(t, first, 32)
	assert.NotEqual(t, first, second)
}
