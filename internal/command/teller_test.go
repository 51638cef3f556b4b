package command

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/api"
	"acrwatch/internal/query"
	"acrwatch/poller"
)

// noon is when every snapshot of these tests was taken.
var noon = time.Date(2026, 1, 2, 12, 0, 0, 0, time.Local)

func syncTask(id string, phase api.Phase, moved int64) *poller.Task {
	return &poller.Task{
		Key: poller.Key{Kind: poller.Sync, ID: id}, Phase: phase,
		Sync: &api.SyncTask{
			ID: id, From: api.Image{RegionID: "cn-shanghai", Namespace: "web", Repo: "api", Tag: id}, To: api.Image{RegionID: "eu-west-1"},
		},
		Flow: poller.Flow{Moved: moved, Size: 1000, SizeKnown: moved >= 0, Rate: 12 << 20, RateKnown: moved > 0},
	}
}

func tagTask(tags int64) *poller.Task {
	return &poller.Task{
		Key: poller.Key{Kind: poller.Subscription, ID: "sub"}, Phase: api.PhaseRunning,
		Subscription: &api.SubscriptionTask{
			SourceProvider: "QUAY", SourceNamespace: "nginx", SourceRepo: "nginx", Namespace: "base", Repo: "nginx", InstanceID: "cri-x",
			TagSubscribed: api.Some(tags), TagTotal: api.Some(int64(6)),
		},
	}
}

// snapshot is a look at one target whose lists were read to the end.
func snapshot(tasks ...*poller.Task) *poller.Snapshot {
	s := &poller.Snapshot{At: noon, Targets: []poller.Target{{Name: "prod", LastOK: noon}}, Tasks: poller.TasksOf(tasks...)}
	for _, task := range tasks {
		if task.Active() {
			s.Active++
		}
	}
	for k := range s.Targets[0].Lists {
		s.Targets[0].Lists[k].Complete = true
	}
	return s
}

// told shows snapshots one after the other and gives what was said, without the time and without double blanks.
func told(t *testing.T, ascii bool, snapshots ...*poller.Snapshot) (out, trouble []string) {
	t.Helper()
	var o, e bytes.Buffer
	l := plainTeller(&o, &e, ascii, false)
	for _, s := range snapshots {
		require.NoError(t, l.show(s))
	}
	return plainLines(o.String()), plainLines(e.String())
}

// plainTeller tells in plain lines.
func plainTeller(out, aside io.Writer, ascii, settles bool) *teller {
	return newTeller((&plain{out: out, aside: aside, row: row{ascii: ascii}}).tell, selection{}, settles)
}

func plainLines(text string) []string {
	var all []string
	for line := range strings.Lines(text) {
		all = append(all, strings.Join(strings.Fields(strings.TrimPrefix(line, "12:00:00")), " "))
	}
	return all
}

