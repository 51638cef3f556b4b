package report

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"acrwatch/api"
	"acrwatch/internal/journal"
	"acrwatch/poller"
)

// tape is a recording that is made by hand, event by event.
type tape struct {
	t     *testing.T
	to    *journal.Recorder
	start time.Time
	at    time.Time
}

// taped records what play does, and gives the recording. It was made in Shanghai.
func taped(t *testing.T, play func(*tape)) *journal.Recording {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a.ndjson")
	recorder, err := journal.Create(journal.Options{
		Path: path, Version: "v1.2.3",
		Specs: []poller.Spec{{Name: "prod", Region: "cn-shanghai", Instance: "cri-sgedpenzw80e", Profile: "acme"}},
	})
	require.NoError(t, err)
	start := time.Date(2026, 11, 25, 2, 0, 0, 0, time.UTC)
	play(&tape{t: t, to: recorder, start: start, at: start})
	require.NoError(t, recorder.Close())
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	for name, value := range map[string]string{`zone":"[^"]*"`: `zone":"Asia/Shanghai"`, `offset":-?\d+`: `offset":28800`, `"at":"[^"]*"`: `"at":"2026-11-25T02:00:00Z"`} {
		text = regexp.MustCompile(name).ReplaceAll(text, []byte(value))
	}
	text = bytes.Replace(text, firstEvent.Find(text), []byte("\n{\"t\":0,"), 1)
	require.NoError(t, os.WriteFile(path, text, 0o600))
	return opened(t, path)
}

// firstEvent begins the first event, which counts from when the recorder was made.
var firstEvent = regexp.MustCompile(`\n\{"t":-?\d+,`)

func opened(t *testing.T, path string) *journal.Recording {
	t.Helper()
	recording, notes, err := journal.Open(path)
	require.NoError(t, err)
	require.Empty(t, notes)
	t.Cleanup(func() { require.NoError(t, recording.Close()) })
	return recording
}

func read(t *testing.T, recording *journal.Recording) *Report {
	t.Helper()
	r, err := Read(recording)
	require.NoError(t, err)
	return r
}

func (p *tape) event(e poller.Event) {
	e.At = p.at
	p.to.Record(e)
}

// wait lets time pass, with the looks at the time that a poller takes.
func (p *tape) wait(d time.Duration) {
	for end := p.at.Add(d); p.at.Before(end); {
		p.at = p.at.Add(2 * time.Second)
		p.event(poller.Event{What: poller.Ticked})
	}
}

// skip lets time pass without any event.
func (p *tape) skip(d time.Duration) { p.at = p.at.Add(d) }

func (p *tape) answer(c poller.Call, body any) {
	p.event(poller.Event{What: poller.Answered, Call: c, Asked: p.at, Body: body})
}

func (p *tape) list(tasks ...api.SyncTask) {
	p.answer(poller.Call{Op: poller.OpList, Page: 1}, api.Page[api.SyncTask]{
		Reply: api.Reply{RequestID: "REQ-LIST"}, Items: tasks, Number: 1, Size: 100, Total: api.Some(int64(len(tasks))),
	})
}

func (p *tape) get(t api.SyncTask) {
	p.answer(poller.Call{Op: poller.OpGet, ID: t.ID}, t)
}

func (p *tape) refuse(c poller.Call, e *api.Error) {
	p.event(poller.Event{What: poller.Answered, Call: c, Asked: p.at, Err: e})
}

// task is a sync task of two layers, of which one has a name of its own.
func (p *tape) task(id, repo, to string, accelerated bool) api.SyncTask {
	return api.SyncTask{
		Reply: api.Reply{RequestID: "REQ-" + id}, ID: id, RuleID: "crsr-1", BatchID: "batch-" + repo, Status: "SYNCHRONIZING",
		Accelerated: api.Some(accelerated), Created: api.InstantOf(p.at),
		From: api.Image{RegionID: "cn-shanghai", InstanceID: "cri-sgedpenzw80e", Namespace: "web", Repo: repo, Tag: "v1"},
		To:   api.Image{RegionID: to, InstanceID: "cri-" + to, Namespace: "web", Repo: repo, Tag: "v1"},
	}
}

