//go:build !windows

package command

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"acrwatch/internal/simulator"
)

// registry is a simulated service that stands still, so that a screen changes by its keys alone. The program reaches it
// through a proxy, as a host elsewhere: one on this machine has no page in the console.
type registry struct {
	environ []string
	args    []string
	console string // the page of its instance

	mu    sync.Mutex
	now   time.Time
	calls []string // the operation and the id of the task, if there is one
}

func newRegistry(t *testing.T) *registry {
	t.Helper()
	r := &registry{now: time.Now()}
	service, err := simulator.New(simulator.Options{Speed: fast, Now: r.clock})
	require.NoError(t, err)
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, asked *http.Request) {
		r.note(asked)
		service.ServeHTTP(w, asked)
	}))
	t.Cleanup(proxy.Close)
	instance := service.Instances()[0]
	r.environ = []string{
		"ALIBABA_CLOUD_ACCESS_KEY_ID=" + simulator.AccessKeyID, "ALIBABA_CLOUD_ACCESS_KEY_SECRET=" + simulator.AccessKeySecret,
		"HTTP_PROXY=" + proxy.URL,
	}
	r.args = []string{
		"--region", service.Region(), "--instance", instance, "--endpoint", "http://registry.example.com", "--insecure-http",
	}
	r.console = "https://cr.console.aliyun.com/" + service.Region() + "/instance/" + instance + "/repositories"
	return r
}

// fast is how many seconds go by in the registry for each that its clock is put forward.
const fast = 60

// advance lets two minutes go by, in which tasks end.
func (r *registry) advance() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.now = r.now.Add(2 * time.Second)
}

func (r *registry) clock() time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.now
}

func (r *registry) note(asked *http.Request) {
	r.mu.Lock()
	defer r.mu.Unlock()
	query := asked.URL.Query()
	r.calls = append(r.calls, strings.TrimSpace(asked.Header.Get("x-acs-action")+" "+query.Get("SyncTaskId")+query.Get("TaskId")))
}

// asked is the calls after the first n.
func (r *registry) asked(n int) []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]string{}, r.calls[n:]...)
}
