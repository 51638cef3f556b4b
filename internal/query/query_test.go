package query

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/api"
	"acrwatch/poller"
)

var testNow = time.Date(2026, 11, 2, 2, 18, 40, 0, time.UTC)

const gib = 1 << 30

func testMoment() *Moment {
	return &Moment{Now: testNow, Targets: []poller.Target{{Name: "prod-shanghai", Instance: "cri-sgedpenzw80e"}, {Name: "edge"}}}
}

// stalledTask has a value in every field that a filter asks for.
func stalledTask() *poller.Task {
	t := &poller.Task{
		Key: poller.Key{Kind: poller.Sync, ID: "rst-Zx1"}, Region: "cn-shanghai", Phase: api.PhaseRunning, RuleName: "nightly",
		Flow: poller.Flow{
			Moved: gib / 2, Size: 3 * gib / 2, SizeKnown: true, Stalled: true,
			Left: poller.Left{Low: 5 * time.Minute, High: 12 * time.Minute},
		},
		Listed: poller.InstantOf(testNow.Add(-time.Second)),
		Sync: &api.SyncTask{
			ID: "rst-Zx1", RuleID: "crsr-9", BatchID: "a9434731", Status: "SYNCHRONIZING", Issue: "NETWORK_ERROR", Priority: api.Some(uint8(3)),
			From:    api.Image{Namespace: "Web", Repo: "search", Tag: "1.4", RegionID: "cn-shanghai", InstanceID: "cri-sgedpenzw80e"},
			To:      api.Image{Namespace: "mirror", Repo: "训练", Tag: "1.4", RegionID: "eu-west-1", InstanceID: "cri-leqzomz5vijc"},
			Created: api.InstantOf(testNow.Add(-90 * time.Minute)),
		},
	}
	t.SetParts(make([]poller.Part, 7))
	return t
}

func pullingTask() *poller.Task {
	return &poller.Task{
		Key: poller.Key{Target: 1, Kind: poller.Subscription, ID: "crast-40"}, Region: "cn-beijing", Phase: api.PhaseRunning,
		Tags: []api.TagResult{{Tag: "1.27.3"}, {Tag: "1.26"}}, Listed: poller.InstantOf(testNow),
		Subscription: &api.SubscriptionTask{
			ID: "crast-40", InstanceID: "cri-0hw7kq2m1xya", Status: "RUNNING", SourceProvider: "DOCKER_HUB", SourceNamespace: "library",
			SourceRepo: "nginx", Namespace: "base", Repo: "nginx", TagTotal: api.Some(int64(4)), TagSubscribed: api.Some(int64(1)),
			Start: testNow.Add(-3 * time.Hour), Message: "success",
		},
	}
}

// bareTask is one of which nothing is known but its status.
func bareTask() *poller.Task {
	return &poller.Task{
		Key: poller.Key{ID: "rst-new"}, Listed: poller.InstantOf(testNow.Add(-time.Minute)),
		Sync: &api.SyncTask{ID: "rst-new", Status: "VERIFYING"},
	}
}

func check(t *testing.T, task *poller.Task, cases map[string]bool) {
	t.Helper()
	for text, want := range cases {
		q, err := Parse(text)
		require.NoError(t, err, text)
		assert.Equal(t, want, q.Match(task, testMoment()), text)
	}
}

func TestWords(t *testing.T) {
	check(t, stalledTask(), map[string]bool{
		"": true, "  ": true, "web/search:1.4": true, "WEB eu-west": true, "web us-east": false, "rst-zx": true, "训练": true,
		"mirror/": true, "cri-leqz": true, "-web": false, "-api": true, `"shanghai → eu"`: true, `"shanghai eu"`: false,
		`-"shanghai → eu"`: false, "web:search": false, "search:1.4": true, "--1": false, "--9": true, "web\tsearch": true, "go:1.22": false,
		"a9434731": false, "nightly": false, "network": false,
	})
	check(t, pullingTask(), map[string]bool{
		"docker-hub": true, "library/nginx": true, "base/nginx": true, "crast-40": true, "cn-beijing": true, "cri-0hw7": true, "eu": false,
	})
}

