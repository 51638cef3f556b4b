package command

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/internal/simulator"
)

// reported is a report as --output json gives it.
type reported struct {
	Result string
	Groups []struct {
		Title  string
		Checks []struct{ Name, Result, Fact, Fix string }
	}
}

// results are the checks of all groups by name, with the facts behind the results.
func (r *reported) results() map[string]string {
	all := map[string]string{}
	for _, g := range r.Groups {
		for _, c := range g.Checks {
			all[c.Name] = c.Result + ": " + c.Fact
		}
	}
	return all
}

// examine runs the doctor on a service, with the simulator's keys.
func examine(t *testing.T, wantCode int, service http.Handler, more ...string) *reported {
	t.Helper()
	server := httptest.NewServer(service)
	t.Cleanup(server.Close)
	environ := bare(t, "ALIBABA_CLOUD_ACCESS_KEY_ID="+simulator.AccessKeyID, "ALIBABA_CLOUD_ACCESS_KEY_SECRET="+simulator.AccessKeySecret)
	got := run(t, environ, append([]string{"doctor", "--output", "json", "--region", "cn-shanghai", "--endpoint", server.URL}, more...)...)
	require.Equal(t, wantCode, got.code, got.out+got.err)
	assert.Empty(t, got.err)
	noCanary(t, "the report", got.out, simulator.AccessKeySecret, simulator.AccessKeyID)
	var r reported
	require.NoError(t, json.Unmarshal([]byte(got.out), &r))
	return &r
}

func simulated(t *testing.T, o simulator.Options) *simulator.Simulator {
	t.Helper()
	sim, err := simulator.New(o)
	require.NoError(t, err)
	return sim
}

var reads = []string{
	"ListRepoSyncTask", "GetRepoSyncTask", "ListRepoSyncRule",
	"ListArtifactSubscriptionTask", "GetArtifactSubscriptionTask", "GetArtifactSubscriptionTaskResult",
}

func TestDoctorOfAWellService(t *testing.T) {
	sim := simulated(t, simulator.Options{})
	r := examine(t, 0, sim)
	got := r.results()
	assert.Equal(t, "ok", r.Result)
	assert.Equal(t, "ok: environment, AccessKey ending in ator", got["credentials"])
	assert.Equal(t, "ok: permitted cr:ListInstance; 2 running instances", got["ListInstance"])
	require.Len(t, r.Groups, 5, "settings, the target, two instances, the terminal")
	for i, instance := range sim.Instances()[:2] {
		g := r.Groups[2+i]
		assert.Contains(t, g.Title, instance)
		require.Len(t, g.Checks, len(reads))
		for n, c := range g.Checks {
			assert.Equal(t, reads[n], c.Name)
			assert.Equal(t, "ok", c.Result, c.Fact)
			assert.Contains(t, c.Fact, "permitted cr:")
		}
	}
}

func TestDoctorNamesTheMissingPermission(t *testing.T) {
	sim := simulated(t, simulator.Options{Deny: []string{"GetRepoSyncTask", "ListRepoSyncRule", "ListInstance"}})
	r := examine(t, 1, sim, "--instance", sim.Instances()[0])
	got := r.results()
	assert.Contains(t, got["GetRepoSyncTask"], "fail: not permitted: NoPrivilege")
	assert.Contains(t, got["ListRepoSyncTask"], "ok: ")
	assert.Contains(t, got["GetArtifactSubscriptionTask"], "ok: ")
	assert.Contains(t, got["ListRepoSyncRule"], "warn: ", "the ids of rules do as well")
	assert.Contains(t, got["ListInstance"], "warn: not permitted, and not needed")
	for _, c := range r.Groups[2].Checks {
		if c.Name == "GetRepoSyncTask" {
			assert.Equal(t, "allow cr:GetRepositorySync on acs:cr:cn-shanghai:*:repository/"+sim.Instances()[0], c.Fix)
		}
	}

	r = examine(t, 1, simulated(t, simulator.Options{Deny: []string{"ListInstance"}}))
	assert.Contains(t, r.results()["ListInstance"], "fail: not permitted")
	assert.Len(t, r.Groups, 3, "there is no instance to go on with")
}

// nothing is a service without any task.
type nothing struct{ missing string }

