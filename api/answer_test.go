package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/api"
)

// told is the answer that a get leaves behind.
func told(t *testing.T, rt http.RoundTripper) api.Answer {
	t.Helper()
	var a api.Answer
	_, _ = newClient(t, rt).GetRepoSyncTask(api.WithAnswer(t.Context(), &a), api.GetRepoSyncTaskRequest{InstanceID: "cri-x", SyncTaskID: "rst-x"})
	return a
}

func TestAnswerIsWhatTheServiceSaid(t *testing.T) {
	tests := map[string]struct{ body, want string }{
		"as it was sent": {`{"TaskStatus":"SUCCESS","SyncTaskId":"rst-x","Progress":1}`, `{"TaskStatus":"SUCCESS","SyncTaskId":"rst-x","Progress":1}`},
		"order, numbers and what nobody knows": {
			"\xef\xbb\xbf {\n\t\"zz\" : [ 1.10 , 1e3, {\"b\":null,\"a\":[]} ],\r\n \"SyncTaskId\":\"rst-x\"}",
			`{"zz":[1.10,1e3,{"b":null,"a":[]}],"SyncTaskId":"rst-x"}`,
		},
		"text that is not plain": {`{"SyncTaskId":"a<b>&\"q\\\"","n\u001bame":"训练\u202e"}`, `{"SyncTaskId":"a<b>&\"q\\\"","n·ame":"训练·"}`},
		"broken text":            {"{\"SyncTaskId\":\"a\xff\\ud800\x7f\u009b31m\"}", `{"SyncTaskId":"a��··31m"}`},
		"a failure":              {`{"IsSuccess":false,"Code":"X","SyncTaskId":"rst-x"}`, ""},
		"no JSON":                {"<html>", ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			a := told(t, answering(200, tt.body))
			assert.Equal(t, tt.want, string(a.JSON))
			if tt.want != "" {
				assert.Equal(t, "GetRepoSyncTask", a.Operation)
			}
		})
	}
}

func TestAnswerHoldsNoSecret(t *testing.T) {
	a := told(t, transport(func(r *http.Request) (*http.Response, error) {
		var escaped strings.Builder
		for _, b := range []byte(testSecret) {
			fmt.Fprintf(&escaped, `\u%04x`, b)
		}
		body := fmt.Sprintf(`{"SyncTaskId":"rst-x","%s":"%s %s","A":%q,"N":%q}`, testToken, escaped.String(), testID,
			r.Header.Get("Authorization"), r.Header.Get("X-Acs-Signature-Nonce"))
		return answering(200, body)(r)
	}))
	require.NotEmpty(t, a.JSON)
	assertNoSecret(t, string(a.JSON))
	assert.Contains(t, string(a.JSON), "[redacted]")
	assert.NotRegexp(t, `[0-9a-f]{32}`, string(a.JSON), "neither a signature nor a nonce")
}
