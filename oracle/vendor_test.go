package oracle

import (
	"net/http"
	"net/http/httptest"
	"sort"
	"strings"
	"testing"

	openapi "github.com/alibabacloud-go/darabonba-openapi/v2/client"
	openapiutil "github.com/alibabacloud-go/darabonba-openapi/v2/utils"
	"github.com/alibabacloud-go/tea/dara"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/internal/simulator"
)

// tamper stands between the vendor's client and the service.
type tamper func(*http.Request) *http.Request

// Call sends the request as the vendor's client made it, after tampering. That client writes header names in lower
// case into the map, where Get and Set do not find them.
func (f tamper) Call(r *http.Request, transport *http.Transport) (*http.Response, error) {
	if f != nil {
		header := http.Header{}
		for name, values := range r.Header {
			header[http.CanonicalHeaderKey(name)] = values
		}
		r.Header = header
		r = f(r)
	}
	if transport == nil {
		return http.DefaultTransport.RoundTrip(r)
	}
	return transport.RoundTrip(r)
}

func start(t *testing.T, o simulator.Options) (*simulator.Simulator, string) {
	t.Helper()
	s, err := simulator.New(o)
	require.NoError(t, err)
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	return s, strings.TrimPrefix(server.URL, "http://")
}

func client(t *testing.T, host, secret string, f tamper) *openapi.Client {
	t.Helper()
	c, err := openapi.NewClient(&openapiutil.Config{
		AccessKeyId:     dara.String(simulator.AccessKeyID),
		AccessKeySecret: dara.String(secret),
		Endpoint:        dara.String(host),
		Protocol:        dara.String("http"),
		HttpClient:      f,
	})
	require.NoError(t, err)
	return c
}

// call is one RPC call; the body comes back as the vendor's core decoded it.
func call(c *openapi.Client, method, operation string, query map[string]string) (map[string]any, error) {
	params := &openapiutil.Params{
		Action: dara.String(operation), Version: dara.String("2018-12-01"), Protocol: dara.String("HTTP"),
		Pathname: dara.String("/"), Method: dara.String(method), AuthType: dara.String("AK"), Style: dara.String("RPC"),
		ReqBodyType: dara.String("formData"), BodyType: dara.String("json"),
	}
	request := &openapiutil.OpenApiRequest{Query: map[string]*string{}}
	for name, value := range query {
		request.Query[name] = dara.String(value)
	}
	answer, err := c.CallApi(params, request, &dara.RuntimeOptions{})
	if err != nil {
		return nil, err
	}
	body, _ := answer["body"].(map[string]any)
	return body, nil
}

func first(t *testing.T, body map[string]any, list string) map[string]any {
	t.Helper()
	rows, ok := body[list].([]any)
	require.True(t, ok && len(rows) > 0, "%s in %v", list, body)
	row, ok := rows[0].(map[string]any)
	require.True(t, ok)
	return row
}

// The program that a user starts answers the vendor's core for every operation.
func TestEveryOperation(t *testing.T) {
	host := startProgram(t)
	c := client(t, host, simulator.AccessKeySecret, nil)
	instance := ""
	with := func(more ...string) map[string]string {
		out := map[string]string{"InstanceId": instance}
		for i := 0; i < len(more); i += 2 {
			out[more[i]] = more[i+1]
		}
		return out
	}
	ask := func(method, operation string, query map[string]string) map[string]any {
		t.Helper()
		body, err := call(c, method, operation, query)
		require.NoError(t, err, operation)
		require.Equal(t, true, body["IsSuccess"], operation)
		require.Equal(t, "success", body["Code"], operation)
		return body
	}

	instance, _ = first(t, ask("POST", "ListInstance", nil), "Instances")["InstanceId"].(string)
	require.NotEmpty(t, instance)

	page := ask("POST", "ListRepoSyncTask", with("PageNo", "1", "PageSize", "100"))
	assert.IsType(t, "", page["TotalCount"])
	task := first(t, page, "SyncTasks")
	got := ask("POST", "GetRepoSyncTask", with("SyncTaskId", task["SyncTaskId"].(string)))
	assert.Equal(t, task["SyncTaskId"], got["SyncTaskId"])
	ask("GET", "GetRepoSyncTask", with("SyncTaskId", task["SyncTaskId"].(string)))

	rule := first(t, ask("POST", "ListRepoSyncRule", with()), "SyncRules")
	assert.NotEmpty(t, rule["SyncRuleName"])

	subscription := first(t, ask("GET", "ListArtifactSubscriptionTask", with("PageNo", "1", "PageSize", "30")), "Tasks")
	assert.IsType(t, "", subscription["StartTime"])
	id := subscription["TaskId"].(string)
	assert.Equal(t, id, ask("GET", "GetArtifactSubscriptionTask", with("TaskId", id))["TaskId"])
	tag := first(t, ask("GET", "GetArtifactSubscriptionTaskResult", with("TaskId", id)), "TaskResults")
	assert.Equal(t, id, tag["TaskId"])

	odd := ask("POST", "ListRepoSyncTask", with("RepoName", "a b*~/é+%", "Tag", ""))
	assert.Equal(t, "0", odd["TotalCount"])

	var names []string
	heard := stats(t, host)
	for name := range heard.Calls {
		names = append(names, name)
	}
	sort.Strings(names)
	assert.Equal(t, []string{
		"GetArtifactSubscriptionTask", "GetArtifactSubscriptionTaskResult", "GetRepoSyncTask", "ListArtifactSubscriptionTask",
		"ListInstance", "ListRepoSyncRule", "ListRepoSyncTask",
	}, names)
	assert.Empty(t, heard.Refused)
}
