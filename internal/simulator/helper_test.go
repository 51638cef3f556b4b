package simulator

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// noon is when the tests begin, far from the real clock on purpose.
var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

// service is a simulator with a clock to turn.
type service struct {
	*Simulator
	t     testing.TB
	clock time.Time
	calls int
}

func serve(t testing.TB, o Options) *service {
	t.Helper()
	v := &service{t: t, clock: noon}
	o.Now = func() time.Time { return v.clock }
	s, err := New(o)
	require.NoError(t, err)
	v.Simulator = s
	return v
}

// at turns the clock to a moment after the start.
func (v *service) at(d time.Duration) *service {
	v.clock = noon.Add(d)
	return v
}

// request is a call that is signed right; parameters are name=value.
func (v *service) request(method, operation string, parameters ...string) *http.Request {
	query := url.Values{}
	for _, p := range parameters {
		name, value, _ := strings.Cut(p, "=")
		query.Set(name, value)
	}
	r := httptest.NewRequest(method, "http://cr.example/?"+query.Encode(), http.NoBody)
	v.calls++
	r.Header.Set("X-Acs-Action", operation)
	r.Header.Set("X-Acs-Version", "2018-12-01")
	r.Header.Set("X-Acs-Date", v.clock.UTC().Format("2006-01-02T15:04:05Z"))
	r.Header.Set("X-Acs-Signature-Nonce", fmt.Sprintf("nonce-%d", v.calls))
	r.Header.Set("X-Acs-Content-Sha256", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
	resign(r, AccessKeyID, AccessKeySecret)
	return r
}

// resign signs whatever the request holds now.
func resign(r *http.Request, id, secret string) {
	signed := []string{"host"}
	for name := range r.Header {
		if name = strings.ToLower(name); strings.HasPrefix(name, "x-acs-") {
			signed = append(signed, name)
		}
	}
	text := canonical(r, r.URL.Query(), signed, r.Header.Get("X-Acs-Content-Sha256"))
	names := strings.Split(string(text), "\n")
	r.Header.Set("Authorization", fmt.Sprintf("ACS3-HMAC-SHA256 Credential=%s,SignedHeaders=%s,Signature=%s",
		id, names[len(names)-2], sign(text, secret)))
}

func (v *service) do(r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	v.ServeHTTP(w, r)
	return w
}

// ask is a call that must be answered.
func (v *service) ask(operation string, parameters ...string) []byte {
	v.t.Helper()
	method := http.MethodPost
	if operations[operation].getOnly {
		method = http.MethodGet
	}
	w := v.do(v.request(method, operation, parameters...))
	require.Equal(v.t, http.StatusOK, w.Code, w.Body.String())
	return w.Body.Bytes()
}

func decode[T any](t testing.TB, body []byte) T {
	t.Helper()
	var out T
	require.NoError(t, json.Unmarshal(body, &out), string(body))
	return out
}

// The answers as a test reads them, apart from the shapes that the simulator writes.
type (
	gotLayer struct {
		SyncLayerTaskID string `json:"SyncLayerTaskId"`
		TaskStatus      string
		Digest          string
		Size            int64
		SyncedSize      int64
	}
	gotTask struct {
		SyncTaskID      string `json:"SyncTaskId"`
		SyncBatchTaskID string `json:"SyncBatchTaskId"`
		SyncRuleID      string `json:"SyncRuleId"`
		TaskStatus      string
		TaskIssue       string
		SyncedSize      int64
		Progress        int
		CreateTime      int64
		ModifedTime     int64
		ImageTo         struct {
			RegionID          string `json:"RegionId"`
			RepoNamespaceName string
			RepoName          string
			ImageTag          string
		}
		LayerTasks []gotLayer
	}
	gotPage struct {
		TotalCount string
		PageNo     int
		PageSize   int
		SyncTasks  []gotTask
	}
	gotSubscription struct {
		TaskID               string `json:"TaskId"`
		TaskStatus           string
		TaskResult           string
		SourceProvider       string
		NamespaceName        string
		RepoName             string
		TagTotalCount        int
		TagSubscriptionCount int
		StartTime            string
		EndTime              string
	}
)

func (g *gotTask) image() string {
	return g.ImageTo.RepoNamespaceName + "/" + g.ImageTo.RepoName + ":" + g.ImageTo.ImageTag
}

func (v *service) task(id string) gotTask {
	v.t.Helper()
	return decode[gotTask](v.t, v.ask("GetRepoSyncTask", "InstanceId="+instances[prod].id, "SyncTaskId="+id))
}

// all reads every page of an instance's sync tasks.
func (v *service) all(instance string) []gotTask {
	v.t.Helper()
	var out []gotTask
	for n := 1; ; n++ {
		p := decode[gotPage](v.t, v.ask("ListRepoSyncTask", "InstanceId="+instance, fmt.Sprintf("PageNo=%d", n), "PageSize=100"))
		if len(p.SyncTasks) == 0 {
			return out
		}
		out = append(out, p.SyncTasks...)
	}
}

func (v *service) subscriptions(instance string) []gotSubscription {
	v.t.Helper()
	return decode[struct{ Tasks []gotSubscription }](v.t,
		v.ask("ListArtifactSubscriptionTask", "InstanceId="+instance, "PageSize=100")).Tasks
}

// find is the newest task of an image to a region.
func (v *service) find(image, region string) gotTask {
	v.t.Helper()
	_, tag, _ := strings.Cut(image, ":")
	p := decode[gotPage](v.t, v.ask("ListRepoSyncTask", "InstanceId="+instances[prod].id, "Tag="+tag, "PageSize=100"))
	for _, task := range p.SyncTasks {
		if task.image() == image && task.ImageTo.RegionID == region {
			return task
		}
	}
	require.Failf(v.t, "no such task", "%s to %s", image, region)
	return gotTask{}
}

func isHex(s string) bool {
	_, err := hex.DecodeString(s)
	return err == nil
}
