package oracle

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	openapi "github.com/alibabacloud-go/darabonba-openapi/v2/client"
	openapiutil "github.com/alibabacloud-go/darabonba-openapi/v2/utils"
	"github.com/alibabacloud-go/tea/dara"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/api"
	"acrwatch/internal/simulator"
)

// canned answers every request with the same bytes, for either client.
type canned []byte

func (c canned) RoundTrip(r *http.Request) (*http.Response, error) {
	return &http.Response{
		StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"application/json;charset=utf-8"}}, Request: r,
		Body: io.NopCloser(bytes.NewReader(c)), ContentLength: int64(len(c)),
	}, nil
}

func (c canned) Call(r *http.Request, _ *http.Transport) (*http.Response, error) {
	return c.RoundTrip(r)
}

// taped hands requests to a handler and keeps the last answer.
type taped struct {
	handler http.Handler
	body    []byte
}

func (t *taped) RoundTrip(r *http.Request) (*http.Response, error) {
	w := httptest.NewRecorder()
	t.handler.ServeHTTP(w, r)
	t.body = w.Body.Bytes()
	return w.Result(), nil
}

// page is a list page of 100 rows, as the simulator sends it.
func page(t testing.TB) canned {
	t.Helper()
	s, err := simulator.New(simulator.Options{Scenario: "huge", Tasks: 1000})
	require.NoError(t, err)
	tape := &taped{handler: s}
	got, err := ours(t, tape).ListRepoSyncTask(context.Background(), api.ListRepoSyncTaskRequest{InstanceID: s.Instances()[0], PageNo: 1, PageSize: 100})
	require.NoError(t, err)
	require.Len(t, got.Items, 100)
	return tape.body
}

func ours(t testing.TB, transport http.RoundTripper) *api.Client {
	t.Helper()
	keys := api.Credentials{ID: simulator.AccessKeyID, Secret: api.NewSecret(simulator.AccessKeySecret)}
	c, err := api.NewClient(api.Options{Region: "cn-hangzhou", Credentials: api.StaticCredentials(keys), Transport: transport})
	require.NoError(t, err)
	return c
}

// oursCall and vendorCall read the same page, each in its own way.
func oursCall(t testing.TB, answer canned) func() {
	c := ours(t, answer)
	return func() {
		got, err := c.ListRepoSyncTask(context.Background(), api.ListRepoSyncTaskRequest{InstanceID: "cri-x", PageNo: 1, PageSize: 100})
		if err != nil || len(got.Items) != 100 {
			t.Fatal(err, len(got.Items))
		}
	}
}

func vendorCall(t testing.TB, answer canned) func() {
	c, err := openapi.NewClient(&openapiutil.Config{
		AccessKeyId: dara.String(simulator.AccessKeyID), AccessKeySecret: dara.String(simulator.AccessKeySecret),
		Endpoint: dara.String("cr.cn-hangzhou.aliyuncs.com"), HttpClient: answer,
	})
	require.NoError(t, err)
	params := &openapiutil.Params{
		Action: dara.String("ListRepoSyncTask"), Version: dara.String("2018-12-01"), Protocol: dara.String("HTTPS"),
		Pathname: dara.String("/"), Method: dara.String("POST"), AuthType: dara.String("AK"), Style: dara.String("RPC"),
		ReqBodyType: dara.String("formData"), BodyType: dara.String("json"),
	}
	return func() {
		request := &openapiutil.OpenApiRequest{Query: map[string]*string{
			"InstanceId": dara.String("cri-x"), "PageNo": dara.String("1"), "PageSize": dara.String("100"),
		}}
		got, err := c.CallApiWithCtx(context.Background(), params, request, &dara.RuntimeOptions{})
		if err != nil {
			t.Fatal(err)
		}
		body, _ := got["body"].(map[string]any)
		if rows, _ := body["SyncTasks"].([]any); len(rows) != 100 {
			t.Fatal(len(rows))
		}
	}
}

func BenchmarkListPageOf100(b *testing.B) {
	answer := page(b)
	for _, side := range []struct {
		name string
		call func()
	}{{"acrwatch", oursCall(b, answer)}, {"vendor", vendorCall(b, answer)}} {
		b.Run(side.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				side.call()
			}
		})
	}
}

// The client is worth having only as long as it is much cheaper than the vendor's.
func TestListPageAllocations(t *testing.T) {
	answer := page(t)
	own, vendor := testing.AllocsPerRun(10, oursCall(t, answer)), testing.AllocsPerRun(10, vendorCall(t, answer))
	t.Logf("allocations for a page of 100 rows: acrwatch %.0f, vendor %.0f", own, vendor)
	assert.LessOrEqual(t, own, 1700.0)
	assert.GreaterOrEqual(t, vendor, 10*own)
}