func TestLines(t *testing.T) {
	failed := syncTask("a", api.PhaseFailed, 640)
	failed.Sync.Issue = "TAG_CONFLICT"
	stalled := syncTask("a", api.PhaseRunning, 300)
	stalled.Flow.Stalled, stalled.Flow.LastMoved = true, poller.InstantOf(noon.Add(-65*time.Second))
	moving := syncTask("a", api.PhaseRunning, 310)
	moving.Flow.LastMoved = poller.InstantOf(noon)
	odd := syncTask("a", api.PhaseUnknown, -1)
	odd.Sync.Status = "VERIFYING"
	gone := syncTask("a", api.PhaseRunning, 300)
	gone.Gone = true
	brief := syncTask("b", api.PhaseDone, 1000)
	brief.Finished = poller.InstantOf(noon)
	queued := syncTask("a", api.PhaseQueued, -1)
	running := func(moved int64) *poller.Task { return syncTask("a", api.PhaseRunning, moved) }

	const row = "web/api:a cn-shanghai → eu-west-1 "
	cases := map[string]struct {
		snapshots []*poller.Snapshot
		want      []string // after the first line, which is the first look
	}{
		"what was over before is counted": {[]*poller.Snapshot{snapshot(failed, syncTask("b", api.PhaseDone, 1000))}, nil},
		"what came and went since":        {[]*poller.Snapshot{snapshot(), snapshot(brief)}, []string{"done web/api:b cn-shanghai → eu-west-1 100% –"}},
		"a new task":                      {[]*poller.Snapshot{snapshot(), snapshot(queued)}, []string{"queued " + row + "– –"}},
		"quarters, once each": {
			[]*poller.Snapshot{snapshot(), snapshot(running(10)), snapshot(running(200)), snapshot(running(260)), snapshot(running(400)), snapshot(running(990))},
			[]string{"syncing " + row + "1% 12.0 MiB/s", "syncing " + row + "26% 12.0 MiB/s", "syncing " + row + "99% 12.0 MiB/s"},
		},
		"no quarter after a line that told it": {
			[]*poller.Snapshot{snapshot(), snapshot(queued), snapshot(running(600)), snapshot(running(700))},
			[]string{"queued " + row + "– –", "syncing " + row + "60% 12.0 MiB/s"},
		},
		"a failure says why": {
			[]*poller.Snapshot{snapshot(), snapshot(running(600)), snapshot(failed)},
			[]string{"syncing " + row + "60% 12.0 MiB/s", "failed " + row + "64% – TAG_CONFLICT"},
		},
		"a stall and its end": {
			[]*poller.Snapshot{snapshot(), snapshot(running(300)), snapshot(stalled), snapshot(moving)},
			[]string{
				"syncing " + row + "30% 12.0 MiB/s", "stalled " + row + "30% 12.0 MiB/s no bytes for 1m 5s",
				"syncing " + row + "31% 12.0 MiB/s moves again",
			},
		},
		"a status that nobody knows": {[]*poller.Snapshot{snapshot(), snapshot(odd)}, []string{"verifying " + row + "– –"}},
		"a task that is gone": {
			[]*poller.Snapshot{snapshot(), snapshot(running(300)), snapshot(gone)},
			[]string{"syncing " + row + "30% 12.0 MiB/s", "gone " + row + "30% – the service does not know it any more"},
		},
		"a slot that another task takes": {
			[]*poller.Snapshot{snapshot(), snapshot(running(600)), snapshot(syncTask("b", api.PhaseRunning, 300)), snapshot(running(600))},
			[]string{
				"syncing " + row + "60% 12.0 MiB/s", "syncing web/api:b cn-shanghai → eu-west-1 30% 12.0 MiB/s",
				"syncing " + row + "60% 12.0 MiB/s",
			},
		},
		"tags": {
			[]*poller.Snapshot{snapshot(), snapshot(tagTask(1)), snapshot(tagTask(3))},
			[]string{"pulling quay → base/nginx quay/nginx/nginx → cri-x 1/6 –", "pulling quay → base/nginx quay/nginx/nginx → cri-x 3/6 – tags added"},
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			out, trouble := told(t, false, c.snapshots...)
			require.NotEmpty(t, out)
			assert.Contains(t, out[0], "looked")
			assert.Equal(t, c.want, append([]string(nil), out[1:]...))
			assert.Empty(t, trouble)
		})
	}
}

func TestTheFirstLookWaitsForTheLists(t *testing.T) {
	queued := syncTask("a", api.PhaseQueued, -1)
	early := snapshot(queued)
	early.Targets[0].Lists[poller.Subscription].Complete = false
	stalled := syncTask("s", api.PhaseRunning, 10)
	stalled.Flow.Stalled = true
	late := snapshot(
		queued, stalled, syncTask("u", api.PhaseUnknown, -1), syncTask("f", api.PhaseFailed, 1), syncTask("c", api.PhaseCanceled, 1),
		syncTask("d", api.PhaseDone, 1000), syncTask("e", api.PhaseDone, 1000),
	)
	out, _ := told(t, false, early, late, late)
	require.Len(t, out, 4)
	assert.Equal(t, "queued web/api:a cn-shanghai → eu-west-1 – –", out[0])
	assert.Equal(t, "looked 7 tasks: 1 queued, 1 stalled, 1 unknown, 1 failed, 1 canceled, 2 done", out[3])
}

func TestTheFirstLookSaysWhatIsNotKept(t *testing.T) {
	s := snapshot(syncTask("a", api.PhaseDone, 1000))
	s.Targets[0].Lists[poller.Sync].Dropped, s.Targets[0].Lists[poller.Subscription].Dropped = 4000, 211
	out, _ := told(t, false, s)
	assert.Equal(t, []string{"looked 1 task: 1 done; 4211 older not kept"}, out)
}

