package api_test

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/api"
)

func gateway(code string) string {
	return `{"RequestId":"REQ-1","HostId":"cr.cn-hangzhou.aliyuncs.com","Code":"` + code + `","Message":"Some words.","Recommend":"https://x"}`
}

func TestErrorClasses(t *testing.T) {
	tests := []struct {
		code   string
		status int
		class  api.Class
	}{
		{"Throttling", 400, api.ClassThrottled},
		{"Throttling.User", 400, api.ClassThrottled},
		{"Throttling.Api", 503, api.ClassThrottled},
		{"Rejected.Throttling", 403, api.ClassThrottled},
		{"Api.FlowControl", 400, api.ClassThrottled},
		{"Whatever", 429, api.ClassThrottled},
		{"ServiceUnavailable", 429, api.ClassThrottled},
		{"Throttling.AnyThingNew", 200, api.ClassThrottled},
		{"ThrottlingUser", 400, api.ClassThrottled},
		{"User.FlowControl", 403, api.ClassThrottled},
		{"FlowControl.Api.Minute", 503, api.ClassThrottled},
		{"NoPrivilege", 403, api.ClassDenied},
		{"NoPrivilege", 500, api.ClassDenied},
		{"NoPermission.Cr", 400, api.ClassDenied},
		{"AccessDenied", 400, api.ClassDenied},
		{"Forbidden.RAM", 403, api.ClassDenied},
		{"Forbidden", 404, api.ClassDenied},
		{"Whatever", 403, api.ClassDenied},
		{"InvalidAccessKeyId.NotFound", 404, api.ClassBadCredentials},
		{"InvalidAccessKeyId.Inactive", 400, api.ClassBadCredentials},
		{"SignatureDoesNotMatch", 400, api.ClassBadCredentials},
		{"SignatureDoesNotMatch", 403, api.ClassBadCredentials},
		{"IncompleteSignature", 400, api.ClassBadCredentials},
		{"AUTHENTICATION_FAILED", 403, api.ClassBadCredentials},
		{"InvalidSecurityToken.MismatchWithAccessKey", 400, api.ClassBadCredentials},
		{"Whatever", 401, api.ClassBadCredentials},
		{"InvalidSecurityToken.Expired", 400, api.ClassExpired},
		{"SecurityTokenExpired", 403, api.ClassExpired},
		{"InvalidSecurityToken", 400, api.ClassExpired},
		{"InvalidSecurityToken.Malformed", 400, api.ClassBadCredentials},
		{"MissingSecurityToken", 400, api.ClassBadCredentials},
		{"MissingAccessKeyId", 400, api.ClassBadCredentials},
		{"IllegalTimestamp", 400, api.ClassClock},
		{"InvalidTimeStamp.Expired", 400, api.ClassClock},
		{"InvalidTimeStamp.Format", 400, api.ClassClock},
		{"SYNC_TASK_NOT_EXIST", 400, api.ClassNotFound},
		{"INSTANCE_NOT_EXIST", 200, api.ClassNotFound},
		{"InvalidInstance.NotFound", 404, api.ClassNotFound},
		{"Whatever", 404, api.ClassNotFound},
		{"InvalidApi.NotFound", 404, api.ClassRejected},
		{"InvalidAction.NotFound", 404, api.ClassRejected},
		{"UnsupportedHTTPMethod", 400, api.ClassRejected},
		{"MissingInstanceId", 400, api.ClassRejected},
		{"INSTANCE_STATUS_NOT_SUPPORT", 200, api.ClassRejected},
		{"SystemError", 500, api.ClassServer},
		{"InternalError", 500, api.ClassServer},
		{"ServiceUnavailable", 503, api.ClassServer},
		{"SLB_SERVICE_ERROR", 200, api.ClassServer},
		{"SignatureNonceUsed", 400, api.ClassServer},
		{"Whatever", 502, api.ClassServer},
	}
	for _, tt := range tests {
		t.Run(tt.code+http.StatusText(tt.status), func(t *testing.T) {
			_, e := getTask(t, serve(t, func(w http.ResponseWriter, _ *http.Request) {
				w.WriteHeader(tt.status)
				_, _ = w.Write([]byte(gateway(tt.code)))
			}))
			require.NotNil(t, e)
			assert.Equal(t, tt.class.String(), e.Class.String())
			assert.Equal(t, tt.code, e.Code)
			assert.Equal(t, tt.status, e.HTTPStatus)
			assert.Equal(t, "REQ-1", e.RequestID)
			assert.Equal(t, "GetRepoSyncTask: "+tt.code+": Some words. (request REQ-1)", e.Error())
		})
	}
}