func (n nothing) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch action := r.Header.Get("X-Acs-Action"); {
	case action == "ListInstance":
		_, _ = w.Write([]byte(`{"Code":"success","IsSuccess":true,"Instances":[{"InstanceId":"cri-x","InstanceStatus":"RUNNING"}],"TotalCount":1}`))
	case strings.HasPrefix(action, "List"):
		_, _ = w.Write([]byte(`{"Code":"success","IsSuccess":true,"SyncTasks":[],"SyncRules":[],"Tasks":[],"TotalCount":0}`))
	default:
		w.WriteHeader(http.StatusBadRequest)
		_, _ = w.Write([]byte(`{"Code":"` + n.missing + `","RequestId":"x"}`))
	}
}

func TestDoctorWithoutAnyTask(t *testing.T) {
	got := examine(t, 0, nothing{"SYNC_TASK_NOT_EXIST"}).results()
	for _, get := range []string{"GetRepoSyncTask", "GetArtifactSubscriptionTask", "GetArtifactSubscriptionTaskResult"} {
		assert.Contains(t, got[get], "ok: permitted")
		assert.Contains(t, got[get], "asked for one that cannot exist, and it was not found")
	}
	got = examine(t, 0, nothing{"InvalidTaskId"}).results()
	assert.Contains(t, got["GetRepoSyncTask"], "warn: cannot tell: ")
	got = examine(t, 1, nothing{"NoPrivilege"}).results()
	assert.Contains(t, got["GetRepoSyncTask"], "fail: not permitted")
}

func TestDoctorOfKeysThatAreRefused(t *testing.T) {
	r := examine(t, 1, &gossip{})
	assert.Contains(t, r.results()["ListInstance"], "fail: bad credentials: InvalidAccessKeyId.NotFound")
	assert.Len(t, r.Groups, 3, "asking on would say the same seven times")
}

// A fault of one operation that is not needed says nothing of the others.
func TestDoctorGoesOnWithANamedInstance(t *testing.T) {
	sim := simulated(t, simulator.Options{})
	faulty := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("X-Acs-Action") == "ListInstance" {
			w.WriteHeader(http.StatusInternalServerError)
			_, _ = w.Write([]byte(`{"Code":"SystemError","Message":"It has a fault.","RequestId":"x"}`))
			return
		}
		sim.ServeHTTP(w, r)
	})
	got := examine(t, 1, faulty, "--instance", sim.Instances()[0]).results()
	assert.Contains(t, got["ListInstance"], "fail: ")
	for _, operation := range reads {
		assert.Contains(t, got[operation], "ok: ", operation)
	}
}

func TestDoctorOfAWebPage(t *testing.T) {
	r := examine(t, 1, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("<html>sign in</html>")) }))
	assert.Contains(t, r.results()["ListInstance"], "the answer is a web page")
	assert.Contains(t, r.results()["connection"], "ok: ")
}

// A service that accepts and stays silent costs the time of a check, not more.
func TestDoctorIsBounded(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("waits for a check to give up")
	}
	began := time.Now()
	got := examine(t, 1, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })).results()
	assert.Less(t, time.Since(began), 15*time.Second)
	assert.Contains(t, got["connection"], "did not answer in time")
	assert.Contains(t, got["ListInstance"], "did not answer in time")
}

func TestDoctorOfSeveralTargets(t *testing.T) {
	sim := simulated(t, simulator.Options{})
	r := examine(t, 1, sim, "--profile", "nobody,noone")
	require.Len(t, r.Groups, 4)
	for i, name := range []string{"nobody", "noone"} {
		assert.Equal(t, "Target cn-shanghai, profile "+name, r.Groups[1+i].Title)
		assert.Equal(t, "credentials", r.Groups[1+i].Checks[0].Name)
		assert.Equal(t, "fail", r.Groups[1+i].Checks[0].Result)
	}
}

// TestTheReadmeHasThePolicy keeps the block that people paste the one that suffices.
func TestTheReadmeHasThePolicy(t *testing.T) {
	text, err := os.ReadFile("../../README.md")
	require.NoError(t, err)
	got := run(t, bare(t), "doctor", "--policy")
	require.Zero(t, got.code)
	assert.Empty(t, got.err)
	blocks := regexp.MustCompile("(?s)```json\n(.*?)```").FindAllStringSubmatch(string(text), -1)
	var policies []string
	for _, b := range blocks {
		if strings.Contains(b[1], `"Statement"`) {
			policies = append(policies, b[1])
		}
	}
	require.Len(t, policies, 1)
	assert.Equal(t, got.out, policies[0])
}