func TestPatterns(t *testing.T) {
	check(t, stalledTask(), map[string]bool{
		`/SEAR.H:\d/`: true, `/^web\/search:1\.4$/`: true, "/web/search/": true, "/^search/": false, `-/eu-(west|south)-\d/`: false,
		`/shanghai → [e-g]u/`: true, "/web.*rst/": false, "/web[^q]*rst/": false, "image:/^web/": true, "image:/^rst/": false,
		"id:/^RST-[a-z]/": true, "tag:9,/^1/": true, `/\Arst/`: false, `/[A-Z]x1/`: true, `/\S\W\D/`: true,
	})
}

func TestFieldsOfWords(t *testing.T) {
	check(t, stalledTask(), map[string]bool{
		"image:web/": true, "image:eu": false, "image:mirror": false, "IMAGE:Web": true, `image:"web/search"`: true, "ns:web": true,
		"ns:mirror": true, "ns:search": false, "repo:search": true, "repo:训": true, "tag:1.4": true, "tag:web": false,
		"from:shanghai": true, "from:eu": false, "from:cri-sg": true, "to:eu": true, "to:us,eu": true, "to:us,cn": false,
		"to:cri-leq": true, "region:shanghai": true, "region:west": true, "region:us": false, "rule:night": true, "rule:crsr-9": true,
		"rule:daily": false, "batch:a943": true, "batch:b": false, "kind:sync": true, "kind:sub": false, "-kind:sub": true,
		"kind:sub,sync": true, "issue:network": true, "issue:tag": false, "target:prod": true, "target:cri-sg": true, "target:edge": false,
		"id:zx1": true, "id:web": false, "-to:eu": false, `ns:"a,b",web`: true, "to:eu from:eu": false, "/eu/ -to:eu": false,
	})
	check(t, pullingTask(), map[string]bool{
		"image:docker-hub": true, "ns:base": true, "ns:library": true, "repo:nginx": true, "tag:1.26": true, "tag:1.25": false,
		"from:docker-hub": true, "from:library": true, "to:beijing": true, "to:cri-0": true, "region:cn": true, "rule:x": false,
		"batch:x": false, "kind:sub": true, "kind:subscription": true, "kind:sync": false, "issue:success": false, "target:edge": true,
	})
}

func TestNothingIsInAFieldThatIsUnknown(t *testing.T) {
	check(t, bareTask(), map[string]bool{"rule:/.*/": false, "-rule:/.*/": true, "to:/^$/": false})
}

func TestAnIssueIsWhatAFailedSubscriptionSays(t *testing.T) {
	task := pullingTask()
	task.Phase, task.Subscription.Result, task.Subscription.Message = api.PhaseFailed, "FAILED", "upstream said no"
	check(t, task, map[string]bool{"issue:upstream": true, "issue:FAILED": true})
}

func TestFigures(t *testing.T) {
	check(t, stalledTask(), map[string]bool{
		"size>1GiB": true, "size<1GiB": false, "size=1.5GiB": true, "size>=1.5gib": true, "size>1.5GiB": false, "size<=1.5GiB": true,
		"size>1.6GB": true, "size>1610612735": true, `size>"1 GiB"`: true, "size<1TiB": true, "size>1TB": false, "size>1500MiB": true,
		"size>1600MB": true, "size>1572863KiB": true, "size>1610612KB": true, "size>1610612735B": true, "-size>1GiB": false,
		"progress<50%": true, "progress<0.5": true, "progress>33%": true, "progress<33%": false, "synced=512MiB": true, "synced>1GiB": false,
		"rate=0": true, "rate>0": false, "rate<1KB/s": true, "age<2h": true, "age>1h": true, "age>=1h30m": true, "age>1h30m": false,
		"age=5400s": true, "age<1d": true, "age<1.5h": false, "left<13m": true, "left<10m": false, "left>4m": true, "left>6m": false,
		"left=10m": true, "left=1h": false, "layers=7": true, "layers>7": false, "priority>=3": true, "priority<3": false,
	})
	check(t, pullingTask(), map[string]bool{
		"progress=25%": true, "progress>0.2": true, "age>2h": true, "size<1TiB": false, "rate>=0": false, "left<1d": false,
		"synced>=0": false, "layers>=0": false, "priority>0": false,
	})
}