// with is a task at some bytes of its layers, of 600 and 424 MiB.
func with(t api.SyncTask, first, second int64) api.SyncTask {
	layer := func(name string, synced, size int64) api.Layer {
		status := api.Status("SYNCHRONIZING")
		if synced == size {
			status = "SUCCESS"
		}
		return api.Layer{ID: t.ID + name, Status: status, Digest: "sha256:" + name + "0123456789abcdef", Size: api.Some(size << 20), Synced: api.Some(synced << 20)}
	}
	t.Layers = []api.Layer{layer("shared", first, 600), layer(t.From.Repo, second, 424)}
	t.Synced = api.Some((first + second) << 20)
	t.Created, t.Modified = api.InstantOf(time.Time{}), api.InstantOf(time.Time{})
	return t
}

func ended(t api.SyncTask, status api.Status, issue string, at time.Time) api.SyncTask {
	t.Status, t.Issue, t.Modified = status, issue, api.InstantOf(at)
	return t
}

// night is a small recording that has one of everything.
func night(p *tape) {
	old := ended(p.task("rst-old", "old", "eu-west-1", true), "ERROR", "TAG_CONFLICT", p.at.Add(-time.Hour))
	old.Created = api.InstantOf(p.at.Add(-2 * time.Hour))
	api1, search := p.task("rst-api", "api", "eu-west-1", true), p.task("rst-search", "search", "eu-central-1", false)
	slow := p.task("rst-slow", "search", "eu-west-1", true)
	slow.Status = "PENDING"
	rules := poller.Call{Op: poller.OpRules, Page: 1}
	p.answer(rules, api.Page[api.SyncRule]{Items: []api.SyncRule{{ID: "crsr-1", Name: "nightly"}}, Number: 1, Size: 100, Total: api.Some(int64(1))})
	subs := poller.Call{Op: poller.OpList, Kind: poller.Subscription, Page: 1}
	pull := api.SubscriptionTask{
		ID: "crast-1", Status: "RUNNING", SourceProvider: "QUAY", SourceNamespace: "nginx", SourceRepo: "nginx", Namespace: "base", Repo: "nginx",
		TagTotal: api.Some(int64(6)), TagSubscribed: api.Some(int64(2)), Start: p.at,
	}
	pulls := api.Page[api.SubscriptionTask]{Items: []api.SubscriptionTask{pull}, Number: 1, Size: 100, Total: api.Some(int64(1))}
	p.answer(subs, pulls)
	p.list(old, api1, search, slow)
	for i := range int64(7) {
		p.wait(10 * time.Second)
		p.get(with(api1, min(100*i, 600), min(80*i, 424)))
		p.get(with(search, min(60*i, 180), 30*i))
	}
	p.list(old, ended(api1, "SUCCESS", "", p.at.Add(time.Second)), search, slow)
	p.get(with(ended(api1, "SUCCESS", "", time.Time{}), 600, 424))
	for range 8 { // a stall of one layer, then of the whole task
		p.wait(12 * time.Second)
		p.get(with(search, 180, 180))
	}
	p.wait(4 * time.Second)
	p.get(with(search, 180, 200))
	get := poller.Call{Op: poller.OpGet, ID: "rst-slow"}
	for range 3 {
		p.refuse(get, &api.Error{Class: api.ClassThrottled, Operation: "GetRepoSyncTask", Code: "Throttling.User", Message: "Request was denied due to user flow control.", RequestID: "REQ-THROTTLE", HTTPStatus: 400})
		p.wait(6 * time.Second)
	}
	p.get(with(slow, 0, 0))
	p.refuse(subs, &api.Error{Class: api.ClassDenied, Operation: "ListArtifactSubscriptionTask", Code: "NoPrivilege", Action: "cr:ListArtifactSubscriptionTask", RequestID: "REQ-DENIED", HTTPStatus: 403})
	p.event(poller.Event{What: poller.Paused})
	p.wait(20 * time.Second)
	p.event(poller.Event{What: poller.Unpaused})
	p.skip(5 * time.Minute)
	p.event(poller.Event{What: poller.Woke})
	failed := ended(search, "ERROR", "NETWORK_ERROR", p.at.Add(-time.Second))
	p.list(old, ended(api1, "SUCCESS", "", p.start.Add(71*time.Second)), failed, slow)
	p.get(with(ended(search, "ERROR", "NETWORK_ERROR", time.Time{}), 180, 200))
	slow.Status = "SYNCHRONIZING"
	for i := range int64(5) {
		p.wait(10 * time.Second)
		p.get(with(slow, 20*i, 0))
	}
}