func TestFailuresUnderHTTP200(t *testing.T) {
	tests := []struct {
		name, body string
		class      api.Class
		code       string
	}{
		{"success denied", `{"IsSuccess":false,"Code":"NoPrivilege","TaskStatus":"SUCCESS"}`, api.ClassDenied, "NoPrivilege"},
		{"success denied as text", `{"IsSuccess":"false","Code":"REPO_NOT_EXIST"}`, api.ClassNotFound, "REPO_NOT_EXIST"},
		{"another code", `{"Code":"SystemError","TaskStatus":"SUCCESS"}`, api.ClassServer, "SystemError"},
		{"a code as a number", `{"Code":500}`, api.ClassRejected, "500"},
		{"success denied without a reason", `{"IsSuccess":false}`, api.ClassServer, ""},
		{"success denied with the code of success", `{"IsSuccess":false,"Code":"success"}`, api.ClassServer, ""},
		{"quota in the message only", `{"IsSuccess":false,"Code":"X","Message":"QPS Limit Exceeded"}`, api.ClassThrottled, "X"},
		{"quota in other words", `{"IsSuccess":false,"Code":"X","Message":"denied due to user flow control."}`, api.ClassThrottled, "X"},
		{"the code counts before the words", `{"Code":"NoPrivilege","Message":"flow control needs a permission"}`, api.ClassDenied, "NoPrivilege"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, e := getTask(t, newClient(t, answering(200, tt.body)))
			require.NotNil(t, e)
			assert.Equal(t, tt.class.String(), e.Class.String())
			assert.Equal(t, tt.code, e.Code)
			assert.Equal(t, 200, e.HTTPStatus)
		})
	}
}

func TestAnswersThatAreNone(t *testing.T) {
	tests := []struct {
		name   string
		status int
		body   string
		class  api.Class
		says   string
	}{
		{"empty", 200, "", api.ClassBadAnswer, "empty"},
		{"blank", 502, " \n", api.ClassBadAnswer, "empty"},
		{"web page", 502, "<html><body>Bad Gateway</body></html>", api.ClassBadAnswer, "web page"},
		{"web page for an answer", 200, "<!doctype html>", api.ClassBadAnswer, "web page"},
		{"truncated", 200, `{"Code":"success","SyncTaskId":"rst`, api.ClassBadAnswer, "cut short"},
		{"array", 200, `[{"SyncTaskId":"rst-x"}]`, api.ClassBadAnswer, "not a JSON object"},
		{"text", 500, `upstream connect error`, api.ClassBadAnswer, "not a JSON object"},
		{"two documents", 200, `{"Code":"success"}{}`, api.ClassBadAnswer, "cut short"},
		{"no task in it", 200, `{"Code":"success","IsSuccess":true}`, api.ClassBadAnswer, "not what GetRepoSyncTask returns"},
		{"quota page of a proxy", 429, "slow down", api.ClassThrottled, "too many calls"},
		{"object without a code", 503, `{"detail":"x"}`, api.ClassServer, ""},
		{"lower-case error", 400, `{"code":"Throttling","message":"m","requestId":"r"}`, api.ClassThrottled, "m"},
		{"error as XML", 403, `<?xml version="1.0"?><Error><RequestId>r</RequestId><Code>NoPrivilege</Code><Message>m</Message></Error>`, api.ClassDenied, "m"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, e := getTask(t, serve(t, func(w http.ResponseWriter, _ *http.Request) {
				w.WriteHeader(tt.status)
				_, _ = w.Write([]byte(tt.body))
			}))
			require.NotNil(t, e)
			assert.Equal(t, tt.class.String(), e.Class.String())
			assert.Equal(t, tt.status, e.HTTPStatus)
			assert.Contains(t, e.Message, tt.says)
		})
	}
}

func TestThrottleWait(t *testing.T) {
	tests := []struct {
		name    string
		headers []string
		want    time.Duration
	}{
		{"none", nil, 0},
		{"for the operation", []string{"x-ratelimit-user-api", "Limit:1,Remain:0,TimeLeft:2000,Reset:1234"}, 2 * time.Second},
		{"the larger of both", []string{"x-ratelimit-user-api", "TimeLeft:2000", "x-ratelimit-user", "Limit:1, TimeLeft:3500"}, 3500 * time.Millisecond},
		{"seconds", []string{"Retry-After", "7"}, 7 * time.Second},
		{"a date, on the clock that wrote it", []string{"Date", "Sun, 02 Jan 2000 03:04:05 GMT", "Retry-After", "Sun, 02 Jan 2000 03:04:15 GMT"}, 10 * time.Second},
		{"below zero", []string{"Retry-After", "-7", "x-ratelimit-user", "TimeLeft:-4"}, 0},
		{"nonsense", []string{"Retry-After", "soon", "x-ratelimit-user", "TimeLeft:x,,:"}, 0},
		{"far below zero", []string{"Retry-After", "-9223372036854775", "x-ratelimit-user", "TimeLeft:-9223372036854775"}, 0},
		{"beyond reason", []string{"x-ratelimit-user", "TimeLeft:9223372036854775807"}, time.Hour},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, e := getTask(t, newClient(t, answering(400, gateway("Throttling.User"), tt.headers...)))
			require.NotNil(t, e)
			assert.Equal(t, tt.want, e.RetryAfter)
		})
	}
}