// A task that is not kept any more leaves nothing behind, or a watch of months would grow with all it has seen.
func TestLinesForgetWhatIsNotKept(t *testing.T) {
	l := plainTeller(&bytes.Buffer{}, &bytes.Buffer{}, false, false)
	for n := range 100 {
		require.NoError(t, l.show(snapshot(syncTask(fmt.Sprint(n), api.PhaseRunning, 600))))
	}
	assert.Len(t, l.quarters, 1)
}

func TestLinesOfASCII(t *testing.T) {
	task := syncTask("a", api.PhaseQueued, -1)
	task.Sync.From.Repo = strings.Repeat("long", 20)
	out, _ := told(t, true, snapshot(), snapshot(task))
	for _, line := range out {
		assert.NotContains(t, line, "→")
		for _, letter := range line {
			assert.Less(t, letter, rune(128), line)
		}
	}
	assert.Contains(t, out[1], "cn-shanghai -> eu-west-1 - -")
}

func TestColumnsStayInPlace(t *testing.T) {
	var r row
	wide := syncTask("训练", api.PhaseRunning, 300)
	long := syncTask(strings.Repeat("x", 100), api.PhaseRunning, 300)
	at := func(line string) int {
		return strings.Index(line, "12.0 MiB/s") - strings.Count(line, "训练")*2 - strings.Count(line, "…")*2
	}
	want := at(r.task(noon, syncTask("a", api.PhaseRunning, 300), ""))
	assert.Equal(t, want, at(r.task(noon, wide, "")))
	assert.Equal(t, want, at(r.task(noon, long, "")))
}

// later is a snapshot of the time d after noon, of a target that has been failing with e for so long.
func later(d time.Duration, e *api.Error, failing time.Duration) *poller.Snapshot {
	s := snapshot()
	s.At = noon.Add(d)
	if e != nil {
		s.Targets[0].Err, s.Targets[0].FailingSince = e, s.At.Add(-failing)
	}
	return s
}

func TestTroubleIsToldWhenItBeginsAndWhenItEnds(t *testing.T) {
	server := &api.Error{Class: api.ClassServer, Operation: "GetRepoSyncTask", Code: "SystemError"}
	network := &api.Error{Class: api.ClassNetwork, Operation: "ListInstance", Message: "connection refused"}
	refused := &api.Error{Class: api.ClassBadCredentials, Operation: "ListInstance", Code: "SignatureDoesNotMatch", Credential: "environment, AccessKey ending in wxyz"}
	denied := later(90*time.Second, nil, 0)
	denied.Targets[0].Lists[poller.Subscription].Denied = &api.Error{
		Class: api.ClassDenied, Operation: "ListArtifactSubscriptionTask", Code: "NoPermission", Action: "cr:ListArtifactSubscriptionTask", Resource: "*",
	}
	out, told := told(t, false,
		later(0, nil, 0), later(10*time.Second, server, time.Second), later(11*time.Second, nil, 0), // too short for a word
		later(12*time.Second, server, 3*time.Second), later(20*time.Second, network, 11*time.Second), later(72*time.Second, nil, 0),
		later(80*time.Second, refused, 0), later(85*time.Second, refused, 5*time.Second), later(86*time.Second, nil, 0),
		denied, denied, later(100*time.Second, nil, 0),
	)
	assert.Len(t, out, 1, "trouble is not a result")
	assert.Equal(t, []string{
		"acrwatch: prod: the API fails: GetRepoSyncTask: SystemError; " + server.Hint(),
		"acrwatch: prod: the API answers again after 1m 3s",
		"acrwatch: prod: the API fails: ListInstance: SignatureDoesNotMatch, with environment, AccessKey ending in wxyz; " + refused.Hint(),
		"acrwatch: prod: the API answers again after 6s",
		"acrwatch: prod: subscription tasks: ListArtifactSubscriptionTask: NoPermission; allow cr:ListArtifactSubscriptionTask on *",
		"acrwatch: prod: subscription tasks are permitted again",
	}, told)
}

