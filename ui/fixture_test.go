package ui

import (
	"fmt"
	"hash/crc32"
	"time"

	"acrwatch/api"
	"acrwatch/keymap"
	"acrwatch/poller"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

var fixtureNow = time.Date(2026, 11, 21, 2, 18, 40, 0, time.UTC)

const mib = int64(1) << 20

// fakePoller remembers what it was told.
type fakePoller struct {
	open      poller.Key
	visible   []poller.Key
	refreshed [][]poller.Key
	focused   []bool
	paused    []bool
	answers   map[string]string // by task, as JSON
	asked     time.Time         // when they were asked for
}

func (p *fakePoller) Answer(k poller.Key) (poller.Answer, bool) {
	text, kept := p.answers[k.ID]
	return poller.Answer{Answer: api.Answer{Operation: "GetRepoSyncTask", JSON: []byte(text)}, Asked: p.asked, Length: len(text)}, kept
}

func (p *fakePoller) Attend(open poller.Key, visible []poller.Key) { p.open, p.visible = open, visible }

func (p *fakePoller) Refresh(keys ...poller.Key) { p.refreshed = append(p.refreshed, keys) }

func (p *fakePoller) Pause(paused bool)  { p.paused = append(p.paused, paused) }
func (p *fakePoller) Focus(focused bool) { p.focused = append(p.focused, focused) }

func newFixture(width, height int, change ...func(*Options)) (Model, *fakePoller) {
	p := &fakePoller{}
	o := Options{Poller: p, Keys: keymap.Default(), Theme: "dark", Now: fixtureNow.Add(-time.Second), Location: time.UTC}
	for _, f := range change {
		f(&o)
	}
	m := New(o)
	return feed(*m, tea.WindowSizeMsg{Width: width, Height: height}), p
}

// feed gives messages to a copy of the model. What the lists keep of their rows is not copied: of two that are fed from one
// model, the first is not to be looked at after the second moved its rows.
func feed(m Model, msgs ...tea.Msg) Model {
	for _, msg := range msgs {
		m.Update(msg)
	}
	if m.glide.held { // the cursor rests after the last of them
		m.Update(restMsg(m.glide.keys))
	}
	return m
}

func viewOf(m Model) tea.View { return m.View() }

// drawn is the frame as it goes to the terminal, and screen its text.
func drawn(m Model) string { return viewOf(m).Content }

func screen(m Model) string { return ansi.Strip(drawn(m)) }

func press(keys ...string) []tea.Msg {
	named := map[string]tea.Key{
		"enter": {Code: tea.KeyEnter}, "esc": {Code: tea.KeyEscape}, "tab": {Code: tea.KeyTab}, "up": {Code: tea.KeyUp},
		"down": {Code: tea.KeyDown}, "end": {Code: tea.KeyEnd}, "pgdown": {Code: tea.KeyPgDown},
		" ": {Code: tea.KeySpace, Text: " "}, "backspace": {Code: tea.KeyBackspace}, "ctrl+c": {Code: 'c', Mod: tea.ModCtrl}, "ctrl+z": {Code: 'z', Mod: tea.ModCtrl},
	}
	var msgs []tea.Msg
	for _, k := range keys {
		if key, ok := named[k]; ok {
			msgs = append(msgs, tea.KeyPressMsg(key))
			continue
		}
		for _, r := range k {
			msgs = append(msgs, tea.KeyPressMsg{Code: r, Text: string(r)})
		}
	}
	return msgs
}

func image(name, tag, region, instance string) api.Image {
	var namespace, repo string
	_, _ = fmt.Sscanf(name, "%s %s", &namespace, &repo)
	return api.Image{Namespace: namespace, Repo: repo, Tag: tag, RegionID: region, InstanceID: instance}
}

// syncTask is a sync task of the fixture; change finishes it.
func syncTask(id, name, tag, to string, status api.Status, change ...func(*poller.Task)) *poller.Task {
	t := &poller.Task{
		Key: poller.Key{Kind: poller.Sync, ID: id}, Phase: api.SyncPhase(status),
		Sync: &api.SyncTask{
			Reply: api.Reply{Code: "success", Success: api.Some(true), RequestID: "A6DEF8B0-5D45-46D6-867D-8C7FF0966B07"},
			ID:    id, RuleID: "crsr-cllro6ho3wne", BatchID: batchID(name + tag),
			Status: status, Trigger: "PASSIVE", Accelerated: api.Some(true), CrossAccount: api.Some(true), Priority: api.Some(uint8(3)),
			Progress: api.Some[float32](0),
			From:     image(name, tag, "cn-shanghai", "cri-sgedpenzw80e"), To: image(name, tag, to, "cri-leqzomz5vijc"),
			Created: poller.InstantOf(fixtureNow.Add(-451 * time.Second)), Modified: poller.InstantOf(fixtureNow.Add(-2 * time.Second)),
		},
		RuleName: "nightly-eu", Watched: true,
		Listed: poller.InstantOf(fixtureNow.Add(-2 * time.Second)), Asked: poller.InstantOf(fixtureNow.Add(-2 * time.Second)), Answered: poller.InstantOf(fixtureNow.Add(-2 * time.Second)),
	}
	for _, f := range change {
		f(t)
	}
	return t
}

// batchID is the same for tasks of the same image.
func batchID(image string) string {
	return fmt.Sprintf("a9434731-95ef-4087-9cf4-%012x", crc32.ChecksumIEEE([]byte(image)))
}

func flow(moved, size int64, rate float64, left time.Duration) func(*poller.Task) {
	return func(t *poller.Task) {
		t.Flow = poller.Flow{Moved: moved, Size: size, SizeKnown: size > 0, Rate: rate, RateKnown: rate > 0, LastMoved: poller.InstantOf(fixtureNow.Add(-time.Second))}
		if left > 0 {
			t.Flow.Left = poller.Left{Low: left, High: left}
		}
	}
}

func stalled(t *poller.Task) {
	t.Flow.Stalled, t.Flow.RateKnown, t.Flow.Left = true, false, poller.Left{}
	t.Flow.LastMoved = poller.InstantOf(fixtureNow.Add(-63 * time.Second))
}

func part(n int, digest string, status api.Status, moved, size int64, rate float64, left time.Duration) poller.Part {
	p := poller.Part{
		Layer: &api.Layer{
			ID: fmt.Sprintf("rslt-%012d", n), Status: status, Digest: "sha256:" + digest + "919cb60e782397a6be04201868fe7b38ef7669fc01caec1c8fc4e",
			ArtifactDigest: "sha256:36fb85fcb5e919cb60e782397a6be04201868fe7b38ef7669fc01caec1c8fc4e",
			Size:           api.Some(size), Synced: api.Some(moved),
		},
		Phase: api.SyncPhase(status),
		Flow:  poller.Flow{Moved: moved, Size: size, SizeKnown: true, Rate: rate, RateKnown: rate > 0, LastMoved: poller.InstantOf(fixtureNow.Add(-time.Second))},
	}
	if left > 0 {
		p.Flow.Left = poller.Left{Low: left, High: left}
	}
	return p
}

func frontendParts(t *poller.Task) {
	t.SetParts([]poller.Part{
		part(1, "36fb85fcb5e9", "SUCCESS", 226*mib/10, 226*mib/10, 0, 0),
		part(2, "c1ec31eb5944", "SUCCESS", 291*mib/10, 291*mib/10, 0, 0),
		part(3, "77ad0c3e11f0", "SYNCHRONIZING", 258*mib, 1229*mib, 0, 0),
		part(4, "4f4fb700ef54", "SUCCESS", 32, 32, 0, 0),
		part(5, "9c1b2d0e77aa", "SYNCHRONIZING", 234*mib, 410*mib, 9.1*float64(mib), 19*time.Second),
		part(6, "a2abf6c4d29d", "SUCCESS", 14*mib/10, 14*mib/10, 0, 0),
		part(7, "e0b1c2d3e4f5", "SYNCHRONIZING", 80*mib, 964*mib/10, 3.2*float64(mib), 5*time.Second),
		part(8, "5d20c808ce19", "PENDING", 0, 88*mib, 0, 0),
		part(9, "b4d181a07f80", "SUCCESS", 602, 602, 0, 0),
	})
	t.Parts()[2].Flow.Stalled = true
	t.Parts()[2].Flow.LastMoved = poller.InstantOf(fixtureNow.Add(-63 * time.Second))
	t.Parts()[5].Also = 7
}

func history(t *poller.Task) {
	var rates []float32
	for i := range 28 {
		rates = append(rates, float32(3+(i*7)%11))
	}
	t.History = poller.RatesOf(rates)
}

func subscription(id string) *poller.Task {
	start := fixtureNow.Add(-90 * time.Second)
	sub := &api.SubscriptionTask{
		ID: id, InstanceID: "cri-sgedpenzw80e", Status: "RUNNING", Result: "SUCCESS", Type: "AUTO", ArtifactType: "IMAGE",
		SourceProvider: "QUAY", SourceRepoType: "PUBLIC", SourceNamespace: "nginx", SourceRepo: "nginx-unprivileged",
		Namespace: "base", Repo: "nginx", TagTotal: api.Some(int64(6)), TagSubscribed: api.Some(int64(3)), Start: start, Message: "success",
		Reply: api.Reply{Code: "success", Success: api.Some(true), RequestID: "12589EF7-96E2-4554-AAD7-F7209E88CAD3"},
	}
	t := &poller.Task{
		Key: poller.Key{Kind: poller.Subscription, ID: id}, Region: "cn-shanghai", Phase: api.PhaseRunning, Subscription: sub,
		Listed: poller.InstantOf(fixtureNow), Asked: poller.InstantOf(fixtureNow), Answered: poller.InstantOf(fixtureNow), Odd: poller.OdditiesOf(poller.OddRunningResult),
	}
	for i, tag := range []string{"1.27.3", "1.27.2", "1.26.9"} {
		t.Tags = append(t.Tags, api.TagResult{Tag: tag, Status: "COMPLETED", Result: "SUCCESS", Start: start, End: start.Add(time.Duration(i+8) * time.Second)})
	}
	t.Tags = append(t.Tags, api.TagResult{Tag: "1.26.8", Status: "RUNNING", Start: fixtureNow.Add(-7 * time.Second)})
	return t
}

// fixture is a snapshot with one task of every look.
func fixture() *poller.Snapshot {
	gib := 1024 * mib
	done := flow(700*mib, 700*mib, 0, 0)
	tasks := []*poller.Task{
		syncTask("rst-done1", "web api", "v2.13.9", "eu-west-1", "SUCCESS", done),
		syncTask("rst-done2", "web api", "v2.13.9", "us-east-1", "SUCCESS", done),
		syncTask("rst-done3", "infra envoy", "1.31", "eu-west-1", "SUCCESS", done),
		syncTask("rst-failed", "pay ledger", "2.9", "eu-west-1", "ERROR", flow(640*mib, 1000*mib, 0, 0), func(t *poller.Task) {
			t.Sync.Issue, t.Finished = "TAG_CONFLICT", poller.InstantOf(fixtureNow.Add(-40*time.Second))
		}),
		syncTask("rst-stalled", "web search", "1.4", "eu-central-1", "SYNCHRONIZING", flow(480*mib, 1000*mib, 0, 0), stalled),
		syncTask("rst-4kfd7fk6pohk5rzd", "web frontend", "v2.14.0", "eu-west-1", "SYNCHRONIZING",
			flow(1662*mib, 2335*mib, 12.3*float64(mib), 2*time.Minute), frontendParts, history),
		syncTask("rst-us", "web frontend", "v2.14.0", "us-east-1", "SYNCHRONIZING", flow(800*mib, 2335*mib, 5.8*float64(mib), 9*time.Minute)),
		syncTask("rst-zh", "ml 训练-resnet", "2026-11", "us-east-1", "SYNCHRONIZING", flow(500*mib, 4500*mib, 3.1*float64(mib), 0), func(t *poller.Task) {
			t.Flow.Left = poller.Left{Low: 11 * time.Minute, High: 19 * time.Minute}
		}),
		syncTask("rst-spark", "data spark", "3.5.1-arm64", "ap-southeast-1", "SYNCHRONIZING", flow(880*mib, 1000*mib, 21.4*float64(mib), 20*time.Second)),
		subscription("crast-40le4es9yh0p"),
		syncTask("rst-queued", "web api", "v2.14.0", "eu-west-1", "PENDING"),
		syncTask("rst-new", "web builder", "9", "eu-west-1", "VERIFYING"),
	}
	totals := poller.Totals{
		Queued: 1, Running: 5, Stalled: 1, Failed: 1, Done: 3, Unknown: 1, Moved: 418 * gib / 10, Size: 662 * gib / 10, Unsized: 3,
		Rate: 84.2 * float64(mib), RateKnown: true, Left: poller.Left{Low: 5 * time.Minute, High: 8 * time.Minute},
	}
	for i := range 16 {
		totals.History = append(totals.History, float32(5+(i*3)%7))
	}
	target := poller.Target{
		Name: "prod-shanghai", Region: "cn-shanghai", Instance: "cri-sgedpenzw80e", LastOK: fixtureNow.Add(-2 * time.Second), LastTry: fixtureNow,
		Lists: [poller.Kinds]poller.List{{Seen: 11, Complete: true}, {Seen: 1, Complete: true}},
	}
	other := target
	other.Name, other.Instance = "edge-shanghai", "cri-0hw7kq2m1xya"
	other.Lists = [poller.Kinds]poller.List{{Complete: true}, {Complete: true}}
	return &poller.Snapshot{At: fixtureNow, Targets: []poller.Target{target, other}, Tasks: poller.TasksOf(tasks...), Totals: totals, Calls: 3.1}
}

// failed is a snapshot with more failures: six of one cause on two routes, and one without a reason.
func failed(s *poller.Snapshot) *poller.Snapshot {
	tasks := []*poller.Task{}
	for _, t := range s.Tasks.All() {
		tasks = append(tasks, t)
	}
	add := func(id, tag, to, issue string) {
		tasks = append(tasks, syncTask(id, "ml embed", tag, to, "ERROR", flow(int64(len(tasks))*10*mib, 400*mib, 0, 0), func(t *poller.Task) {
			t.Sync.Issue, t.Finished = issue, poller.InstantOf(fixtureNow.Add(-time.Duration(len(tasks))*time.Minute))
		}))
	}
	for _, tag := range []string{"1", "2", "3", "4", "5"} {
		add("rst-net"+tag, tag, "eu-central-1", "NETWORK_ERROR")
	}
	add("rst-net6", "6", "us-east-1", "NETWORK_ERROR")
	add("rst-why", "7", "us-east-1", "")
	next := *s
	next.Tasks = poller.TasksOf(tasks...)
	return &next
}

func noTasks() *poller.Snapshot {
	s := fixture()
	s.Tasks, s.Totals = poller.Tasks{}, poller.Totals{}
	for i := range s.Targets {
		s.Targets[i].Lists = [poller.Kinds]poller.List{{Complete: true}, {Complete: true}}
	}
	return s
}

func wrongKey() *poller.Snapshot {
	s := noTasks()
	s.Targets = s.Targets[:1]
	t := &s.Targets[0]
	t.LastOK, t.Lists = time.Time{}, [poller.Kinds]poller.List{}
	t.Err = &api.Error{
		Class: api.ClassBadCredentials, Operation: "ListRepoSyncTask", Code: "SignatureDoesNotMatch", HTTPStatus: 400,
		Message: "The request signature does not conform to Aliyun standards.", RequestID: "1259D1E7-96E2-4554-AAD7-F7209E88CAD3",
		Credential: "environment, AccessKey ending in MPLE",
	}
	t.FailingSince, t.RetryAt = fixtureNow.Add(-5*time.Second), fixtureNow.Add(8*time.Second)
	return s
}

func failing() *poller.Snapshot {
	s := fixture()
	t := &s.Targets[0]
	t.Err = &api.Error{Class: api.ClassServer, Operation: "ListRepoSyncTask", Code: "SystemError", HTTPStatus: 500, Message: "A system error occurred.", RequestID: "7640819A-9A11-4F35-8D6B-5F35CAD37F35"}
	t.FailingSince, t.RetryAt = fixtureNow.Add(-40*time.Second), fixtureNow.Add(12*time.Second)
	return s
}

func denied() *poller.Snapshot {
	s := fixture()
	s.Targets[0].Lists[poller.Subscription].Denied = &api.Error{
		Class: api.ClassDenied, Operation: "ListArtifactSubscriptionTask", Code: "NoPrivilege", HTTPStatus: 403,
		Action: "cr:ListArtifactSubscriptionTask", Resource: "acs:cr:cn-shanghai:*:instance/cri-sgedpenzw80e",
	}
	return s
}

func expired() *poller.Snapshot {
	s := failing()
	s.Targets[0].Err = &api.Error{
		Class: api.ClassExpired, Operation: "ListRepoSyncTask", Code: "InvalidSecurityToken.Expired", HTTPStatus: 403,
		Message: "Specified SecurityToken is expired.", RequestID: "7640819A-9A11-4F35-8D6B-5F35CAD37F35", Credential: "profile prod in ~/.aliyun/config.json, AccessKey ending in MPLE",
	}
	return s
}

func unrenewed() *poller.Snapshot {
	s := fixture()
	s.Targets[0].Keys = api.CredentialState{
		Source: "profile prod in ~/.aliyun/config.json", Refreshed: fixtureNow.Add(-10 * time.Minute), FailingSince: fixtureNow.Add(-time.Minute),
		Reason: "profile prod in ~/.aliyun/config.json could not be reached: check that the role exists and may be assumed",
	}
	return s
}

func clockOff() *poller.Snapshot {
	s := fixture()
	s.Targets[1].ClockOff = -7 * time.Minute
	return s
}