func TestUnknownSatisfiesNoComparison(t *testing.T) {
	for _, name := range figureNames() {
		for _, term := range []string{"<1", ">0", "<=1", ">=0", "=0"} {
			if name == "age" || name == "left" {
				term += "s"
			}
			check(t, bareTask(), map[string]bool{name + term: false, "-" + name + term: true})
		}
	}
}

func TestARateOfBeforeIsNone(t *testing.T) {
	task := stalledTask()
	task.Flow.Stalled, task.Flow.Rate, task.Flow.RateKnown = false, 3<<20, true
	check(t, task, map[string]bool{"rate>2MiB/s": true, "rate>2MiB": true, "rate>4MiB": false, "left<1h": true})
	task.Listed = poller.InstantOf(testNow.Add(-time.Minute))
	check(t, task, map[string]bool{"rate>0": false, "left<1h": false, "size>0": true})
	task.Listed, task.Phase = poller.InstantOf(testNow), api.PhaseDone
	check(t, task, map[string]bool{"rate>0": false, "left<1h": false, "progress=100%": true})
}

func TestAnAgeIsNeverBelowZero(t *testing.T) {
	task := stalledTask()
	task.Sync.Created = api.InstantOf(testNow.Add(time.Hour))
	check(t, task, map[string]bool{"age=0s": true})
}

func TestStatus(t *testing.T) {
	check(t, stalledTask(), map[string]bool{
		"status:stalled": true, "status:停滞": true, "status:失败,同步中": true, "-status:停滞": false, "status:完成": false, "status:syncing": true, "status:active": true, "status:finished": false, "status:done,stalled": true,
		"-status:stalled": false, "STATUS:Stalled": true, "status:stale": false, "status:odd": false, "status:synchro": true,
		`status:"synchronizing"`: true, "status:pulling": false, "status:verifying": false,
	})
	check(t, bareTask(), map[string]bool{
		"status:verifying": true, "status:VERIF": true, "status:done,verifying": true, "status:unknown": true, "status:active": true,
		"status:finished": false, "status:stale": true, "-status:stale": false, "status:waiting": false,
	})
}

func TestStaleTasksOfFailingTargets(t *testing.T) {
	q, err := Parse("status:stale")
	require.NoError(t, err)
	m := testMoment()
	assert.False(t, q.Match(stalledTask(), m))
	m.Targets[0].Err, m.Targets[0].FailingSince = &api.Error{}, testNow.Add(-time.Minute)
	assert.True(t, q.Match(stalledTask(), m))
	assert.False(t, q.Match(stalledTask(), &Moment{Now: testNow}), "a task without its target")
}

func TestStatusOfEveryPhase(t *testing.T) {
	cases := map[api.Phase]Status{
		api.PhaseUnknown: Unknown, api.PhaseQueued: Queued, api.PhaseRunning: Syncing, api.PhaseDone: Done,
		api.PhaseFailed: Failed, api.PhaseCanceled: Canceled,
	}
	for phase, want := range cases {
		assert.Equal(t, want, StatusOf(&poller.Task{Phase: phase}))
	}
	assert.Equal(t, Pulling, StatusOf(&poller.Task{Key: poller.Key{Kind: poller.Subscription}, Phase: api.PhaseRunning}))
	assert.Equal(t, Done|Odd, StatusOf(&poller.Task{Phase: api.PhaseDone, Odd: poller.OdditiesOf(poller.OddShortDone)}))
	assert.Equal(t, Gone, StatusOf(&poller.Task{Phase: api.PhaseRunning, Gone: true}))
	assert.Equal(t, Failed|Gone, StatusOf(&poller.Task{Phase: api.PhaseFailed, Gone: true}))
	assert.Zero(t, active&finished, "nothing is both")
}

func TestOnlyWhatTimeChangesIsTimed(t *testing.T) {
	cases := map[string]bool{
		"": false, "web": false, "status:active": false, "size>1GiB": false, "age<2h": true, "web -age<2h": true, "status:done,stale": true,
		"rate>0": true, "left<10m": true, "progress<50%": false,
	}
	for text, want := range cases {
		q, err := Parse(text)
		require.NoError(t, err)
		assert.Equal(t, want, q.Timed(), text)
	}
}