// Near the quota, the service refuses a call every few seconds for hours.
func TestThrottlingIsToldOnce(t *testing.T) {
	throttled := &api.Error{Class: api.ClassThrottled, Operation: "GetRepoSyncTask", Code: "Throttling.User"}
	var snaps []*poller.Snapshot
	for s := time.Duration(0); s < 10*time.Minute; s += 10 * time.Second {
		snaps = append(snaps, later(s, throttled, 5*time.Second), later(s+6*time.Second, nil, 0))
	}
	snaps = append(snaps, later(650*time.Second, nil, 0), later(660*time.Second, nil, 0))
	_, told := told(t, false, snaps...)
	told = slices.DeleteFunc(told, func(line string) bool { return strings.Contains(line, "nothing new") })
	assert.Equal(t, []string{
		"acrwatch: prod: the API refuses some calls: GetRepoSyncTask: Throttling.User; " + throttled.Hint(),
		"acrwatch: prod: the API takes all calls again",
	}, told)
}

func TestNamesThatNobodyKnowsAreTold(t *testing.T) {
	sought := func(w poller.Wanted) *poller.Snapshot {
		s := snapshot()
		s.Wanted = []poller.Wanted{w}
		return s
	}
	denied := &api.Error{Class: api.ClassDenied, Operation: "GetRepoSyncTask", Code: "NoPermission", Action: "cr:GetRepositorySync", Resource: "*"}
	_, told := told(t, false,
		sought(poller.Wanted{Name: "rst-1"}), sought(poller.Wanted{Name: "rst-1", Unknown: true}), sought(poller.Wanted{Name: "rst-1", Unknown: true}),
		sought(poller.Wanted{Name: "rst-1", Found: true}), sought(poller.Wanted{Name: "rst-2", Err: denied}),
	)
	assert.Equal(t, []string{
		"acrwatch: rst-1: not known to any target that was asked", "acrwatch: rst-1: found",
		"acrwatch: rst-2: GetRepoSyncTask: NoPermission; allow cr:GetRepositorySync on *",
	}, told)
}

// A job that says nothing for long is killed by those who run it.
func TestSilenceIsBroken(t *testing.T) {
	var snaps []*poller.Snapshot
	for s := range 100 {
		next := snapshot(syncTask("a", api.PhaseRunning, 300))
		next.At = noon.Add(time.Duration(s) * time.Second)
		snaps = append(snaps, next)
	}
	out, told := told(t, false, snaps...)
	assert.Len(t, out, 2)
	beat := "acrwatch: nothing new: 30% 0.29 of 0.98 KiB 1 task: 1 syncing"
	assert.Equal(t, []string{beat, beat, beat}, told)
}

func TestOnlyWhatMatchesIsTold(t *testing.T) {
	var out bytes.Buffer
	which := selection{}
	which.filter, _ = query.Parse("tag:a status:active")
	l := newTeller((&plain{out: &out, aside: io.Discard}).tell, which, true)
	require.NoError(t, l.show(snapshot(syncTask("a", api.PhaseQueued, -1), syncTask("b", api.PhaseQueued, -1))))
	require.ErrorIs(t, l.show(snapshot(syncTask("a", api.PhaseDone, 1000), syncTask("b", api.PhaseRunning, 600))), errEnded)
	require.NoError(t, l.end())
	assert.Equal(t, []string{
		"queued web/api:a cn-shanghai → eu-west-1 – –", "looked 1 task: 1 queued",
		"done web/api:a cn-shanghai → eu-west-1 100% –", "ended 1 task: 1 done",
	}, plainLines(out.String()))
}

type brokenWriter struct{ err error }

func (w brokenWriter) Write([]byte) (int, error) { return 0, w.err }

func TestTheEndOfLines(t *testing.T) {
	busy, over := snapshot(syncTask("a", api.PhaseRunning, 1)), snapshot(syncTask("a", api.PhaseDone, 1000))
	watching := plainTeller(&bytes.Buffer{}, &bytes.Buffer{}, false, false)
	require.NoError(t, watching.show(over), "a watch goes on")
	waiting := plainTeller(&bytes.Buffer{}, &bytes.Buffer{}, false, true)
	require.NoError(t, waiting.show(busy))
	require.ErrorIs(t, waiting.show(over), errEnded)

	require.ErrorIs(t, plainTeller(brokenWriter{syscall.EPIPE}, &bytes.Buffer{}, false, false).show(busy), errEnded)
	full := plainTeller(brokenWriter{errors.New("disk full")}, &bytes.Buffer{}, false, false).show(busy)
	require.EqualError(t, full, "write a line: disk full")
	assert.Equal(t, 1, exitCode(full))
}