// A gateway that is overloaded answers with a page of its own, and may say for how long.
func TestWaitOfAPage(t *testing.T) {
	for status, class := range map[int]api.Class{429: api.ClassThrottled, 503: api.ClassBadAnswer} {
		_, e := getTask(t, newClient(t, answering(status, "<html>", "Retry-After", "9")))
		require.NotNil(t, e)
		assert.Equal(t, class, e.Class)
		assert.Equal(t, 9*time.Second, e.RetryAfter)
	}
}

// Each failure says what happened, which request it was, and what to do, in one line each.
func TestFailuresAreWhole(t *testing.T) {
	for code, says := range map[string]string{
		"Throttling.User": "quota", "NoPrivilege": "allow cr:GetRepositorySync on acs:cr:cn-hangzhou:*:repository/cri-x",
		"InvalidAccessKeyId.NotFound": "AccessKey", "InvalidSecurityToken.Expired": "token", "InvalidTimeStamp.Expired": "clock",
		"SYNC_TASK_NOT_EXIST": "id", "SystemError": "again", "MissingInstanceId": "request",
	} {
		t.Run(code, func(t *testing.T) {
			_, e := getTask(t, newClient(t, answering(400, gateway(code))))
			require.NotNil(t, e)
			for _, part := range []string{"GetRepoSyncTask", code, "Some words.", "REQ-1"} {
				assert.Contains(t, e.Error(), part)
			}
			assert.Contains(t, e.Hint(), says)
			assert.NotContains(t, e.Error()+e.Hint(), "\n")
		})
	}
}

func TestDeniedNamesThePermission(t *testing.T) {
	const repository, instance = "acs:cr:cn-hangzhou:*:repository/cri-x", "acs:cr:cn-hangzhou:*:instance/cri-x"
	tests := map[string][2]string{
		"GetRepoSyncTask":                   {"cr:GetRepositorySync", repository},
		"ListRepoSyncTask":                  {"cr:GetRepositorySync", repository},
		"ListRepoSyncRule":                  {"cr:ListSyncRule", repository},
		"GetArtifactSubscriptionTask":       {"cr:GetArtifactSubscriptionTask", instance},
		"ListArtifactSubscriptionTask":      {"cr:ListArtifactSubscriptionTask", instance},
		"GetArtifactSubscriptionTaskResult": {"cr:GetArtifactSubscriptionTaskResult", instance},
		"ListInstance":                      {"cr:ListInstance", "acs:cr:cn-hangzhou:*:instance/*"},
	}
	require.Len(t, operations, len(tests))
	for operation, want := range tests {
		t.Run(operation, func(t *testing.T) {
			_, err := operations[operation](t.Context(), newClient(t, answering(403, gateway("NoPrivilege"))))
			var e *api.Error
			require.ErrorAs(t, err, &e)
			assert.Equal(t, want, [2]string{e.Action, e.Resource})
			assert.Equal(t, operation, e.Operation)
			assert.Equal(t, "allow "+want[0]+" on "+want[1], e.Hint())
		})
	}
	t.Run("the gateway knows better", func(t *testing.T) {
		_, e := getTask(t, newClient(t, answering(403, `{"Code":"Forbidden.RAM","AccessDeniedDetail":{"AuthAction":"cr:GetOther"}}`)))
		require.NotNil(t, e)
		assert.Equal(t, "cr:GetOther", e.Action)
	})
}

// The word that the service writes where there is nothing is no reason and no request.
func TestFailuresDoNotSayNull(t *testing.T) {
	for body, want := range map[string]string{
		`{"IsSuccess":false,"Code":"null","Message":"null","RequestId":"null"}`:   "GetRepoSyncTask: HTTP 200: the service says that the call failed, and gives no reason",
		`{"Code":"SystemError","Message":"null","RequestId":null}`:                "GetRepoSyncTask: SystemError",
		`{"code":"NoPrivilege","message":"no","requestId":"null","Other":"null"}`: "GetRepoSyncTask: NoPrivilege: no",
	} {
		_, e := getTask(t, newClient(t, answering(200, body)))
		require.NotNil(t, e)
		assert.Equal(t, want, e.Error())
		assert.Empty(t, e.RequestID)
	}
}

func TestRefusedKeysAreNamed(t *testing.T) {
	for _, code := range []string{"SignatureDoesNotMatch", "InvalidSecurityToken.Expired", "NoPrivilege"} {
		_, e := getTask(t, newClient(t, answering(403, gateway(code))))
		require.NotNil(t, e)
		assert.Equal(t, "environment, AccessKey ending in 7731", e.Credential)
	}
	_, e := getTask(t, newClient(t, answering(500, gateway("SystemError"))))
	assert.Empty(t, e.Credential)
}

// A refused signature is answered with what was to be signed; the service may repeat all it was sent.
func TestErrorsDoNotRepeatTheRequest(t *testing.T) {
	c := newClient(t, transport(func(r *http.Request) (*http.Response, error) {
		var echo strings.Builder
		for name, values := range r.Header {
			echo.WriteString(name + ":" + strings.Join(values, ",") + " ")
		}
		body := `{"Code":"SignatureDoesNotMatch","RequestId":"` + testSecret + `","Message":"\u001b[2J` + echo.String() + testID + ` ` + testSecret + `"}`
		return answering(400, body)(r)
	}))
	_, e := getTask(t, c)
	require.NotNil(t, e)
	for _, secret := range []string{testSecret, testToken, testID} {
		assert.NotContains(t, e.Error(), secret)
	}
	assert.NotRegexp(t, `Signature=[0-9a-f]`, e.Message)
	assert.Contains(t, e.Message, "[redacted]")
	assertShowable(t, e.Message)
}

// What the system says of a network becomes a sentence of ours, whatever is wrapped around it.
func TestNetworkWords(t *testing.T) {
	const host = "cr.cn-hangzhou.aliyuncs.com"
	dial := func(err error) error { return &net.OpError{Op: "dial", Net: "tcp", Err: err} }
	tests := []struct {
		err   error
		says  string
		class api.Class
	}{
		{dial(&net.DNSError{Err: "no such host " + testSecret, Name: host, IsNotFound: true}), "the name " + host + " cannot be found", api.ClassNetwork},
		{&tls.CertificateVerificationError{Err: x509.UnknownAuthorityError{}}, "the certificate of " + host + " is not trusted", api.ClassNetwork},
		{tls.RecordHeaderError{Msg: testSecret}, host + " does not speak TLS", api.ClassNetwork},
		{dial(syscall.ECONNREFUSED), "the connection to " + host + " was refused", api.ClassNetwork},
		{dial(syscall.ECONNRESET), host + " closed the connection without an answer", api.ClassNetwork},
		{dial(syscall.EPIPE), host + " closed the connection without an answer", api.ClassNetwork},
		{io.EOF, host + " closed the connection without an answer", api.ClassNetwork},
		{dial(os.ErrDeadlineExceeded), host + " did not answer in time", api.ClassNetwork},
		{dial(syscall.ENETUNREACH), host + " cannot be reached", api.ClassNetwork},
		{&net.OpError{Op: "proxyconnect", Net: "tcp", Err: syscall.ECONNREFUSED}, "the proxy on the way to " + host + " cannot be reached", api.ClassNetwork},
		{errors.New(`net/http: HTTP/1.x transport connection broken: malformed HTTP response "` + testSecret + `"`), host + " answers with something that is not HTTP", api.ClassBadAnswer},
		{errors.New(`dial "malformed HTTP" ` + testSecret), host + " cannot be reached", api.ClassNetwork},
	}
	for _, tt := range tests {
		t.Run(tt.says, func(t *testing.T) {
			_, e := getTask(t, newClient(t, transport(func(*http.Request) (*http.Response, error) { return nil, tt.err })))
			require.NotNil(t, e)
			assert.Equal(t, tt.says, e.Message)
			assert.Equal(t, tt.class, e.Class)
			assert.True(t, e.Temporary())
			assert.NotContains(t, printed(t, e), testSecret)
		})
	}
}

func TestNetworkErrors(t *testing.T) {
	t.Run("nobody listens", func(t *testing.T) {
		_, e := getTask(t, clientOf(t, "http://127.0.0.1:1"))
		require.NotNil(t, e)
		assert.Equal(t, api.ClassNetwork, e.Class)
		assert.Equal(t, "GetRepoSyncTask: no answer: the connection to 127.0.0.1:1 was refused", e.Error())
		assert.Zero(t, e.HTTPStatus)
		assert.True(t, e.Temporary())
	})
	t.Run("foreign text stays out", func(t *testing.T) {
		_, e := getTask(t, newClient(t, transport(func(*http.Request) (*http.Response, error) {
			return nil, errors.New("proxy http://user:" + testSecret + "@proxy refused")
		})))
		require.NotNil(t, e)
		assert.Equal(t, "cr.cn-hangzhou.aliyuncs.com cannot be reached", e.Message)
		assert.NoError(t, e.Err)
	})
}
